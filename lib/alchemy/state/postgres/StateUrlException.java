package alchemy.state.postgres;

import alchemy.AlchemyException;
import alchemy.Secret;

/** What says where the state is does not say it. */
public final class StateUrlException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateUrlException(Secret place) {
    super(
        "The place of the state is not known.",
        detail(place),
        "    postgres://user:password@host:5432/database",
        "What is no letter and no digit in the password is encoded: @ as %40, / as %2F.");
  }

  private static String detail(Secret place) {
    String text = place.unencrypted();
    if (text.startsWith("$")) {
      return text.substring(1) + ", which the script names for it, is not set. It has to be like:";
    }
    String variable = place.variable().orElse("The place given");
    return variable
        + (variable.equals("ALCHEMY_STATE") ? ", or what the script names for it," : "")
        + " has to be \"file\", file:FOLDER or a PostgreSQL database:";
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
