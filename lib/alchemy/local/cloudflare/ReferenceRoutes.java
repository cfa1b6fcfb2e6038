package alchemy.local.cloudflare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What wrangler asks before it deletes a Worker: who would miss it. */
final class ReferenceRoutes {
  private static final int PAGE = 100;

  private ReferenceRoutes() {}

  static void add(Access access, Workers workers) {
    access
        .on(
            "GET",
            ScriptRoutes.ONE + "/references",
            r -> Envelope.ok(references(workers, workers.get(ScriptRoutes.name(r)).name())))
        .on(
            "GET",
            "/accounts/{account}/workers/tails/by-consumer/{name}",
            r -> Envelope.page(producers(workers, ScriptRoutes.name(r)), r.query(), PAGE))
        .on(
            "GET",
            "/accounts/{account}/workers/durable_objects/namespaces",
            r -> Envelope.page(namespaces(workers), r.query(), PAGE));
  }

  private static List<?> producers(Workers workers, String consumer) {
    return workers.all().stream()
        .filter(
            script ->
                script.settings().get("tail_consumers") instanceof List<?> consumers
                    && consumers.stream()
                        .anyMatch(
                            e -> e instanceof Map<?, ?> m && consumer.equals(m.get("service"))))
        .map(script -> Map.of("producer", Map.of("service", script.name())))
        .toList();
  }

  private static List<?> namespaces(Workers workers) {
    var all = new ArrayList<Map<String, Object>>();
    for (var script : workers.all()) {
      for (var each : script.migrations().classes().values()) {
        all.add(
            Map.of(
                "id", each.key(),
                "name", script.name() + "_" + each.className(),
                "script", script.name(),
                "class", each.className(),
                "use_sqlite", each.sqlite()));
      }
    }
    return all;
  }

  private static Map<String, Object> references(Workers workers, String name) {
    var incoming = new ArrayList<Map<String, Object>>();
    for (var each : workers.serving()) {
      for (var binding : each.version().bindings()) {
        if ("service".equals(binding.get("type")) && name.equals(binding.get("service"))) {
          incoming.add(
              Map.of(
                  "service", each.script().name(),
                  "environment", "production",
                  "name", binding.get("name")));
        }
      }
    }
    Map<String, Object> services = new LinkedHashMap<>();
    services.put("incoming", incoming);
    services.put("pages_function", false);
    return Map.of("services", services);
  }
}
