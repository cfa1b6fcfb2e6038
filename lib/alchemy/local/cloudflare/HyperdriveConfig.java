package alchemy.local.cloudflare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A Hyperdrive config.
 *
 * @param caching {@code disabled}, and {@code max_age} and {@code stale_while_revalidate} in
 *     seconds unless disabled; recorded, since nothing caches here
 * @param mtls certificates by their ids, and {@code sslmode}; empty for none
 * @param connectionLimit {@code origin_connection_limit}, null when never set
 * @param created an instant, as {@code 2026-11-21T08:00:00Z}
 * @param restarted the last restart, null for none
 */
record HyperdriveConfig(
    String id,
    String name,
    Origin origin,
    Map<String, Object> caching,
    Map<String, Object> mtls,
    Integer connectionLimit,
    String created,
    String modified,
    String restarted) {
  private static final int INVALID = 2007;
  private static final int DEFAULT_MAX_AGE = 60;
  private static final int DEFAULT_STALE = 15;
  private static final int LONGEST_AGE = 3600;
  private static final Set<String> VERIFYING =
      Set.of("verify-ca", "verify-full", "VERIFY_CA", "VERIFY_IDENTITY");
  private static final Set<String> REQUIRING = Set.of("require", "REQUIRED");

  /** What POST makes. */
  static HyperdriveConfig create(String id, Fields body, String now) {
    refuseIntegration(body);
    return new HyperdriveConfig(
        id,
        body.text("name"),
        Origin.of(body.object("origin")),
        caching(body, defaults()),
        mtls(body, Map.of()),
        limit(body, null),
        now,
        now,
        null);
  }

  /** PUT: caching goes back to its defaults unless given, the connection limit is kept. */
  HyperdriveConfig replaced(Fields body, String now) {
    refuseIntegration(body);
    return new HyperdriveConfig(
        id,
        body.text("name"),
        Origin.of(body.object("origin")),
        caching(body, defaults()),
        mtls(body, mtls),
        limit(body, connectionLimit),
        created,
        now,
        restarted);
  }

  /** PATCH: what is not given stays; an empty name is not given. */
  HyperdriveConfig patched(Fields body, String now) {
    refuseIntegration(body);
    var unnamed = !body.has("name") || "".equals(body.tree().get("name"));
    return new HyperdriveConfig(
        id,
        unnamed ? name : body.text("name"),
        body.has("origin") ? origin.patched(body.object("origin")) : origin,
        caching(body, caching),
        mtls(body, mtls),
        limit(body, connectionLimit),
        created,
        now,
        restarted);
  }

  HyperdriveConfig restartedAt(String now) {
    return new HyperdriveConfig(
        id, name, origin, caching, mtls, connectionLimit, created, modified, now);
  }

  /** What answers show. */
  Map<String, Object> view() {
    return tree(origin.view());
  }

  /** With the password, to be sealed. */
  Map<String, Object> stored() {
    return tree(origin.tree());
  }

  static HyperdriveConfig read(Object stored) {
    var tree = Fields.of(stored, "config", INVALID);
    return new HyperdriveConfig(
        tree.text("id"),
        tree.text("name"),
        Origin.of(tree.object("origin")),
        tree.object("caching").tree(),
        mtls(tree, Map.of()),
        limit(tree, null),
        tree.text("created_on"),
        tree.text("modified_on"),
        tree.text("restarted_on", null));
  }

  private Map<String, Object> tree(Map<String, Object> shownOrigin) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", id);
    tree.put("name", name);
    tree.put("origin", shownOrigin);
    tree.put("caching", caching);
    if (!mtls.isEmpty()) {
      tree.put("mtls", mtls);
    }
    if (connectionLimit != null) {
      tree.put("origin_connection_limit", connectionLimit);
    }
    tree.put("created_on", created);
    tree.put("modified_on", modified);
    if (restarted != null) {
      tree.put("restarted_on", restarted);
    }
    return tree;
  }

  // Custom ages are not kept while caching is disabled: enabling it again gives the defaults.
  private static Map<String, Object> caching(Fields body, Map<String, Object> before) {
    if (!body.has("caching")) {
      return before;
    }
    var given = body.object("caching");
    boolean wasDisabled = Boolean.TRUE.equals(before.get("disabled"));
    Map<String, Object> caching = new LinkedHashMap<>();
    if (given.flag("disabled", wasDisabled)) {
      caching.put("disabled", true);
      return caching;
    }
    var base = wasDisabled ? defaults() : before;
    caching.put("disabled", false);
    for (var age : new String[] {"max_age", "stale_while_revalidate"}) {
      caching.put(age, given.whole(age, 0, LONGEST_AGE, (Integer) base.get(age)));
    }
    return caching;
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> caching = new LinkedHashMap<>();
    caching.put("disabled", false);
    caching.put("max_age", DEFAULT_MAX_AGE);
    caching.put("stale_while_revalidate", DEFAULT_STALE);
    return caching;
  }

  private static Integer limit(Fields body, Integer before) {
    return body.has("origin_connection_limit")
        ? Integer.valueOf(body.whole("origin_connection_limit", 5, 100))
        : before;
  }

  // An empty one takes away what was set.
  private static Map<String, Object> mtls(Fields body, Map<String, Object> before) {
    if (!body.has("mtls")) {
      return before;
    }
    var given = body.object("mtls");
    if (given.has("sslmode")) {
      var mode = given.text("sslmode");
      boolean hasCa = given.has("ca_certificate_id");
      if (!VERIFYING.contains(mode) && !REQUIRING.contains(mode)) {
        throw given.refused("sslmode", "is not one of the scheme's");
      }
      if (VERIFYING.contains(mode) != hasCa) {
        throw given.refused(
            "sslmode", hasCa ? "takes no CA certificate" : "needs a CA certificate");
      }
    }
    return given.only("ca_certificate_id", "mtls_certificate_id", "sslmode");
  }

  private static void refuseIntegration(Fields body) {
    if (body.has("integration")) {
      throw ApiErrorException.invalid(INVALID, "The local cloud has no integrations; give origin.");
    }
  }
}
