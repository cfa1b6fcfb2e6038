package alchemy.local.workerd;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes workerd's configuration in the text form of Cap'n Proto. Contents of modules are embedded
 * from the files {@code m0}, {@code m1}, … beside it.
 *
 * <p>workerd builds {@code env.X.connectionString} of a Hyperdrive binding without percent-encoding
 * its parts, so that a client fails on {@code /}, {@code #} or {@code ?} in a password. Such parts
 * are encoded here: the connection string is right then, at the price that {@code env.X.password}
 * shows the encoded form.
 */
final class Capnp {
  /** The service that is the Worker. workerd's messages start with it. */
  static final String MAIN = "main";

  private final WorkerSpec spec;
  private final List<String> services = new ArrayList<>();

  private Capnp(WorkerSpec spec) {
    this.spec = spec;
  }

  /** The configuration of one Worker with one HTTP socket, on a port that the system picks. */
  static String config(WorkerSpec spec) {
    return new Capnp(spec).write();
  }

  /** The name of the file that holds the module at an index. */
  static String file(int index) {
    return "m" + index;
  }

  private String write() {
    services.add("(name = \"" + MAIN + "\", worker = .worker)");
    services.add(
        "(name = \"internet\", network = (allow = [\"public\", \"private\"],"
            + " tlsOptions = (trustBrowserCas = true)))");
    var bindings = new ArrayList<String>();
    spec.bindings().forEach(each -> bindings.add(binding(each)));
    return "using Workerd = import \"/workerd/workerd.capnp\";\n"
        + "const config :Workerd.Config = (\n"
        + list("services", services)
        + "  sockets = [(name = \"http\", address = \"127.0.0.1:0\", service = \"main\",\n"
        + "    http = (capnpConnectHost = "
        + quote(spec.connectHost())
        + "))],\n"
        + ");\n"
        + "const worker :Workerd.Worker = (\n"
        + code()
        + "  compatibilityDate = "
        + quote(spec.compatibilityDate())
        + ",\n"
        + list("compatibilityFlags", spec.compatibilityFlags().stream().map(Capnp::quote).toList())
        + list("bindings", bindings)
        + ");\n";
  }

  private String code() {
    if (spec.serviceWorker()) {
      return "  serviceWorkerScript = embed \"" + file(0) + "\",\n";
    }
    var modules = new ArrayList<String>();
    for (int i = 0; i < spec.modules().size(); i++) {
      var module = spec.modules().get(i);
      if (!module.type().field().isEmpty()) {
        modules.add(
            "(name = %s, %s = embed \"%s\")"
                .formatted(quote(module.name()), module.type().field(), file(i)));
      }
    }
    return list("modules", modules);
  }

  private String binding(Binding binding) {
    return "(name = " + quote(binding.name()) + ", " + value(binding) + ")";
  }

  private String value(Binding binding) {
    if (binding instanceof Binding.Text text) {
      return "text = " + quote(text.text());
    }
    if (binding instanceof Binding.Json json) {
      return "json = " + quote(json.json());
    }
    if (binding instanceof Binding.Self self) {
      var entrypoint =
          self.entrypoint().isEmpty() ? "" : ", entrypoint = " + quote(self.entrypoint());
      return "service = (name = \"" + MAIN + "\"" + entrypoint + ")";
    }
    if (binding instanceof Binding.Service service) {
      var address = quote("127.0.0.1:" + service.port());
      var http = "(capnpConnectHost = " + quote(service.connectHost()) + ")";
      return "service = " + external(address, "http = " + http);
    }
    if (binding instanceof Binding.Hyperdrive hyperdrive) {
      var address = quote(bracketed(hyperdrive.host()) + ":" + hyperdrive.port());
      return "hyperdrive = (designator = %s, database = %s, user = %s, password = %s, scheme = %s)"
          .formatted(
              external(address, "tcp = ()"),
              quote(encode(hyperdrive.database())),
              quote(encode(hyperdrive.user())),
              quote(encode(hyperdrive.password())),
              quote(hyperdrive.scheme()));
    }
    throw new IllegalArgumentException("no configuration for the binding " + binding);
  }

  private String external(String address, String protocol) {
    var name = "external-" + services.size();
    services.add(
        "(name = \"%s\", external = (address = %s, %s))".formatted(name, address, protocol));
    return "\"" + name + "\"";
  }

  private static String list(String field, List<String> items) {
    return "  " + field + " = [\n    " + String.join(",\n    ", items) + "\n  ],\n";
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /** A text literal; everything outside printable ASCII is escaped byte by byte, as UTF-8. */
  static String quote(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (each == '"' || each == '\\') {
        quoted.append('\\').append((char) each);
      } else if (each >= 0x20 && each < 0x7f) {
        quoted.append((char) each);
      } else {
        quoted.append("\\x").append(String.format("%02x", each & 0xff));
      }
    }
    return quoted.append('"').toString();
  }
}
