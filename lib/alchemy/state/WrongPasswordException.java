package alchemy.state;

import alchemy.AlchemyException;

/** The password does not open the stage's data key. */
public final class WrongPasswordException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  WrongPasswordException(String app, String stage) {
    super(
        "ALCHEMY_PASSWORD is not the password of app "
            + app
            + ", stage "
            + stage
            + "; set the right one.");
  }
}
