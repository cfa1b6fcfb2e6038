package alchemy.state;

import alchemy.AlchemyException;

/** App or stage has a name that state cannot have. */
public final class InvalidStageException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  InvalidStageException(String what, String name, String why) {
    super("This is no name for " + what + ".", "\"" + name + "\" " + why);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
