package alchemy.local.cloudflare;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connects to an origin and runs a query, as Cloudflare does before it accepts a Hyperdrive config.
 * To this machine without TLS, as workerd connects: an origin that insists on TLS would fail in the
 * Worker. Elsewhere, as Cloudflare does, with TLS alone, and so where the config says how TLS is to
 * be; no certificate is looked at, since they are known by ids here. An origin behind Access is not
 * tried: nothing here leads through it.
 *
 * <table>
 * <caption>What is answered</caption>
 * <tr><td>2008</td><td>the host name is unknown</td></tr>
 * <tr><td>2010</td><td>no answer, no route</td></tr>
 * <tr><td>2011</td><td>connection refused</td></tr>
 * <tr><td>2012</td><td>no TLS, though the config asks for it</td></tr>
 * <tr><td>2013</td><td>user or password wrong, or not allowed in</td></tr>
 * <tr><td>2014</td><td>no such database</td></tr>
 * <tr><td>2015</td><td>anything else</td></tr>
 * <tr><td>2016</td><td>connected, but the query failed</td></tr>
 * </table>
 *
 * Source of the codes: Cloudflare, Hyperdrive, "Troubleshoot and debug". 2009 (not a public
 * address) never happens here.
 */
final class OriginCheck {
  private static final int SECONDS = 15;
  // The driver says "connection rejected" where the server answers that it has no TLS.
  private static final String NO_TLS = "08004";

  private OriginCheck() {}

  /**
   * Returns when the origin can be used.
   *
   * @throws ApiErrorException with one of the codes above and HTTP status 400
   */
  static void check(HyperdriveConfig config) {
    if (config.origin().access().isEmpty()) {
      boolean near = isLoopback(config.origin().host());
      if (near) {
        check(config.origin(), "disable");
      }
      if (!near || !config.mtls().isEmpty()) {
        check(config.origin(), "require");
      }
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static void check(Origin origin, String sslMode) {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {origin.host()});
    source.setPortNumbers(new int[] {origin.port()});
    source.setDatabaseName(origin.database());
    source.setUser(origin.user());
    source.setPassword(origin.password());
    source.setSslMode(sslMode);
    source.setConnectTimeout(SECONDS);
    source.setSocketTimeout(SECONDS);
    source.setApplicationName("hyperdrive-origin-check");
    try (var connection = source.getConnection()) {
      try (var statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      } catch (SQLException e) {
        throw ApiErrorException.invalid(2016, "The test query failed: " + first(e));
      }
    } catch (SQLException e) {
      throw refusal(origin, sslMode, e);
    }
  }

  private static ApiErrorException refusal(Origin origin, String sslMode, SQLException e) {
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    var at = origin.host() + ":" + origin.port();
    var network = network(e);
    if (network instanceof UnknownHostException) {
      return invalid(2008, "The host name " + origin.host() + " cannot be resolved.");
    }
    if (network instanceof SocketTimeoutException || network instanceof NoRouteToHostException) {
      return invalid(2010, "Cannot connect to " + at + ": no answer.");
    }
    if (network instanceof ConnectException) {
      return invalid(2011, "The connection to " + at + " was refused.");
    }
    if (state.equals(NO_TLS) && sslMode.equals("require")) {
      return invalid(2012, "The database at " + at + " does not support TLS.");
    }
    if (state.startsWith("28") || state.equals("42501")) {
      return invalid(2013, "The database credentials are not valid: " + first(e));
    }
    if (state.equals("3D000")) {
      return invalid(2014, "The database " + origin.database() + " does not exist at " + at + ".");
    }
    return invalid(2015, "Failed to connect to the database at " + at + ": " + first(e));
  }

  private static ApiErrorException invalid(int code, String text) {
    return ApiErrorException.invalid(code, text);
  }

  private static IOException network(Throwable e) {
    for (var cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException network) {
        return network;
      }
    }
    return null;
  }

  // PostgreSQL's messages name the user and the database, never the password.
  private static String first(SQLException e) {
    return e.getMessage() == null ? e.getSQLState() : e.getMessage().lines().findFirst().orElse("");
  }
}
