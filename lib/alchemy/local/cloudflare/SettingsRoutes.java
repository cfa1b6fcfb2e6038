package alchemy.local.cloudflare;

import alchemy.local.Events;
import alchemy.local.Json;
import alchemy.local.Reply;
import alchemy.local.Request;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Worker's settings, its place on the subdomain, and its cron triggers. */
final class SettingsRoutes {
  private static final int INVALID = 10021;
  private static final String[] VERSIONED = {
    "compatibility_date",
    "compatibility_flags",
    "limits",
    "placement",
    "usage_model",
    "cache_options"
  };

  private final Workers workers;
  private final Events events;
  private final Clock clock;

  private SettingsRoutes(Workers workers, Events events, Clock clock) {
    this.workers = workers;
    this.events = events;
    this.clock = clock;
  }

  static void add(Access access, Workers workers, Events events, Clock clock) {
    var routes = new SettingsRoutes(workers, events, clock);
    var one = ScriptRoutes.ONE;
    access
        .on("GET", one + "/settings", routes::settings)
        .on("PATCH", one + "/settings", routes::patchSettings)
        .on("GET", one + "/script-settings", r -> Envelope.ok(scriptSettings(routes.script(r))))
        .on("PATCH", one + "/script-settings", routes::patchScriptSettings)
        .on("GET", one + "/subdomain", r -> Envelope.ok(ScriptViews.subdomain(routes.script(r))))
        .on("POST", one + "/subdomain", routes::enable)
        .on("DELETE", one + "/subdomain", r -> routes.subdomain(r, false, false))
        .on("GET", one + "/schedules", r -> Envelope.ok(schedules(routes.script(r))))
        .on("PUT", one + "/schedules", routes::schedule);
  }

  private Script script(Request request) {
    return workers.get(ScriptRoutes.name(request));
  }

  private Reply settings(Request request) {
    var script = script(request);
    return Envelope.ok(ScriptViews.allSettings(script, workers.deployed(script)));
  }

  private Reply patchSettings(Request request) {
    var type = request.headers().getOrDefault("content-type", "");
    var part =
        Multipart.parse(type, request.body())
            .find("settings")
            .orElseThrow(() -> ApiErrorException.invalid(10026, "The part settings is missing."));
    var given = Fields.of(Json.read(part.content()), "settings", INVALID);
    var scriptSettings = ScriptViews.settings(given);
    var outcome =
        workers.change(
            ScriptRoutes.name(request),
            "settings",
            before ->
                new VersionChange(
                    bindings(given, before), versioned(given, before), scriptSettings));
    return Envelope.ok(ScriptViews.allSettings(outcome.script(), outcome.version()));
  }

  private static List<Map<String, Object>> bindings(Fields given, Version before) {
    return given.has("bindings")
        ? BindingForms.merge(given.list("bindings"), List.of(), Optional.of(before))
        : before.bindings();
  }

  // Annotations are those of this change: they are not inherited.
  private static Map<String, Object> versioned(Fields given, Version before) {
    given.text("compatibility_date", "");
    given.texts("compatibility_flags");
    Map<String, Object> merged = new LinkedHashMap<>(before.settings());
    merged.remove("annotations");
    merged.putAll(given.only(VERSIONED));
    merged.putAll(given.only("annotations"));
    return merged;
  }

  private static Map<String, Object> scriptSettings(Script script) {
    return ScriptViews.settings(script);
  }

  private Reply patchScriptSettings(Request request) {
    var given = ScriptViews.settings(Fields.of(request.json(), "settings", INVALID));
    var script = workers.edit(ScriptRoutes.name(request), each -> each.withSettings(given, now()));
    return Envelope.ok(ScriptViews.settings(script));
  }

  private Reply enable(Request request) {
    var body = Fields.of(request.json(), "subdomain", INVALID);
    if (!body.has("enabled")) {
      throw body.refused("enabled", "is required");
    }
    boolean enabled = body.flag("enabled", false);
    boolean hasObjects = !script(request).migrations().classes().isEmpty();
    if (hasObjects && body.flag("previews_enabled", false)) {
      throw ApiErrorException.invalid(INVALID, "Cannot use Durable Objects with Preview URLs");
    }
    return subdomain(request, enabled, body.flag("previews_enabled", enabled && !hasObjects));
  }

  private Reply subdomain(Request request, boolean enabled, boolean previews) {
    var script =
        workers.edit(ScriptRoutes.name(request), each -> each.withSubdomain(enabled, previews));
    return Envelope.ok(ScriptViews.subdomain(script));
  }

  private Reply schedule(Request request) {
    if (!(request.json() instanceof List<?> given)) {
      throw ApiErrorException.invalid(INVALID, "The body is not a list of schedules.");
    }
    var schedules = new ArrayList<Object>();
    for (var each : given) {
      var cron = Fields.of(each, "schedule", INVALID).text("cron");
      schedules.add(Map.of("cron", cron, "created_on", now(), "modified_on", now()));
    }
    var name = ScriptRoutes.name(request);
    var script = workers.edit(name, each -> each.withSchedules(schedules));
    if (!schedules.isEmpty()) {
      events.note(
          "Worker "
              + name
              + ": cron triggers are recorded; GET /cdn-cgi/handler/scheduled?cron=… runs one");
    }
    return Envelope.ok(schedules(script));
  }

  private static Map<String, Object> schedules(Script script) {
    return Map.of("schedules", script.schedules());
  }

  private String now() {
    return clock.instant().toString();
  }
}
