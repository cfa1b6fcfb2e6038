package alchemy.local.cloudflare;

import alchemy.local.Reply;
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
        // Uploads that need tail consumers or Durable Objects are refused: there are none.
        .on("GET", "/accounts/{account}/workers/tails/by-consumer/{name}", r -> none(r.query()))
        .on("GET", "/accounts/{account}/workers/durable_objects/namespaces", r -> none(r.query()));
  }

  private static Reply none(Map<String, String> query) {
    return Envelope.page(List.of(), query, PAGE);
  }

  private static Map<String, Object> references(Workers workers, String name) {
    var incoming = new ArrayList<Map<String, Object>>();
    for (var script : workers.all()) {
      for (var binding : workers.deployed(script).bindings()) {
        if ("service".equals(binding.get("type")) && name.equals(binding.get("service"))) {
          incoming.add(
              Map.of(
                  "service", script.name(),
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
