package alchemy.local.cloudflare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How answers show Workers and their versions. */
final class ScriptViews {
  private static final String[] SETTINGS = {"logpush", "observability", "tags", "tail_consumers"};

  private static final String[] REFERENCES = {
    "dispatch_namespace_outbounds", "domains", "durable_objects", "queues", "workers"
  };

  private ScriptViews() {}

  /** An entry of the list of Workers, and the ground of other answers. */
  static Map<String, Object> script(Script script, Version version) {
    var tree = ground(script, version);
    tree.put("created_on", script.created());
    tree.put("modified_on", script.modified());
    tree.put("deployment_id", version.id());
    tree.put("has_modules", !version.serviceWorker() && !version.modules().isEmpty());
    tree.put("has_assets", !version.assets().isEmpty());
    tree.put("compatibility_date", version.compatibilityDate());
    tree.put("compatibility_flags", version.compatibilityFlags());
    tree.put("usage_model", version.settings().getOrDefault("usage_model", "standard"));
    tree.put("last_deployed_from", "api");
    if (!script.migrations().tag().isEmpty()) {
      tree.put("migration_tag", script.migrations().tag());
    }
    tree.putAll(settings(script));
    return tree;
  }

  /** An entry of what a search finds. */
  static Map<String, Object> found(Script script) {
    return Map.of(
        "id", script.tag(),
        "script_name", script.name(),
        "created_on", script.created(),
        "modified_on", script.modified());
  }

  /** The answer to an upload. */
  static Map<String, Object> uploaded(Workers.Outcome outcome) {
    var tree = script(outcome.script(), outcome.version());
    tree.put("startup_time_ms", outcome.startMillis());
    tree.put("entry_point", outcome.version().mainModule());
    return tree;
  }

  /** What is not versioned. */
  static Map<String, Object> settings(Script script) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("logpush", false);
    tree.put("tags", List.of());
    tree.put("tail_consumers", null);
    tree.putAll(script.settings());
    return tree;
  }

  /** What a request gives of the settings that are not versioned. */
  static Map<String, Object> settings(Fields given) {
    given.list("tail_consumers");
    given.flag("logpush", false);
    given.texts("tags");
    return given.only(SETTINGS);
  }

  /** Settings of both kinds, and the bindings. */
  static Map<String, Object> allSettings(Script script, Version version) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("bindings", BindingForms.view(version.bindings()));
    tree.put("usage_model", "standard");
    tree.put("compatibility_date", version.compatibilityDate());
    tree.put("compatibility_flags", version.compatibilityFlags());
    tree.putAll(version.settings());
    tree.putAll(settings(script));
    return tree;
  }

  /** An entry of the list of versions. */
  static Map<String, Object> version(Version version) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("created_on", version.created());
    metadata.put("modified_on", version.created());
    metadata.put("source", "api");
    metadata.put("author_email", "");
    metadata.put("hasPreview", false);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", version.id());
    tree.put("number", version.number());
    tree.put("metadata", metadata);
    var annotations = new LinkedHashMap<>(version.annotations());
    annotations.put("workers/triggered_by", version.source());
    tree.put("annotations", annotations);
    return tree;
  }

  /** A version with its bindings and its code's traits. */
  static Map<String, Object> versionDetail(Version version) {
    Map<String, Object> code = new LinkedHashMap<>();
    code.put("etag", version.etag());
    code.put("handlers", version.handlers());
    code.put("last_deployed_from", "api");
    Map<String, Object> runtime = new LinkedHashMap<>();
    runtime.put("compatibility_date", version.compatibilityDate());
    runtime.put("compatibility_flags", version.compatibilityFlags());
    runtime.put("usage_model", version.settings().getOrDefault("usage_model", "standard"));
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put("bindings", BindingForms.view(version.bindings()));
    resources.put("script", code);
    resources.put("script_runtime", runtime);
    var tree = version(version);
    tree.put("resources", resources);
    return tree;
  }

  /** The older form, a "service" with one environment. */
  static Map<String, Object> service(Script script, Version version) {
    Map<String, Object> environment = new LinkedHashMap<>();
    environment.put("environment", "production");
    environment.put("created_on", script.created());
    environment.put("modified_on", script.modified());
    environment.put("script", script(script, version));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", script.name());
    tree.put("created_on", script.created());
    tree.put("modified_on", script.modified());
    tree.put("default_environment", environment);
    tree.put("environments", List.of(environment));
    return tree;
  }

  /** The newer form, with the address. */
  static Map<String, Object> worker(Script script, String url) {
    Map<String, Object> subdomain = subdomain(script);
    subdomain.put("url", url);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", script.tag());
    tree.put("name", script.name());
    tree.put("created_on", script.created());
    tree.put("updated_on", script.modified());
    tree.put("subdomain", subdomain);
    tree.putAll(settings(script));
    tree.putIfAbsent("observability", Map.of("enabled", false));
    tree.putIfAbsent("tail_consumers", List.of());
    Map<String, Object> references = new LinkedHashMap<>();
    for (var kind : REFERENCES) {
      references.put(kind, List.of());
    }
    tree.put("references", references);
    return tree;
  }

  static Map<String, Object> subdomain(Script script) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("enabled", script.enabled());
    tree.put("previews_enabled", script.previews());
    return tree;
  }

  private static Map<String, Object> ground(Script script, Version version) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", script.name());
    tree.put("tag", script.tag());
    tree.put("etag", version.etag());
    tree.put("handlers", version.handlers());
    return tree;
  }
}
