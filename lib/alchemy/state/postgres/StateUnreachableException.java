package alchemy.state.postgres;

import alchemy.AlchemyException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** The database did not let us in, or did not do what it was asked. */
public final class StateUnreachableException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateUnreachableException(PostgresPlace place, SQLException cause) {
    super(
        cause,
        "The database that keeps the state cannot be used.",
        place + ": " + said(cause),
        advice(cause));
  }

  /** The first line of what the server or the driver said. */
  static String said(SQLException cause) {
    Throwable tls = tls(cause);
    return String.valueOf((tls == null ? cause : tls).getMessage())
        .replaceAll("(\\w+[.])+\\w*Exception: ", "")
        .replaceAll("[.] Check that.*", "")
        .lines()
        .findFirst()
        .orElse("no reason given");
  }

  private static String advice(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    if (isOfTls(cause)) {
      return "Its certificate has to be one that Java trusts, or of the authority that"
          + " sslrootcert=FILE in the URL names.";
    }
    if (state.startsWith("28") || state.equals("08004")) {
      return "Check the user and the password in its URL.";
    }
    if (state.equals("42501")) {
      return "Its user has to be allowed to make the schema \"alchemy\" and what is in it.";
    }
    return "Nothing was changed. Run the command again when it can.";
  }

  private static boolean isOfTls(SQLException cause) {
    return tls(cause) != null
        || String.valueOf(cause.getMessage()).matches("(?s).*(\\bSSL\\b|could not be verified).*");
  }

  private static Throwable tls(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof SSLException) {
        return each;
      }
    }
    return null;
  }
}
