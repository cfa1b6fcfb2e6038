package alchemy.local.cloudflare;

import alchemy.local.cloudflare.StoredResources.Kind;
import alchemy.local.workerd.WorkerFleet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the account has, in few words and without any secret, for the page. */
final class Overview {
  // Where a binding says what it leads to; all other fields may hold values.
  private static final List<String> TARGETS =
      List.of("service", "queue_name", "bucket_name", "class_name");
  private static final List<String> NAMES = List.of("title", "queue_name", "name");

  private final Workers workers;
  private final WorkerFleet fleet;
  private final HyperdriveConfigs configs;
  private final StoredResources stored;

  Overview(Workers workers, WorkerFleet fleet, HyperdriveConfigs configs, StoredResources stored) {
    this.workers = workers;
    this.fleet = fleet;
    this.configs = configs;
    this.stored = stored;
  }

  /** {@code workers}, {@code hyperdrives} and {@code stored}, each a list. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workers", workers.serving().stream().map(this::worker).toList());
    tree.put("hyperdrives", configs.all().stream().map(Overview::hyperdrive).toList());
    tree.put("stored", Stream.of(Kind.values()).flatMap(this::stored).toList());
    return tree;
  }

  private Map<String, Object> worker(WorkerBindings.Target serving) {
    var script = serving.script();
    var version = serving.version();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", script.name());
    tree.put("url", script.enabled() ? workers.url(script.name()) : null);
    tree.put("running", fleet.isRunning(script.name()));
    tree.put("version", version.number());
    tree.put("modified", script.modified());
    tree.put("bindings", version.bindings().stream().map(this::binding).toList());
    return tree;
  }

  private Map<String, Object> binding(Map<String, Object> binding) {
    var type = String.valueOf(binding.get("type"));
    return Map.of(
        "name", String.valueOf(binding.get("name")), "type", type, "to", target(type, binding));
  }

  private String target(String type, Map<String, Object> binding) {
    if (type.equals("hyperdrive")) {
      return configs.find(String.valueOf(binding.get("id"))).map(HyperdriveConfig::name).orElse("");
    }
    return Kind.of(type)
        .map(kind -> stored.find(kind, String.valueOf(binding.get(kind.field))))
        .map(found -> found.map(Overview::name).orElse(""))
        .orElseGet(() -> first(TARGETS, binding));
  }

  private static Map<String, Object> hyperdrive(HyperdriveConfig config) {
    var origin = config.origin();
    var port = origin.port() == 0 ? "" : ":" + origin.port();
    var url =
        "%s://%s:***@%s%s/%s"
            .formatted(origin.scheme(), origin.user(), origin.host(), port, origin.database());
    return Map.of("name", config.name(), "id", config.id(), "origin", url);
  }

  private Stream<Map<String, Object>> stored(Kind kind) {
    return stored.all(kind).stream().map(each -> Map.of("kind", kind.name(), "name", name(each)));
  }

  private static String name(Map<String, Object> tree) {
    return first(NAMES, tree);
  }

  private static String first(List<String> fields, Map<String, Object> tree) {
    return fields.stream()
        .filter(tree::containsKey)
        .findFirst()
        .map(field -> String.valueOf(tree.get(field)))
        .orElse("");
  }
}
