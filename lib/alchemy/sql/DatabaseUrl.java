package alchemy.sql;

import alchemy.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection string as PostgreSQL's driver takes it. */
record DatabaseUrl(String place, String jdbc, Properties properties) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)postgres(?:ql)?://(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\\[[^]]+]|[^:/?#]+)(?::(\\d+))?"
              + "(?:/([^?#]*))?(?:[?]([^#]*))?");

  // Only these: others of the driver's load classes or write files.
  private static final Map<String, String> TAKEN =
      Map.of(
          "sslmode", "sslmode",
          "sslrootcert", "sslrootcert",
          "sslcert", "sslcert",
          "sslkey", "sslkey",
          "options", "options",
          "schema", "currentSchema",
          "connect_timeout", "connectTimeout");

  /**
   * Reads {@code postgres://user:password@host:port/database?sslmode=require}.
   *
   * @throws UnusableUrlException if it is none
   */
  static DatabaseUrl of(Secret url) {
    Matcher parts = FORM.matcher(url.unencrypted());
    if (!parts.matches()) {
      throw new UnusableUrlException();
    }
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "alchemy");
    // So that a position in an error is one in the text that was sent.
    properties.setProperty("preferQueryMode", "simple");
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

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return place;
  }
}
