package alchemy.cloudflare;

import alchemy.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A deployed Worker as wrangler's configuration: what the script binds, with the stage's ids. */
public final class WranglerConfig {
  // The type; where wrangler lists it, or the name of the one there is; how it calls the binding's
  // name; then its fields, with =THEIRS where it calls one otherwise.
  private static final Map<String, List<String>> SECTIONS = new TreeMap<>();

  static {
    Arrays.stream(
            """
            agent_memory agent_memory[] binding namespace
            ai ai binding
            ai_search ai_search[] binding instance_name namespace
            ai_search_namespace ai_search_namespaces[] binding namespace
            analytics_engine analytics_engine_datasets[] binding dataset
            artifacts artifacts[] binding namespace
            assets assets binding
            browser browser binding
            d1 d1_databases[] binding id=database_id
            dispatch_namespace dispatch_namespaces[] binding namespace
            durable_object_namespace durable_objects.bindings[] name class_name script_name
            flagship flagship[] binding app_id
            hyperdrive hyperdrive[] binding id
            images images binding
            kv_namespace kv_namespaces[] binding namespace_id=id
            media media binding
            mtls_certificate mtls_certificates[] binding certificate_id
            pipelines pipelines[] binding pipeline
            queue queues.producers[] binding queue_name=queue
            r2_bucket r2_buckets[] binding bucket_name jurisdiction
            ratelimit ratelimits[] name namespace_id simple
            secrets_store_secret secrets_store_secrets[] binding store_id secret_name
            send_email send_email[] name destination_address allowed_destination_addresses allowed_sender_addresses
            service services[] binding service entrypoint props
            vectorize vectorize[] binding index_name
            version_metadata version_metadata binding
            vpc_network vpc_networks[] binding network_id tunnel_id
            vpc_service vpc_services[] binding service_id
            worker_loader worker_loaders[] binding
            workflow workflows[] binding workflow_name=name class_name script_name\
            """
                .split("\n"))
        .map(line -> List.of(line.split(" ")))
        .forEach(words -> SECTIONS.put(words.get(0), words.subList(1, words.size())));
  }

  private final Map<String, Object> config = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();
  private final Map<String, String> databases;

  private WranglerConfig(Map<String, String> databases) {
    this.databases = databases;
  }

  /**
   * The configuration's text, beginning with a comment on what wrangler knows no word for, if that
   * is anything.
   *
   * @param name the Worker's name at the service
   * @param account the account's id
   * @param props its properties as they were deployed
   * @param outputs what the service answered
   * @param databases the names of the D1 databases by their ids
   */
  public static String of(
      String name,
      String account,
      Map<String, Object> props,
      Map<String, Object> outputs,
      Map<String, String> databases) {
    var wrangler = new WranglerConfig(databases);
    wrangler.put("name", name);
    wrangler.put("account_id", account);
    wrangler.put("main", props.get("main"));
    wrangler.put("compatibility_date", outputs.get("compatibilityDate"));
    wrangler.put("compatibility_flags", props.get("compatibilityFlags"));
    wrangler.put("workers_dev", !Boolean.FALSE.equals(props.get("url")));
    wrangler.put("preview_urls", props.get("previews"));
    wrangler.routes(props);
    if (props.get("crons") != null) {
      wrangler.put("triggers", Map.of("crons", props.get("crons")));
    }
    wrangler.assets(props);
    Object observability = props.get("observability");
    wrangler.put(
        "observability",
        observability instanceof Boolean on ? Map.of("enabled", on) : observability);
    wrangler.put("logpush", props.get("logpush"));
    wrangler.put("placement", props.get("placement"));
    wrangler.put("limits", props.get("limits"));
    if (props.get("cache") != null) {
      wrangler.left.add("cache");
    }
    for (Object each : list(props.get("tailConsumers"))) {
      wrangler.list("tail_consumers").add(Map.of("service", each));
    }
    if (props.get("bindings") instanceof Map<?, ?> bindings) {
      bindings.forEach((key, value) -> wrangler.bind(key.toString(), value));
    }
    wrangler.migrations(outputs);
    return wrangler.text();
  }

  private void put(String key, Object value) {
    if (value != null) {
      config.put(key, value);
    }
  }

  private void routes(Map<String, Object> props) {
    list(props.get("routes")).forEach(each -> list("routes").add(each));
    for (Object each : list(props.get("domains"))) {
      Map<String, Object> route = new LinkedHashMap<>();
      route.put("pattern", each);
      route.put("custom_domain", true);
      list("routes").add(route);
    }
  }

  private void assets(Map<String, Object> props) {
    if (props.get("assetsFolder") != null) {
      Map<String, Object> assets = section("assets");
      assets.put("directory", props.get("assetsFolder"));
      if (props.get("assetsConfig") instanceof Map<?, ?> more) {
        more.forEach((key, value) -> assets.put(key.toString(), value));
      }
    }
  }

  private void bind(String name, Object value) {
    if (value instanceof String) {
      section("vars").put(name, value);
    } else if (!(value instanceof Map<?, ?> binding)) {
      // Sealed here and kept at the service: a deploy needs it to be there.
      inner("secrets", "required").add(name);
    } else if ("json".equals(binding.get("type"))) {
      section("vars").put(name, binding.get("json"));
    } else {
      bind(name, binding);
    }
  }

  private void bind(String name, Map<?, ?> binding) {
    String type = String.valueOf(binding.get("type"));
    List<String> words = SECTIONS.get(type);
    if (words == null) {
      left.add(name + " (" + type + ")");
      return;
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(words.get(1), name);
    for (String field : words.subList(2, words.size())) {
      String[] names = field.split("=");
      Object value = binding.get(names[0]);
      if (value != null) {
        entry.put(names[names.length - 1], value);
      }
    }
    if (type.equals("d1")) {
      String id = String.valueOf(binding.get("id"));
      entry.put("database_name", databases.getOrDefault(id, id));
    }
    if (binding.get("outbound") instanceof Map<?, ?> outbound
        && outbound.get("worker") instanceof Map<?, ?> worker) {
      entry.put("outbound", Map.of("service", worker.get("service")));
    }
    String section = words.get(0);
    if (!section.endsWith("[]")) {
      section(section).putAll(entry);
      return;
    }
    String[] path = section.replace("[]", "").split("\\.");
    (path.length == 1 ? list(path[0]) : inner(path[0], path[1])).add(entry);
  }

  // The last step is there at the service, so that wrangler takes none.
  private void migrations(Map<String, Object> outputs) {
    List<Object> classes = list(outputs.get("classes"));
    if (!classes.isEmpty()) {
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("tag", outputs.getOrDefault("migrationTag", "v1"));
      step.put("new_sqlite_classes", classes);
      put("migrations", List.of(step));
    }
  }

  private String text() {
    String json = new String(Json.write(config, true), StandardCharsets.UTF_8);
    return (left.isEmpty() ? "" : "// Nothing here can say: " + String.join(", ", left) + "\n")
        + json;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> section(String name) {
    return (Map<String, Object>) config.computeIfAbsent(name, any -> new LinkedHashMap<>());
  }

  @SuppressWarnings("unchecked")
  private List<Object> list(String name) {
    return (List<Object>) config.computeIfAbsent(name, any -> new ArrayList<>());
  }

  @SuppressWarnings("unchecked")
  private List<Object> inner(String name, String part) {
    return (List<Object>) section(name).computeIfAbsent(part, any -> new ArrayList<>());
  }

  private static List<Object> list(Object value) {
    return value instanceof Collection<?> all ? new ArrayList<>(all) : List.of();
  }
}
