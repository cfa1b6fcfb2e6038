package alchemy.local.cloudflare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The database behind a Hyperdrive config.
 *
 * @param scheme {@code postgres} or {@code postgresql}
 * @param port 0 for one behind Cloudflare Access, which has none
 * @param access what lets Hyperdrive through Access, by the names of the API; empty for none
 */
record Origin(
    String scheme,
    String host,
    int port,
    String database,
    String user,
    String password,
    Map<String, Object> access) {
  private static final int INVALID = 2007;
  private static final int NOT_REACHABLE = 2015;
  private static final String CLIENT_ID = "access_client_id";
  private static final String CLIENT_SECRET = "access_client_secret";
  private static final Set<String> POSTGRES = Set.of("postgres", "postgresql");
  private static final int LONGEST_NAME_BYTES = 63;

  /** Reads a complete origin of a request. */
  static Origin of(Fields origin) {
    if (origin.has("service_id")) {
      throw ApiErrorException.invalid(
          NOT_REACHABLE, "The local cloud reaches no database in a VPC; give host and port.");
    }
    boolean isProtected = origin.has(CLIENT_ID) || origin.has(CLIENT_SECRET);
    if (isProtected && origin.has("port")) {
      throw origin.refused("port", "does not go with Access");
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
        isProtected ? 0 : origin.whole("port", 1, 65535),
        shortName(origin, "database"),
        shortName(origin, "user"),
        origin.text("password"),
        isProtected
            ? Map.of(CLIENT_ID, origin.text(CLIENT_ID), CLIENT_SECRET, origin.text(CLIENT_SECRET))
            : Map.of());
  }

  /** This origin with what a PATCH gives; a new place is public or behind Access as that says. */
  Origin patched(Fields change) {
    var merged = new LinkedHashMap<>(tree());
    if (change.has("port") || change.has(CLIENT_ID)) {
      merged.keySet().removeAll(Set.of("port", CLIENT_ID, CLIENT_SECRET));
    }
    merged.putAll(change.only(change.tree().keySet().toArray(String[]::new)));
    return of(new Fields(merged, "origin", INVALID));
  }

  /** With the password, to be sealed. */
  Map<String, Object> tree() {
    var tree = view();
    tree.put("password", password);
    tree.putAll(access);
    return tree;
  }

  /** What answers show: all but the secrets. */
  Map<String, Object> view() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("scheme", scheme);
    tree.put("host", host);
    if (access.isEmpty()) {
      tree.put("port", port);
    } else {
      tree.put(CLIENT_ID, access.get(CLIENT_ID));
    }
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
