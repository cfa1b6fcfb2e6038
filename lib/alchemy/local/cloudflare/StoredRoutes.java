package alchemy.local.cloudflare;

import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.cloudflare.StoredResources.Kind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * KV namespaces, R2 buckets, D1 databases and queues as such; what is in them is the runtime's.
 *
 * <table>
 * <caption>How the four differ</caption>
 * <tr><td></td><td>id</td><td>name</td><td>not found</td><td>name taken</td><td>bad name</td></tr>
 * <tr><td>KV</td><td>id</td><td>title</td><td>10013</td><td>400, 10014</td><td>10019</td></tr>
 * <tr><td>R2</td><td>name</td><td>name</td><td>10006</td><td>409, 10004</td><td>10005</td></tr>
 * <tr><td>D1</td><td>uuid</td><td>name</td><td>7404</td><td>400, 7502</td><td>7400</td></tr>
 * <tr><td>queue</td><td>queue_id</td><td>queue_name</td><td>11000</td><td>409, 11009</td>
 * <td>11003</td></tr>
 * </table>
 *
 * Sources: the npm package {@code cloudflare} 7.3.0 for fields, {@code @distilled.cloud/cloudflare}
 * 0.30.3 and Cloudflare's page of R2 error codes for codes; the statuses 400 are inferred.
 */
final class StoredRoutes {
  private static final int PAGE = 20;
  private static final int RETENTION_SECONDS = 345_600;
  private static final String DEFAULT = "default";
  private static final String[] CLASSES = {"Standard", "InfrequentAccess"};
  private static final String[] LOCATIONS = {"weur", "apac", "eeur", "enam", "oc", "wnam"};

  private final StoredResources all;
  private final Clock clock;

  private StoredRoutes(StoredResources all, Clock clock) {
    this.all = all;
    this.clock = clock;
  }

  private record Type(
      Kind kind,
      String path,
      String id,
      String name,
      int missing,
      int takenStatus,
      int taken,
      int badName,
      String form) {}

  private static final String ANY = "(?s).{1,512}";
  private static final String HOST = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  static final String QUEUES = "/accounts/{account}/queues";

  private static final List<Type> TYPES =
      List.of(
          new Type(Kind.KV, "/storage/kv/namespaces", "id", "title", 10013, 400, 10014, 10019, ANY),
          new Type(
              Kind.R2,
              "/r2/buckets",
              "name",
              "name",
              10006,
              409,
              10004,
              10005,
              "[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"),
          new Type(Kind.D1, "/d1/database", "uuid", "name", 7404, 400, 7502, 7400, ANY),
          new Type(
              Kind.QUEUE, "/queues", "queue_id", "queue_name", 11000, 409, 11009, 11003, HOST));

  static void add(Access access, StoredResources all, Clock clock) {
    var routes = new StoredRoutes(all, clock);
    for (var type : TYPES) {
      var path = "/accounts/{account}" + type.path();
      var one = path + "/{id}";
      access
          .on("GET", path, r -> routes.list(type, r))
          .on("POST", path, r -> Envelope.ok(routes.make(type, r)))
          .on("GET", one, r -> Envelope.ok(routes.get(type, r)))
          .on("PUT", one, r -> Envelope.ok(routes.change(type, r)))
          .on("PATCH", one, r -> Envelope.ok(routes.change(type, r)))
          .on("DELETE", one, r -> routes.delete(type, r));
    }
  }

  private Reply list(Type type, Request request) {
    var name = request.query().get(type.kind() == Kind.R2 ? "name_contains" : "name");
    var found =
        all.all(type.kind()).stream()
            .filter(each -> isVisible(type, each, request))
            .filter(each -> name == null || each.get(type.name()).toString().contains(name))
            .map(StoredRoutes::listed)
            .toList();
    return type.kind() == Kind.R2
        ? Envelope.ok(Map.of("buckets", found))
        : Envelope.page(found, request.query(), PAGE);
  }

  // A database's list is shorter than the database itself.
  private static Map<String, Object> listed(Map<String, Object> tree) {
    Map<String, Object> shown = new LinkedHashMap<>(tree);
    shown.remove("read_replication");
    return shown;
  }

