package alchemy.cloudflare;

import alchemy.bundle.Module;
import alchemy.cloudflare.WorkerProvider.Outputs;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.Endpoint;
import alchemy.http.Fields;
import alchemy.http.Multipart;
import alchemy.http.ServiceException;
import alchemy.json.Json;
import alchemy.provider.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The requests about one Worker. */
final class WorkerUpload {
  private static final String SCRIPTS = "/workers/scripts/";
  private static final String TAG = "alchemy:";
  private static final String FORCE = "?force=true";
  private static final int TRIES = 10;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
  // A binding's target that was made a moment ago, or another upload at the same time.
  private static final Set<String> NOT_YET =
      Set.of(
          "10157", "10041", "10085", "10181", "11000", "10144", "10061", "10159", "10182", "100119",
          "100143", "10035");

  private final Context context;
  private final CloudflareApi api;
  private final String name;
  private final String script;

  WorkerUpload(Context context, CloudflareApi api, String name) {
    this.context = context;
    this.api = api;
    this.name = name;
    this.script = SCRIPTS + Endpoint.encode(name);
  }

  /** The settings of the Worker of this name; empty if there is none. */
  Optional<Fields> settings() {
    return api.find(script + "/settings");
  }

  /** The newest deployment: which versions serve, and since when; of nothing if there is none. */
  Fields deployment() {
    return api.find(script + "/deployments")
        .map(each -> each.at("deployments").elements())
        .filter(each -> !each.isEmpty())
        .map(each -> each.get(0))
        .orElse(Fields.of(null));
  }

  /** The ids of the versions that serve. */
  static List<String> serving(Fields deployment) {
    return deployment.at("versions").elements().stream()
        .map(each -> each.text("version_id", ""))
        .toList();
  }

  /** The service writes the same id with hyphens in one answer and without in another. */
  static boolean isSame(String one, String other) {
    return one.replace("-", "").equalsIgnoreCase(other.replace("-", ""));
  }

  // An upload keeps the assets of what serves, which others may have uploaded.
  private boolean isServed(String version) {
    List<String> serving = version == null ? List.of() : serving(deployment());
    return !serving.isEmpty() && serving.stream().allMatch(each -> isSame(each, version));
  }

  /**
   * Deletes it.
   *
   * @param force true to do so with its data, and although others bind it; otherwise only Workers
   *     of this stage may, since they are deleted next
   */
  void delete(boolean force) {
    try {
      api.delete(script + (force ? FORCE : ""));
    } catch (ServiceException e) {
      if (!e.getMessage().contains("still referenced")) {
        throw e;
      }
      List<Fields> binding = incoming();
      if (!binding.stream().allMatch(this::isOursOrGone)) {
        throw e;
      }
      api.delete(script + (binding.isEmpty() ? "" : FORCE));
    }
  }

  private List<Fields> incoming() {
    return api.get(script + "/references").at("services").at("incoming").elements();
  }

  // Workers that bind each other are deleted side by side.
  private boolean isOursOrGone(Fields reference) {
    String other = reference.text("service", "");
    return new WorkerUpload(context, api, other).settings().map(this::isOurs).orElse(true);
  }

  /** What changes with a version's code, and with nothing else; null if it is not told. */
  String etagOf(String version) {
    return api.find(script + "/versions/" + Endpoint.encode(version))
        .map(each -> each.at("resources").at("script").text("etag"))
        .orElse(null);
  }

  /** Whether workers.dev and previews are on. */
  Fields reached() {
    return api.find(script + "/subdomain").orElse(Fields.of(null));
  }

  /** Its routes and custom domains. */
  Map<String, String> places(Map<String, String> known, boolean domains) {
    return new WorkerRoutes(context, api, name).read(known, domains);
  }

  /** Its schedules. */
  List<String> schedules() {
    return api.find(script + "/schedules").stream()
        .flatMap(each -> each.at("schedules").elements().stream())
        .map(each -> each.text("cron"))
        .distinct()
        .sorted()
        .toList();
  }

  /** True if this stage uploaded it. */
  boolean isOurs(Fields settings) {
    return tags(settings).contains(tags(context).get(0));
  }

  /** What our uploads carry: the stage, and the resource of the stage. */
  static List<String> tags(Context context) {
    String stage = TAG + context.instance();
    return List.of(stage, stage + ":" + context.id().replace('/', '.'));
  }

  /** The tags of a Worker; none if there is none. */
  static List<String> tagsOf(CloudflareApi api, String name) {
    return api.find(SCRIPTS + Endpoint.encode(name) + "/settings")
        .map(WorkerUpload::tags)
        .orElse(List.of());
  }

  private static List<String> tags(Fields settings) {
    return settings.at("tags").elements().stream().map(each -> "" + each.tree()).toList();
  }

