package alchemy.cli;

import alchemy.engine.Session;
import alchemy.state.Row;
import alchemy.state.StageState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** {@code state list}: one line a resource. */
@Command(
    name = "list",
    description = "List the resources that a stage has.",
    footer = {"", "Examples:", "  alchemy state list", "  alchemy state list --stage prod --json"})
final class StateListCommand extends ScriptCommand {
  StateListCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    Session session = reading("state list");
    try {
      StageState state = session.store().load();
      Terminal terminal = invocation.terminal();
      if (flags.json) {
        JsonEvents events = new JsonEvents(terminal);
        state.rows().values().forEach(row -> events.event("row", fields(row)));
      } else if (state.rows().isEmpty()) {
        StateCommand.tellEmpty(terminal, session);
      } else {
        table(state.rows().values(), terminal);
      }
      return Exit.DONE;
    } finally {
      session.close();
    }
  }

  private static void table(Collection<Row> rows, Terminal terminal) {
    int id = width(rows, Row::key, "ID");
    int type = width(rows, Row::type, "TYPE");
    int status = width(rows, StateListCommand::status, "STATUS");
    String format = "%-" + id + "s  %-" + type + "s  %-" + status + "s  %s";
    terminal.result(String.format(format, "ID", "TYPE", "STATUS", "REMOTE ID"));
    for (Row row : rows) {
      String remote = row.remoteId() == null ? "-" : row.remoteId();
      terminal.result(String.format(format, row.key(), row.type(), status(row), remote));
    }
  }

  private static int width(Collection<Row> rows, Function<Row, String> column, String head) {
    int longest = rows.stream().map(column).mapToInt(String::length).max().orElse(0);
    return Math.max(longest, head.length());
  }

  static String status(Row row) {
    return row.status().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", row.key());
    fields.put("id", row.id());
    fields.put("type", row.type());
    fields.put("status", status(row));
    fields.put("remoteId", row.remoteId());
    return fields;
  }
}
