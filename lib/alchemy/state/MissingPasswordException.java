package alchemy.state;

import alchemy.AlchemyException;

/** A secret must be sealed or opened, and no password was given. */
public final class MissingPasswordException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  MissingPasswordException(String app, String stage) {
    super(
        "A password is needed.",
        "app " + app + ", stage " + stage + " keeps secrets, which are stored sealed",
        "Set ALCHEMY_PASSWORD, in the environment or in .env, to the password of this stage;",
        "at its first run that is one of your choice.");
  }
}
