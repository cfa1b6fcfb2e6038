package alchemy.local.cloudflare;

import alchemy.local.Json;
import alchemy.local.workerd.Binding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes of a version's bindings what workerd takes, looking up what they refer to. */
final class WorkerBindings {
  private static final int INVALID = 10021;
  private static final int NO_HYPERDRIVE = 10157;
  private static final int NO_SERVICE = 10144;
  private static final int NO_CLASS = 10061;

  private final HyperdriveConfigs configs;
  private final StoredResources stored;
  private final Function<String, Optional<Target>> workers;

  /**
   * Looks things up there.
   *
   * @param workers the other Workers, by name
   */
  WorkerBindings(
      HyperdriveConfigs configs,
      StoredResources stored,
      Function<String, Optional<Target>> workers) {
    this.configs = configs;
    this.stored = stored;
    this.workers = workers;
  }

  /** A Worker that another is bound to. */
  record Target(Script script, Version version) {}

  /** What a version's bindings come to, and which of them lead nowhere. */
  record Resolved(List<Binding> bindings, List<ApiErrorException> dangling) {}

  /** The bindings of a version of a Worker that has these classes. */
  Resolved resolve(String worker, Version version, Migrations classes) {
    var found = new ArrayList<Binding>();
    var dangling = new ArrayList<ApiErrorException>();
    for (var each : version.bindings()) {
      try {
        found.add(binding(worker, version, classes, new Fields(each, "binding", INVALID)));
      } catch (ApiErrorException e) {
        dangling.add(e);
      }
    }
    return new Resolved(List.copyOf(found), List.copyOf(dangling));
  }

  private Binding binding(String worker, Version version, Migrations classes, Fields form) {
    var name = form.text("name");
    var type = form.text("type");
    StoredResources.Kind.of(type).ifPresent(kind -> check(kind, name, form));
    return switch (type) {
      case "plain_text", BindingForms.SECRET ->
          new Binding.Text(name, (String) form.tree().get("text"));
      case "json" -> new Binding.Json(name, json(form.tree().get("json")));
      case "version_metadata" -> new Binding.Json(name, json(metadata(version)));
      case "hyperdrive" -> hyperdrive(name, form.text("id"));
      case "service" -> service(worker, name, form);
      case "durable_object_namespace" -> objects(worker, classes, name, form);
      case "kv_namespace" -> new Binding.Kv(name, form.text("namespace_id"));
      case "d1" -> new Binding.D1(name, form.text("id"));
      case "queue" ->
          new Binding.Queue(
              name, form.text("queue_name"), form.whole("delivery_delay", 0, 43_200, 0));
      case "analytics_engine" -> new Binding.Dataset(name);
      case "ratelimit" -> rateLimit(name, form.object("simple"));
      case "secret_key" -> SecretKeys.binding(name, form);
      case "worker_loader" -> new Binding.Loader(name);
      case "assets" -> assets(name, version);
      case "text_blob" -> part(name, "text", version, form);
      case "data_blob" -> part(name, "data", version, form);
      case "wasm_module" -> part(name, "wasmModule", version, form);
      default -> throw new IllegalStateException("not a type that runs: " + type);
    };
  }

  private void check(StoredResources.Kind kind, String name, Fields form) {
    var key = form.text(kind.field);
    if (stored.find(kind, key).isEmpty()) {
      throw ApiErrorException.invalid(
          kind.notFound,
          "The %s %s of binding %s was not found.".formatted(kind.binding, key, name));
    }
  }

  private static String json(Object tree) {
    return new String(Json.write(tree), StandardCharsets.UTF_8);
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
    if (!origin.access().isEmpty()) {
      throw ApiErrorException.notHere(
          "Hyperdrive with a database behind Access (binding " + name + ")");
    }
    return new Binding.Hyperdrive(
        name,
        origin.host(),
        origin.port(),
        origin.scheme(),
        origin.database(),
        origin.user(),
        origin.password());
  }

  private Binding service(String worker, String name, Fields form) {
    var target = form.text("service");
    var entrypoint = form.text("entrypoint", "default");
    var named = entrypoint.equals("default") ? "" : entrypoint;
    var props = form.has("props") ? form.object("props").tree() : Map.<String, Object>of();
    if (target.equals(worker)) {
      return new Binding.Self(name, named, props);
    }
    var found = worker(NO_SERVICE, name, target).version();
    if (!named.isEmpty() && !found.exports().contains(named)) {
      throw ApiErrorException.invalid(
          NO_SERVICE,
          "The Worker %s of service binding %s exports no entrypoint %s."
              .formatted(target, name, named));
    }
    return new Binding.Service(name, target, named, props);
  }

  private Binding objects(String worker, Migrations classes, String name, Fields form) {
    var owner = form.text("script_name", worker);
    if (owner.equals(worker)) {
      return new Binding.Objects(name, classes.named(form.text("class_name")).className());
    }
    var others = worker(NO_CLASS, name, owner).script().migrations();
    return new Binding.FarObjects(name, owner, others.named(form.text("class_name")));
  }

  private Target worker(int code, String binding, String name) {
    return workers
        .apply(name)
        .orElseThrow(
            () ->
                ApiErrorException.invalid(
                    code,
                    "The Worker %s of service binding %s was not found.".formatted(name, binding)));
  }

  private static Binding rateLimit(String name, Fields simple) {
    int period = simple.whole("period", 10, 60);
    return new Binding.RateLimit(name, simple.whole("limit", 1, Integer.MAX_VALUE), period);
  }

  private static Binding assets(String name, Version version) {
    if (version.assets().isEmpty()) {
      throw ApiErrorException.invalid(
          INVALID, "Binding " + name + " is for static assets, and the Worker has none.");
    }
    return new Binding.Files(name);
  }

  private static Binding part(String name, String field, Version version, Fields form) {
    var part = form.text("part");
    for (int i = 0; i < version.modules().size(); i++) {
      if (version.modules().get(i).name().equals(part)) {
        return new Binding.Part(name, field, i);
      }
    }
    throw ApiErrorException.invalid(
        INVALID, "The part " + part + " of binding " + name + " is missing.");
  }
}
