package alchemy.local.workerd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of the process that serves KV, D1 and queues to all Workers, with the
 * simulators that come with workerd. Their data is below a folder, and survives.
 */
final class Simulators {
  private static final String DATE = "compatibilityDate = \"2026-11-01\"";

  private Simulators() {}

  /** What the process is started with; the subfolders are there. */
  static Launch launch(Path folder, List<QueueConsumer> consumers) {
    var services = new ArrayList<String>();
    var kv = ", (name = \"BLOBS\", service = \"blobs\")";
    services.add(bundled("kv", "KVNamespace", "SHARD", kv));
    services.add(bundled("d1", "D1Database", "DATABASE", ""));
    var wiring = new Wiring(services);
    services.add(bundled("queues", "QueueShard", "SHARD", receivers(consumers, wiring)));
    for (var each : List.of("kv", "d1", "queues")) {
      services.add(Capnp.disk(each + "-disk", folder.resolve(each)));
    }
    services.add(Capnp.disk("blobs", folder.resolve("blobs")));
    wiring.close();
    return new Launch(Capnp.config(services, ""), List.of(), true, "");
  }

  private static String bundled(String name, String className, String binding, String more) {
    return Capnp.service(
        name,
        "worker = (modules = [(name = \"%s.js\", bundled = \"/workerd/%s.js\")], %s,"
                .formatted(name, name, DATE)
            + " compatibilityFlags = [\"service_binding_extra_handlers\"],"
            + " durableObjectNamespaces = [(className = \"%s\", uniqueKey = \"%s\", enableSql ="
                .formatted(className, className)
            + " true)], durableObjectStorage = (localDisk = \"%s-disk\"),".formatted(name)
            + " bindings = [(name = \"%s\", durableObjectNamespace = \"%s\")%s])"
                .formatted(binding, className, more));
  }

  private static String receivers(List<QueueConsumer> consumers, Wiring wiring) {
    var bindings = new StringBuilder();
    Map<String, Object> settings = new LinkedHashMap<>();
    for (var each : consumers) {
      var name = "consumer-" + settings.size();
      Map<String, Object> own = new LinkedHashMap<>(each.settings());
      own.put("consumer", name);
      settings.put(each.queue(), own);
      var far = Wiring.far(Sockets.worker(each.worker()), WorkerConfig.FRONT, Map.of());
      bindings.append(", (name = \"" + name + "\", service = " + wiring.bridge(far) + ")");
    }
    return bindings + ", (name = \"CONSUMERS\", json = " + Capnp.json(settings) + ")";
  }
}
