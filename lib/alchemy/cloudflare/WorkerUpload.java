package alchemy.cloudflare;

import alchemy.bundle.Bundle;
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
  private static final String TAG = "alchemy:";
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
    this.script = "/workers/scripts/" + Endpoint.encode(name);
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
    return settings.at("tags").elements().stream().anyMatch(each -> tag().equals(each.tree()));
  }

  /**
   * Uploads code, bindings and compatibility; bindings that are not listed go.
   *
   * @param before what was uploaded before; null if that is not known
   * @param known the outputs of a Worker that is there; null if it is made
   */
  Outputs upload(Props wanted, Props before, String date, Outputs known) {
    Bundle bundle = WorkerCode.planned(context.root(), wanted, context::progress);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("main_module", bundle.main().name());
    metadata.put("compatibility_date", date);
    metadata.putAll(WorkerMetadata.body(wanted, before, known != null));
    metadata.put(
        "bindings", wanted.bindings() == null ? List.of() : Bindings.body(wanted.bindings()));
    if (Boolean.TRUE.equals(wanted.keepSecrets())) {
      metadata.put("keep_bindings", Bindings.KEPT);
    }
    metadata.put("tags", tags(known != null));
    metadata.put("annotations", annotations(wanted));
    WorkerClasses classes = WorkerClasses.of(known);
    Map<String, Object> now = new LinkedHashMap<>();
    Fields answer;
    try {
      answer = migrated(metadata, bundle, classes, wanted, now);
    } catch (ServiceException e) {
      WorkerClasses told = WorkerClasses.told(e, settings()).orElseThrow(() -> e);
      answer = migrated(metadata, bundle, told, wanted, now);
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

  private Fields migrated(
      Map<String, Object> metadata,
      Bundle bundle,
      WorkerClasses classes,
      Props wanted,
      Map<String, Object> outputs) {
    WorkerClasses.Migration migration =
        classes.to(wanted.classes(), Boolean.TRUE.equals(wanted.delete()));
    Map<String, Object> all = new LinkedHashMap<>(metadata);
    migration.body().ifPresent(body -> all.put("migrations", body));
    Multipart parts = new Multipart().field("metadata", "application/json", Json.write(all, false));
    for (Module each : bundle.modules()) {
      parts.file(each.name(), each.name(), each.contentType(), each.content());
    }
    if (!migration.after().live().isEmpty()) {
      outputs.put("classes", migration.after().live());
    }
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
  private List<String> tags(boolean isThere) {
    Stream<String> theirs =
        isThere
            ? settings().stream()
                .flatMap(each -> each.at("tags").elements().stream())
                .map(each -> String.valueOf(each.tree()))
                .filter(each -> !each.startsWith(TAG))
            : Stream.of();
    return Stream.concat(Stream.of(tag()), theirs).toList();
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
        return api.put(script + "?excludeScript=true", parts);
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

  private String tag() {
    return TAG + context.instance();
  }
}
