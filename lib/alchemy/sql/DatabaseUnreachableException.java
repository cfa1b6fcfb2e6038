package alchemy.sql;

import alchemy.AlchemyException;
import alchemy.postgres.DatabaseUrl;
import java.sql.SQLException;

/** The database for some migrations did not let us in, or the connection broke. */
public final class DatabaseUnreachableException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final String state;

  DatabaseUnreachableException(DatabaseUrl url, SQLException cause) {
    super(
        cause,
        "The database cannot be reached.",
        url + ": " + MigrationFailedException.firstLine(cause.getMessage()),
        "Its migrations wait until it can; run the command again then.");
    state = String.valueOf(cause.getSQLState());
  }

  /** True if database or user are no more. */
  boolean isGone() {
    return state.equals("3D000") || state.equals("28P01") || state.equals("28000");
  }
}
