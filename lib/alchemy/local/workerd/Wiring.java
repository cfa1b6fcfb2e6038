package alchemy.local.workerd;

import static alchemy.local.workerd.Capnp.quote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Services that bindings need beside the Worker; they are added as bindings ask for them. */
final class Wiring {
  private static final String BRIDGE = "bridge";

  private final List<String> services;
  private final Map<String, String> classes = new LinkedHashMap<>();
  private final List<String> namespaces = new ArrayList<>();
  private boolean bridged;
  private boolean experimental;

  Wiring(List<String> services) {
    this.services = services;
  }

  /** A service of a server elsewhere. */
  String external(String address, String protocol) {
    var name = "external-" + services.size();
    services.add(
        Capnp.service(name, "external = (address = " + quote(address) + ", " + protocol + ")"));
    return quote(name);
  }

  /** What the bridge is told to reach a service of another process. */
  static Map<String, Object> far(String socket, String service, Map<String, Object> props) {
    Map<String, Object> far = new LinkedHashMap<>();
    far.put("address", Sockets.address(socket));
    far.put("service", service);
    if (!props.isEmpty()) {
      // Assets take none, not even empty ones.
      far.put("props", props);
    }
    return far;
  }

  /** A service of another process. */
  String bridge(Map<String, Object> far) {
    bridged = true;
    return "(name = \"" + BRIDGE + "\"" + Capnp.props(far) + ")";
  }

  /** A service of the process of the simulators, and what else the bridge is to do on the way. */
  String simulated(String service, Map<String, Object> props, Map<String, Object> more) {
    var far = far(Sockets.SIMULATORS, service, props);
    far.putAll(more);
    return bridge(far);
  }

  /** A class of Durable Objects of another process. */
  String bridgedClass(String socket, ObjectClass of) {
    bridged = true;
    var name =
        classes.computeIfAbsent(
            "[\"%s\", %s]".formatted(Sockets.address(socket), quote(of.className())),
            at -> "Objects" + classes.size());
    if (classes.size() > namespaces.size()) {
      namespaces.add(
          "(className = \"%s\", uniqueKey = %s, enableSql = true)"
              .formatted(name, quote(of.key())));
    }
    return "(className = \"" + name + "\", serviceName = \"" + BRIDGE + "\")";
  }

  void needsExperimental() {
    experimental = true;
  }

  boolean isExperimental() {
    return experimental || bridged;
  }

  /** Adds the bridge, if something crosses it. */
  void close() {
    if (bridged) {
      var source = new StringBuilder(Glue.BRIDGE);
      classes.forEach(
          (at, name) ->
              source.append(
                  "export class %s extends FarObject { static at = %s; }\n".formatted(name, at)));
      services.add(
          Capnp.worker(
              BRIDGE,
              "esModule = " + quote(source.toString()),
              "compatibilityFlags = [\"experimental\", \"service_binding_extra_handlers\"],"
                  + " bindings = [(name = \"DEBUG\", workerdDebugPort = void)],"
                  + " durableObjectStorage = (inMemory = void), durableObjectNamespaces = ["
                  + String.join(", ", namespaces)
                  + "]"));
    }
  }
}
