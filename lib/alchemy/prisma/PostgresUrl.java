package alchemy.prisma;

import alchemy.Secret;
import alchemy.http.Endpoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a PostgreSQL connection string, decoded; all null if it is none. */
record PostgresUrl(String host, Integer port, String user, Secret password, String database) {
  static final PostgresUrl NOTHING = new PostgresUrl(null, null, null, null, null);
  private static final int DEFAULT_PORT = 5432;
  // scheme://user:password@host:port/database?query; an empty path means the database "postgres".
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)postgres(?:ql)?://([^:@/?#]*)(?::([^@/?#]*))?@(\\[[^]]+]|[^:/?#]+)(?::(\\d{1,5}))?"
              + "(?:/([^?#]*))?.*");

  static PostgresUrl parse(Secret url) {
    Matcher parts = FORM.matcher(url.unencrypted());
    if (!parts.matches()) {
      return NOTHING;
    }
    String database = parts.group(5);
    return new PostgresUrl(
        parts.group(3),
        parts.group(4) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(4)),
        Endpoint.decode(parts.group(1)),
        parts.group(2) == null ? null : Secret.of(Endpoint.decode(parts.group(2))),
        database == null || database.isEmpty() ? "postgres" : Endpoint.decode(database));
  }
}
