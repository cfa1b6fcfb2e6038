package alchemy.postgres;

import alchemy.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection string as PostgreSQL's driver takes it.
 *
 * @param place host, port and database, for people
 * @param jdbc the driver's URL, without user and password
 * @param properties all else that the driver is given
 */
public record DatabaseUrl(String place, String jdbc, Properties properties) {
  // With one @ at most: behind another one would be the end of a password that was not encoded.
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)postgres(?:ql)?://(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\\[[^]@]+]|[^:/?#@]+)(?::(\\d+))?"
              + "(?:/([^?#@]*))?(?:[?]([^#@]*))?");

  // Only these: others of the driver's load classes or write files.
  private static final Map<String, String> TAKEN =
      Map.of(
          "sslmode", "sslmode",
          "sslrootcert", "sslrootcert",
          "sslcert", "sslcert",
          "sslkey", "sslkey",
          "options", "options",
          "schema", "currentSchema",
          "connect_timeout", "connectTimeout",
          "channel_binding", "channelBinding",
          "require_auth", "requireAuth",
          "sslnegotiation", "sslNegotiation");

  /**
   * Reads {@code postgres://user:password@host:port/database?sslmode=require}; empty if it is none.
   *
   * @param mode the {@code sslmode} of a URL that names none and leads to another machine; null for
   *     the driver's own
   */
  public static Optional<DatabaseUrl> of(Secret url, String mode) {
    Matcher parts = FORM.matcher(url.unencrypted());
    try {
      return parts.matches() ? Optional.of(read(parts, mode)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // A % that encodes nothing; the message has a piece of the password.
    }
  }

  private static DatabaseUrl read(Matcher parts, String mode) {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "alchemy");
    if (parts.group(1) != null) {
      properties.setProperty("user", decoded(parts.group(1)));
    }
    if (parts.group(2) != null) {
      properties.setProperty("password", Secret.of(decoded(parts.group(2))).unencrypted());
    }
    String query = parts.group(6) == null ? "" : parts.group(6);
    for (String each : query.split("&")) {
      String[] pair = each.split("=", 2);
      if (pair.length == 2 && TAKEN.containsKey(pair[0])) {
        properties.setProperty(TAKEN.get(pair[0]), decoded(pair[1]));
      }
    }
    if (mode != null) {
      // On this machine a certificate proves nothing, and a server without TLS is the rule.
      properties.putIfAbsent("sslmode", isLoopback(parts.group(3)) ? "allow" : mode);
    }
    if (properties.getProperty("sslmode", "").startsWith("verify-")
        && !properties.containsKey("sslrootcert")) {
      // The authorities that Java trusts, rather than a file that hardly anybody has.
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    String database =
        parts.group(5) == null || parts.group(5).isEmpty() ? "postgres" : decoded(parts.group(5));
    String host = parts.group(3) + ":" + (parts.group(4) == null ? "5432" : parts.group(4));
    return new DatabaseUrl(
        host + "/" + database,
        "jdbc:postgresql://" + host + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8),
        properties);
  }

  private static boolean isLoopback(String host) {
    return host.matches("(?i)localhost|127[.]\\d+[.]\\d+[.]\\d+|\\[::1]");
  }

  /** True if both lead to one database as one user. */
  public boolean isSame(DatabaseUrl other) {
    return place.equals(other.place)
        && properties.getProperty("user", "").equals(other.properties.getProperty("user", ""));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return place;
  }
}
