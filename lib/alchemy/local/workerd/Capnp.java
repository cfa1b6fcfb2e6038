package alchemy.local.workerd;

import alchemy.local.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Pieces of workerd's configuration in the text form of Cap'n Proto. */
final class Capnp {
  private Capnp() {}

  static String config(List<String> services, String more) {
    return "using Workerd = import \"/workerd/workerd.capnp\";\n"
        + "const config :Workerd.Config = (\n"
        + list("services", services)
        + more
        + ");\n";
  }

  static String service(String name, String what) {
    return "(name = \"" + name + "\", " + what + ")";
  }

  /** A service that is a Worker of ours, of one module. */
  static String worker(String name, String module, String more) {
    return service(
        name,
        "worker = (modules = [(name = \""
            + name
            + ".js\", "
            + module
            + ")], compatibilityDate = \"2026-11-01\", "
            + more
            + ")");
  }

  static String disk(String name, Path folder) {
    return service(name, "disk = (path = " + quote(folder.toString()) + ", writable = true)");
  }

  static String list(String field, List<String> items) {
    return "  " + field + " = [\n    " + String.join(",\n    ", items) + "\n  ],\n";
  }

  static String strings(String field, List<String> items) {
    return list(field, items.stream().map(Capnp::quote).toList());
  }

  /** The props of a service designator; nothing for none. */
  static String props(Map<String, Object> props) {
    return props.isEmpty() ? "" : ", props = (json = " + json(props) + ")";
  }

  static String json(Object tree) {
    return quote(new String(Json.write(tree), StandardCharsets.UTF_8));
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
