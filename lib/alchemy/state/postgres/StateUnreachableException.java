package alchemy.state.postgres;

import alchemy.AlchemyException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** The database did not let us in, or did not do what it was asked. */
public final class StateUnreachableException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private StateUnreachableException(PostgresPlace place, SQLException cause) {
    super(
        cause,
        "The database that keeps the state cannot be used.",
        place + ": " + said(cause),
        advice(cause));
  }

  /** Why a session cannot be had or used. */
  static AlchemyException of(PostgresPlace place, SQLException cause) {
    // A pooler that cannot pass on how a session has to be refuses it.
    return said(cause).contains("startup parameter")
        ? new StatePoolerException(place)
        : new StateUnreachableException(place, cause);
  }

  /** The first line of what the server or the driver said. */
  static String said(SQLException cause) {
    Throwable why = found(cause, SSLException.class);
    if (found(cause, UnknownHostException.class) != null) {
      return "the host is not known";
    }
    return String.valueOf((why == null ? cause : why).getMessage())
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
      return "Its user has to be allowed to make the schema \"alchemy\" and what is in it; or to"
          + " play the role that made it: ?options=-c%20role%3DNAME in the URL.";
    }
    if (state.equals("25006")) {
      return "Nothing was changed. This server or role only reads: name the primary.";
    }
    return "Nothing was changed. Run the command again when it can.";
  }

  private static boolean isOfTls(SQLException cause) {
    return found(cause, SSLException.class) != null
        || String.valueOf(cause.getMessage()).matches("(?s).*(\\bSSL\\b|could not be verified).*");
  }

  private static Throwable found(Throwable cause, Class<? extends Throwable> kind) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return each;
      }
    }
    return null;
  }
}