  /**
   * Uploads code, bindings and compatibility; bindings that are not listed go.
   *
   * @param before what was uploaded before; null if that is not known
   * @param known the outputs of a Worker that is there; null if it is made
   */
  Outputs upload(Props wanted, Props before, String date, Outputs known) {
    List<Module> modules = List.of();
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("compatibility_date", date);
    metadata.putAll(WorkerMetadata.body(wanted, before, known != null));
    if (wanted.code() != null) {
      modules = WorkerCode.planned(context.root(), wanted, context::progress).modules();
      metadata.put("main_module", modules.get(0).name());
    }
    metadata.putAll(assets(wanted, before, known));
    Fields there = known == null ? Fields.of(null) : settings().orElse(Fields.of(null));
    if (wanted.code() != null) {
      metadata.put("bindings", Bindings.body(wanted, before, there));
    }
    if (Boolean.TRUE.equals(wanted.keepSecrets()) && Bindings.left(wanted, before).isEmpty()) {
      metadata.put("keep_bindings", Bindings.KEPT);
    }
    metadata.put("tags", tagged(there));
    metadata.put("annotations", annotations(wanted));
    WorkerClasses classes = WorkerClasses.of(known);
    Map<String, Object> now = new LinkedHashMap<>();
    // What approval was not asked for stays: it is, for what was made with delete(true).
    boolean deletes =
        Boolean.TRUE.equals(wanted.delete())
            && before != null
            && Boolean.TRUE.equals(before.delete());
    Fields answer;
    try {
      answer = migrated(metadata, modules, classes, deletes, wanted, now);
    } catch (ServiceException e) {
      WorkerClasses aimed = WorkerClasses.of(Outputs.of(name).with(now));
      WorkerClasses told = classes.told(e, aimed, this::settings).orElseThrow(() -> e);
      answer = migrated(metadata, modules, told, deletes, wanted, now);
    }
    if (known == null || known.createdAt() == null) {
      now.put("createdAt", answer.text("created_on"));
    }
    now.put("compatibilityDate", date);
    now.put("tag", answer.text("tag"));
    now.put("etag", answer.text("etag"));
    now.put("deploymentId", answer.text("deployment_id"));
    return (known == null ? Outputs.of(name) : known).with(now);
  }

  // The rules are sent each time: they belong to the version, and so does the config.
  private Map<String, Object> assets(Props wanted, Props before, Outputs known) {
    if (wanted.assets() == null) {
      return Map.of();
    }
    WorkerAssets assets = WorkerAssets.in(context.root().resolve(wanted.assetsFolder()));
    if (!assets.hash().equals(wanted.assets())) {
      throw new AssetsChangedException(wanted.assetsFolder());
    }
    Map<String, Object> config = new LinkedHashMap<>(assets.rules());
    if (wanted.assetsConfig() != null) {
      config.putAll(wanted.assetsConfig());
    }
    boolean same = before != null && wanted.assets().equals(before.assets());
    if (same && known != null && isServed(known.deploymentId())) {
      return Map.of("keep_assets", true, "assets", Map.of("config", config));
    }
    String token = new WorkerAssetUpload(context, api, script).completed(assets);
    return Map.of("assets", Map.of("jwt", token, "config", config));
  }

  private Fields migrated(
      Map<String, Object> metadata,
      List<Module> modules,
      WorkerClasses classes,
      boolean deletes,
      Props wanted,
      Map<String, Object> outputs) {
    WorkerClasses.Migration migration = classes.to(wanted.classes(), deletes);
    Map<String, Object> all = new LinkedHashMap<>(metadata);
    migration.body().ifPresent(body -> all.put("migrations", body));
    Multipart parts = new Multipart().field("metadata", "application/json", Json.write(all, false));
    for (Module each : modules) {
      parts.file(each.name(), each.name(), each.contentType(), each.content());
    }
    outputs.put("classes", migration.after().isEmpty() ? null : migration.after().live());
    outputs.put("migrationTag", migration.after().tag());
    return uploaded(parts);
  }

  /** Switches workers.dev and the versions' previews on or off. */
  void reach(Props wanted) {
    api.set(
        script + "/subdomain",
        Map.of("enabled", wanted.hasUrl(), "previews_enabled", wanted.hasPreviews()));
  }

  /** Sets all of its schedules. */
  void schedule(List<String> crons) {
    api.put(script + "/schedules", crons.stream().map(cron -> Map.of("cron", cron)).toList());
  }

  /** Where it answers: as the service says, else by the account's subdomain. */
  String url() {
    String told =
        api.find("/workers/workers/" + Endpoint.encode(name))
            .map(each -> each.at("subdomain").text("url"))
            .orElse(null);
    if (told != null) {
      return told;
    }
    String subdomain =
        api.once(
            "subdomain",
            () ->
                api.find("/workers/subdomain")
                    .map(each -> each.text("subdomain"))
                    .orElseThrow(NoSubdomainException::new));
    return "https://" + name + "." + subdomain + ".workers.dev";
  }

  // Ours, and those that others gave it; of two stages that made it, the last one's.
  private List<String> tagged(Fields there) {
    Stream<String> theirs = tags(there).stream().filter(each -> !each.startsWith(TAG));
    return Stream.concat(tags(context).stream(), theirs).toList();
  }

  private static Map<String, Object> annotations(Props wanted) {
    Map<String, Object> annotations = new LinkedHashMap<>();
    annotations.put(WorkerReading.CODE, wanted.code());
    annotations.put("workers/message", wanted.message());
    annotations.values().removeIf(Objects::isNull);
    return annotations;
  }

  private Fields uploaded(Multipart parts) {
    for (int attempt = 1; ; attempt++) {
      try {
        return api.put(script + "?excludeScript=true&bindings_inherit=strict", parts);
      } catch (ServiceException e) {
        if (attempt == TRIES || !isNotYet(e)) {
          throw e;
        }
        context.progress("waiting until what it binds can be seen");
        context.pause(BETWEEN_TRIES);
      }
    }
  }

  private static boolean isNotYet(ServiceException e) {
    return NOT_YET.contains(e.code())
        || e.code().equals("10021") && e.getMessage().contains("failed to generate");
  }
}
