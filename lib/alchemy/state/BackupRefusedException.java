package alchemy.state;

import alchemy.AlchemyException;

/** What was given as a backup is none that could take the place of this stage's state. */
public final class BackupRefusedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  BackupRefusedException(String why) {
    super("This is no backup of this stage's state; nothing was done.", why + ".");
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
