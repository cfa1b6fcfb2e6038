package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.http.Endpoint;
import alchemy.http.Fields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database as Hyperdrive's API takes it, read from a connection string. User, password and
 * database are percent-decoded; the query is no part of it.
 */
record Origin(String scheme, String host, int port, String database, String user, Secret password) {
  private static final Map<String, Integer> PORTS =
      Map.of("postgres", 5432, "postgresql", 5432, "mysql", 3306);
  private static final String WHOLE =
      "The whole form is postgres://user:password@host:port/database.";
  private static final Pattern FORM =
      Pattern.compile(
          "(?s)([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#]*)@)?"
              + "(\\[[^]]+]|[^:/?#@]*)(?::([^/?#]*))?(?:/([^?#]*))?(?:[?#].*)?");

  /**
   * Reads a connection string.
   *
   * @throws InvalidOriginException if Hyperdrive could not use it; its message shows none of it
   */
  static Origin parse(Secret url) {
    String text = url.unencrypted().strip();
    if (text.isEmpty()) {
      throw new InvalidOriginException("it is empty", "Pass a connection string.");
    }
    if (text.regionMatches(true, 0, "prisma", 0, 6)) {
      throw new InvalidOriginException(
          "it is for Prisma Accelerate, which is not PostgreSQL",
          "Pass connection::connectionString, or the connection itself.");
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new InvalidOriginException(
          "it is not of the form postgres://user:password@host:port/database",
          "Percent-encode the characters / ? # @ in user and password.");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (!PORTS.containsKey(scheme)) {
      throw new InvalidOriginException(
          "its scheme is none of postgres, postgresql, mysql", "Pass a connection string of one.");
    }
    String host = parts.group(3);
    if (host.isEmpty()) {
      throw new InvalidOriginException("it names no host", WHOLE);
    }
    if (host.toLowerCase(Locale.ROOT).startsWith("pooled.")) {
      throw new InvalidOriginException(
          "it leads through another pool, and Hyperdrive is one itself",
          "Pass connection::connectionString, the direct one.");
    }
    int port = port(parts.group(4), scheme);
    String[] who = parts.group(2) == null ? new String[0] : parts.group(2).split(":", 2);
    if (who.length < 2 || who[0].isEmpty() || who[1].isEmpty()) {
      throw new InvalidOriginException("it lacks a user or a password", WHOLE);
    }
    return new Origin(
        scheme,
        host,
        port,
        database(parts.group(5), scheme),
        Endpoint.decode(who[0]),
        Secret.of(Endpoint.decode(who[1])));
  }

  /** The fields of the API, with the password in plain text. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("scheme", scheme);
    body.put("host", host);
    body.put("port", port);
    body.put("database", database);
    body.put("user", user);
    body.put("password", password.unencrypted());
    return body;
  }

  /** This origin with all that the service tells of the present one; it tells no password. */
  Origin as(Fields told) {
    String toldScheme = told.text("scheme", scheme);
    Long toldPort = told.number("port");
    return new Origin(
        toldScheme.equals(other(scheme)) ? scheme : toldScheme,
        // One behind a VPC has no host.
        told.text("host", told.text("service_id", host)),
        toldPort == null ? port : toldPort.intValue(),
        told.text("database", database),
        told.text("user", user),
        password);
  }

  /** As a connection string. */
  Secret url() {
    return password.map(text -> url(scheme, host + ":" + port, database, user, text));
  }

  /** A connection string of its parts, as they are. */
  static String url(String scheme, String host, String database, String user, String password) {
    return String.format(
        "%s://%s:%s@%s/%s",
        scheme, Endpoint.encode(user), Endpoint.encode(password), host, Endpoint.encode(database));
  }

  /** True if a connection string names a port. */
  static boolean namesPort(Secret url) {
    Matcher parts = FORM.matcher(url.unencrypted().strip());
    return parts.matches() && parts.group(4) != null;
  }

  // Both names mean the same.
  private static String other(String scheme) {
    return scheme.equals("postgres") ? "postgresql" : "postgres";
  }

  private static int port(String text, String scheme) {
    if (text == null || text.isEmpty()) {
      return PORTS.get(scheme);
    }
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new InvalidOriginException(
          "its port is no number from 1 to 65535",
          "Percent-encode the characters / ? # @ in user and password.");
    }
    return port;
  }

  private static String database(String path, String scheme) {
    if (path != null && !path.isEmpty()) {
      return Endpoint.decode(path);
    }
    if (scheme.equals("mysql")) {
      throw new InvalidOriginException(
          "it names no database", "Write it at the end: mysql://user:password@host:port/database.");
    }
    return "postgres";
  }
}
