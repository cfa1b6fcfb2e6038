package alchemy.cli;

import alchemy.Secret;
import alchemy.engine.NoSuchRowException;
import alchemy.engine.Session;
import alchemy.files.EnvFileProvider;
import alchemy.json.Json;
import alchemy.state.Row;
import alchemy.state.Sealed;
import alchemy.state.StageState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code env}: the variables of the stage's files, for a shell. The one command that tells secrets.
 */
@Command(
    name = "env",
    description = {
      "Print the variables that the stage's EnvFiles have, for a shell.",
      "Their secrets are printed as they are."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy env",
      "  eval \"$(alchemy env --export --stage prod)\"",
      "  alchemy env web-env --json"
    })
final class EnvCommand extends ScriptCommand {
  @Parameters(paramLabel = "ID", arity = "0..1", description = "only this EnvFile's")
  String id;

  @Option(names = "--export", description = "so that a shell passes them on to what it starts")
  boolean export;

  EnvCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    try (Session session = reading("env")) {
      StageState state = session.store().load();
      Map<String, String> values = new TreeMap<>();
      for (Row row : files(state, session)) {
        if (row.outputs().get("values") instanceof Map<?, ?> set) {
          set.forEach((name, value) -> add(values, (String) name, open(session, value), row));
        }
      }
      print(values);
      return Exit.DONE;
    }
  }

  private List<Row> files(StageState state, Session session) {
    List<Row> files =
        state.rows().values().stream()
            .filter(row -> row.isLive() && row.type().equals(EnvFileProvider.TYPE))
            .filter(row -> id == null || row.id().equals(id))
            .toList();
    if (files.isEmpty() && id != null) {
      throw new NoSuchRowException(id, session.options().stage(), state);
    }
    if (state.serial() == 0) {
      StateCommand.tellEmpty(invocation.terminal(), session);
    } else if (files.isEmpty()) {
      invocation.terminal().note("The stage has no EnvFile.");
    }
    return files;
  }

  private static void add(Map<String, String> values, String name, String value, Row row) {
    String other = values.put(name, value);
    if (other != null && !other.equals(value)) {
      throw new UsageException(
          "Two EnvFiles set " + name + ", and not to the same.",
          "Name the one that is meant:",
          "    alchemy env " + row.id());
    }
  }

  private static String open(Session session, Object value) {
    Object opened = value instanceof Sealed sealed ? session.store().vault().open(sealed) : value;
    return opened instanceof Secret secret ? secret.unencrypted() : String.valueOf(opened);
  }

  private void print(Map<String, String> values) {
    StringBuilder lines = new StringBuilder();
    if (flags.json) {
      Map<String, Object> event = Map.of("v", JsonEvents.VERSION, "event", "env", "values", values);
      lines.append(new String(Json.write(new TreeMap<>(event), false), StandardCharsets.UTF_8));
      lines.append('\n');
    } else {
      String before = export ? "export " : "";
      values.forEach((name, value) -> lines.append(before + name + "=" + quoted(value) + "\n"));
    }
    invocation.terminal().raw(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9_@%+=:,./-]+")
        ? value
        : "'" + value.replace("'", "'\\''") + "'";
  }
}