  private Map<String, Object> get(Type type, Request request) {
    var id = request.params().get("id");
    return all.all(type.kind()).stream()
        .filter(each -> isMeant(type, each, id) && isVisible(type, each, request))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiErrorException(
                    404, type.missing(), "The " + label(type) + " " + id + " was not found."));
  }

  // wrangler asks for a database by its name.
  private static boolean isMeant(Type type, Map<String, Object> each, String id) {
    return id.equals(each.get(type.id()))
        || type.kind() == Kind.D1 && id.equals(each.get(type.name()));
  }

  private Map<String, Object> make(Type type, Request request) {
    var body = body(type, request);
    var name = name(type, body);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (type.kind()) {
      case KV -> {
        tree.put("id", UUID.randomUUID().toString().replace("-", ""));
        tree.put("title", name);
        tree.put("supports_url_encoding", true);
      }
      case R2 -> {
        tree.put("name", name);
        tree.put("creation_date", now);
        tree.put("location", body.oneOf("locationHint", "weur", LOCATIONS));
        tree.put("storage_class", body.oneOf("storageClass", CLASSES[0], CLASSES));
        tree.put("jurisdiction", jurisdiction(request));
      }
      case D1 -> {
        tree.put("uuid", UUID.randomUUID().toString());
        tree.put("name", name);
        tree.put("created_at", now);
        tree.put("version", "production");
        tree.put("read_replication", replication(body));
      }
      case QUEUE -> {
        tree.put("queue_id", UUID.randomUUID().toString().replace("-", ""));
        tree.put("queue_name", name);
        tree.put("created_on", now);
        tree.put("modified_on", now);
        tree.put("producers", List.of());
        tree.put("producers_total_count", 0);
        tree.put("consumers", List.of());
        tree.put("consumers_total_count", 0);
        tree.put("settings", settings(body, Map.of()));
      }
    }
    if (type.kind() != Kind.R2) {
      tree.putAll(body.only("jurisdiction"));
    }
    synchronized (all) {
      refuseTaken(type, name);
      all.put(type.kind(), key(type, tree), tree);
    }
    return tree;
  }

  private Map<String, Object> change(Type type, Request request) {
    var body = type.kind() == Kind.R2 ? null : body(type, request);
    synchronized (all) {
      var before = get(type, request);
      var tree = new LinkedHashMap<>(before);
      switch (type.kind()) {
        case KV -> tree.put("title", name(type, body));
        case R2 -> {
          var given = request.headers().get("cf-r2-storage-class");
          if (given != null) {
            var header = new Fields(Map.of("storage_class", given), "bucket", type.badName());
            tree.put("storage_class", header.oneOf("storage_class", given, CLASSES));
          }
        }
        case D1 -> {
          if (body.has("read_replication")) {
            tree.put("read_replication", replication(body));
          }
        }
        case QUEUE -> {
          tree.putAll(body.has("queue_name") ? Map.of("queue_name", name(type, body)) : Map.of());
          tree.put("settings", settings(body, Fields.of(before.get("settings"), "", 0).tree()));
          tree.put("modified_on", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        }
      }
      var name = (String) tree.get(type.name());
      if (!name.equals(before.get(type.name()))) {
        refuseTaken(type, name);
      }
      all.put(type.kind(), key(type, tree), tree);
      if (!key(type, tree).equals(key(type, before))) {
        all.remove(type.kind(), key(type, before));
      }
      return tree;
    }
  }

  private Reply delete(Type type, Request request) {
    synchronized (all) {
      all.remove(type.kind(), key(type, get(type, request)));
    }
    return Envelope.ok(null);
  }

  private void refuseTaken(Type type, String name) {
    if (all.all(type.kind()).stream().anyMatch(each -> name.equals(each.get(type.name())))) {
      throw new ApiErrorException(
          type.takenStatus(), type.taken(), "A " + label(type) + " " + name + " already exists.");
    }
  }

  // What bindings name; only a queue's is not its id.
  private static String key(Type type, Map<String, Object> tree) {
    return (String) tree.get(type.kind() == Kind.QUEUE ? "queue_name" : type.id());
  }

  private static String name(Type type, Fields body) {
    var name = body.text(type.name());
    if (!name.matches(type.form())) {
      throw body.refused(type.name(), "is not a valid name");
    }
    return name;
  }

  // A bucket is there only for who asks in its jurisdiction.
  private static boolean isVisible(Type type, Map<String, Object> tree, Request request) {
    return type.kind() != Kind.R2 || jurisdiction(request).equals(tree.get("jurisdiction"));
  }

  private static String jurisdiction(Request request) {
    return request.headers().getOrDefault("cf-r2-jurisdiction", DEFAULT);
  }

  private static Map<String, Object> replication(Fields body) {
    return Map.of(
        "mode",
        body.has("read_replication")
            ? body.object("read_replication").oneOf("mode", "", "auto", "disabled")
            : "disabled");
  }

  private static Map<String, Object> settings(Fields body, Map<String, Object> before) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("delivery_delay", 0);
    settings.put("delivery_paused", false);
    settings.put("message_retention_period", RETENTION_SECONDS);
    settings.putAll(before);
    if (body.has("settings")) {
      var given = body.object("settings");
      given.whole("delivery_delay", 0, 43_200, 0);
      given.flag("delivery_paused", false);
      given.whole("message_retention_period", 60, 1_209_600, RETENTION_SECONDS);
      settings.putAll(given.only(settings.keySet().toArray(String[]::new)));
    }
    return settings;
  }

  private static Fields body(Type type, Request request) {
    return Fields.of(request.json(), label(type), type.badName());
  }

  private static String label(Type type) {
    return switch (type.kind()) {
      case KV -> "namespace";
      case R2 -> "bucket";
      case D1 -> "database";
      case QUEUE -> "queue";
    };
  }
}
