package alchemy.cli;

import alchemy.engine.Session;
import alchemy.state.History;
import alchemy.state.RunRecord;
import alchemy.state.RunRecord.Change;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code history}: what changed a stage, and who did. */
@Command(
    name = "history",
    description = {
      "Show the last runs that changed a stage, the newest first.",
      "With time, command, outcome, who, and what was changed; no value is recorded."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy history",
      "  alchemy history --stage prod --last 50",
      "  alchemy history --stage prod --json"
    })
final class HistoryCommand extends ScriptCommand {
  private static final int WIDTH = 80;
  private static final int MOST_CHANGES = 20;

  @Option(names = "--last", paramLabel = "N", description = "how many runs, 10 if not given")
  int last = 10;

  HistoryCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    if (last < 1) {
      throw new UsageException("--last must be 1 or more.");
    }
    try (Session session = reading("history")) {
      History history = session.store().history(last);
      List<RunRecord> runs = new ArrayList<>(history.runs());
      Collections.reverse(runs);
      Terminal terminal = invocation.terminal();
      history.damage().forEach(terminal::note);
      if (flags.json) {
        JsonEvents events = new JsonEvents(terminal);
        runs.forEach(each -> events.event("run", each.toTree()));
      } else if (runs.isEmpty()) {
        StateCommand.tellEmpty(terminal, session, "No run that changed something");
      } else {
        runs.forEach(each -> print(each, terminal));
      }
      return Exit.DONE;
    }
  }

  private static void print(RunRecord run, Terminal terminal) {
    Style style = terminal.resultStyle();
    String outcome = run.outcome().toString();
    String shown =
        switch (run.outcome()) {
          case DONE -> style.green(outcome);
          case FAILED -> style.red(outcome);
          case INTERRUPTED -> style.yellow(outcome);
        };
    terminal.result(
        "%s  %s  %s in %s  %s"
            .formatted(
                run.started().truncatedTo(ChronoUnit.SECONDS),
                style.bold(run.command()),
                shown,
                Elapsed.show(Duration.between(run.started(), run.ended())),
                run.who()));
    run.changes().stream().limit(MOST_CHANGES).forEach(each -> terminal.result(line(each, style)));
    int more = run.changes().size() - MOST_CHANGES;
    if (more > 0) {
      terminal.result("     and " + more + " more; --json shows all");
    }
  }

  private static String line(Change change, Style style) {
    String text = change.action() + " " + change.type() + " \"" + change.id() + "\"";
    if (change.from() != null) {
      text += ", which was \"" + change.from() + "\"";
    }
    if (change.failed()) {
      text += ", which failed";
    }
    if (!change.properties().isEmpty()) {
      text += ": " + String.join(", ", change.properties());
    }
    String cut = text.length() > WIDTH - 5 ? text.substring(0, WIDTH - 8) + "..." : text;
    return Arrays.stream(Action.values())
        .filter(each -> each.verb().equals(change.action()))
        .findFirst()
        .map(each -> each.coloured(style, "  %-2s %s".formatted(each.symbol(), cut)))
        .orElse("     " + cut);
  }
}
