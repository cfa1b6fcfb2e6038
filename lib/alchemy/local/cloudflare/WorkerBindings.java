package alchemy.local.cloudflare;

import alchemy.local.Json;
import alchemy.local.workerd.Binding;
import alchemy.local.workerd.WorkerFleet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes of a version's bindings what workerd takes, looking up what they refer to. */
final class WorkerBindings {
  private static final int NO_HYPERDRIVE = 10157;
  private static final int NO_SERVICE = 10144;

  private final HyperdriveConfigs configs;
  private final WorkerFleet fleet;
  private final Predicate<String> workerExists;

  WorkerBindings(HyperdriveConfigs configs, WorkerFleet fleet, Predicate<String> workerExists) {
    this.configs = configs;
    this.fleet = fleet;
    this.workerExists = workerExists;
  }

  /** What a version's bindings come to, and which of them lead nowhere. */
  record Resolved(List<Binding> bindings, List<ApiErrorException> dangling) {}

  /** The bindings of a version of a Worker. */
  Resolved resolve(String worker, Version version) {
    var found = new ArrayList<Binding>();
    var dangling = new ArrayList<ApiErrorException>();
    for (var each : version.bindings()) {
      try {
        found.add(binding(worker, version, each));
      } catch (ApiErrorException e) {
        dangling.add(e);
      }
    }
    return new Resolved(List.copyOf(found), List.copyOf(dangling));
  }

  private Binding binding(String worker, Version version, Map<String, Object> form) {
    var name = (String) form.get("name");
    var type = (String) form.get("type");
    return switch (type) {
      case "plain_text", BindingForms.SECRET -> new Binding.Text(name, (String) form.get("text"));
      case "json" -> json(name, form.get("json"));
      case "version_metadata" -> json(name, metadata(version));
      case "hyperdrive" -> hyperdrive(name, (String) form.get("id"));
      case "service" -> service(worker, name, form);
      default -> throw ApiErrorException.notHere("bindings of the type " + type);
    };
  }

  private static Binding json(String name, Object tree) {
    return new Binding.Json(name, new String(Json.write(tree), StandardCharsets.UTF_8));
  }

  private static Map<String, Object> metadata(Version version) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", version.id());
    tree.put("tag", version.annotations().getOrDefault("workers/tag", ""));
    tree.put("timestamp", version.created());
    return tree;
  }

  private Binding hyperdrive(String name, String id) {
    var origin =
        configs
            .find(id)
            .map(HyperdriveConfig::origin)
            .orElseThrow(
                () ->
                    ApiErrorException.invalid(
                        NO_HYPERDRIVE,
                        "The Hyperdrive config " + id + " of binding " + name + " was not found."));
    return new Binding.Hyperdrive(
        name,
        origin.host(),
        origin.port(),
        origin.scheme(),
        origin.database(),
        origin.user(),
        origin.password());
  }

  private Binding service(String worker, String name, Map<String, Object> form) {
    var target = (String) form.get("service");
    var entrypoint = (String) form.getOrDefault("entrypoint", "default");
    if (target.equals(worker)) {
      return new Binding.Self(name, entrypoint.equals("default") ? "" : entrypoint);
    }
    if (!entrypoint.equals("default")) {
      throw ApiErrorException.notHere(
          "service bindings to an entrypoint of another Worker (binding " + name + ")");
    }
    if (!workerExists.test(target)) {
      throw ApiErrorException.invalid(
          NO_SERVICE, "The Worker " + target + " of service binding " + name + " was not found.");
    }
    return fleet.service(name, target);
  }
}
