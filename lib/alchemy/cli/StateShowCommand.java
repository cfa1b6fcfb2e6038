package alchemy.cli;

import alchemy.engine.NoSuchRowException;
import alchemy.engine.PropertyChange;
import alchemy.engine.Session;
import alchemy.state.Row;
import alchemy.state.StageState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code state show ID}: everything that is recorded of one resource. */
@Command(
    name = "show",
    description = "Show what is recorded of one resource. Secrets are hidden.",
    footer = {
      "",
      "Examples:",
      "  alchemy state show database",
      "  alchemy state show eu/database --json"
    })
final class StateShowCommand extends ScriptCommand {
  @Parameters(paramLabel = "ID", description = "the resource's id, as state list shows it")
  String id;

  StateShowCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    Session session = reading("state show");
    try {
      StageState state = session.store().load();
      Row row =
          state
              .row(id)
              .orElseThrow(() -> new NoSuchRowException(id, session.options().stage(), state));
      Map<String, Object> fields = fields(row);
      Terminal terminal = invocation.terminal();
      if (flags.json) {
        new JsonEvents(terminal).event("row", fields);
      } else {
        fields.forEach((name, value) -> print(terminal, "", name, value));
      }
      return Exit.DONE;
    } finally {
      session.close();
    }
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", row.id());
    if (!row.isLive()) {
      fields.put("key", row.key());
    }
    fields.put("type", row.type());
    fields.put("status", StateListCommand.status(row));
    fields.put("name", row.name());
    fields.put("remoteId", row.remoteId());
    fields.put("place", row.place());
    fields.put("delete", row.delete());
    fields.put("declaredAt", row.line());
    fields.put("dependsOn", row.dependencies());
    fields.put("createdAt", row.createdAt() == null ? null : row.createdAt().toString());
    fields.put("properties", row.props());
    fields.put("intended", row.intended());
    fields.put("outputs", row.outputs());
    fields.values().removeIf(each -> each == null || each.equals(List.of()));
    return fields;
  }

  private static void print(Terminal terminal, String indent, String name, Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      terminal.result(indent + name + ":");
      map.forEach((key, each) -> print(terminal, indent + "  ", String.valueOf(key), each));
    } else if (value instanceof Map || value instanceof List) {
      terminal.result(indent + name + ": " + JsonEvents.text(value, false));
    } else {
      boolean quoted = !indent.isEmpty();
      terminal.result(
          indent + name + ": " + (quoted ? PropertyChange.show(value) : Values.show(value)));
    }
  }
}
