package alchemy.local.cloudflare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The database behind a Hyperdrive config.
 *
 * @param scheme {@code postgres} or {@code postgresql}
 */
record Origin(String scheme, String host, int port, String database, String user, String password) {
  private static final int INVALID = 2007;
  private static final int NOT_REACHABLE = 2015;
  private static final Set<String> POSTGRES = Set.of("postgres", "postgresql");
  private static final int LONGEST_NAME_BYTES = 63;

  /** Reads a complete origin of a request. */
  static Origin of(Fields origin) {
    if (origin.has("service_id") || origin.has("access_client_id")) {
      throw ApiErrorException.invalid(
          NOT_REACHABLE,
          "The local cloud reaches a database by host and port only, not through Access or a VPC.");
    }
    var scheme = origin.text("scheme");
    if (scheme.equals("mysql")) {
      throw ApiErrorException.invalid(
          NOT_REACHABLE, "The local cloud connects to PostgreSQL only; the scheme is mysql.");
    }
    if (!POSTGRES.contains(scheme)) {
      throw origin.refused("scheme", "must be postgres, postgresql or mysql");
    }
    return new Origin(
        scheme,
        origin.text("host"),
        origin.whole("port", 1, 65535),
        shortName(origin, "database"),
        shortName(origin, "user"),
        origin.text("password"));
  }

  /** This origin with what a PATCH gives. */
  Origin patched(Fields change) {
    var merged = new LinkedHashMap<>(tree());
    merged.putAll(
        change.only(
            "scheme",
            "host",
            "port",
            "database",
            "user",
            "password",
            "service_id",
            "access_client_id"));
    return of(new Fields(merged, "origin", INVALID));
  }

  /** With the password, to be sealed. */
  Map<String, Object> tree() {
    var tree = view();
    tree.put("password", password);
    return tree;
  }

  /** What answers show: all but the password. */
  Map<String, Object> view() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("scheme", scheme);
    tree.put("host", host);
    tree.put("port", port);
    tree.put("database", database);
    tree.put("user", user);
    return tree;
  }

  private static String shortName(Fields origin, String field) {
    var name = origin.text(field);
    if (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
      throw origin.refused(field, "is longer than " + LONGEST_NAME_BYTES + " bytes");
    }
    return name;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return view().toString();
  }
}
