package alchemy.state.postgres;

import alchemy.AlchemyException;
import alchemy.Secret;

/** What says where the state is does not say it. */
public final class StateUrlException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateUrlException(Secret place) {
    super("The place of the state is not known.", details(place.unencrypted()));
  }

  private static String[] details(String place) {
    return new String[] {
      place.startsWith("$")
          ? place.substring(1) + ", which the script names for it, is not set. It has to be like:"
          : "ALCHEMY_STATE, --to or --from has to be \"file\", file:FOLDER or a PostgreSQL URL:",
      "    postgres://user:password@host:5432/database",
      "What is no letter and no digit in the password is encoded: @ as %40, / as %2F."
    };
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
