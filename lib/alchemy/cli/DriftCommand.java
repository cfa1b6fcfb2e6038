package alchemy.cli;

import alchemy.engine.Drift;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drift}: reads every resource and shows what differs from what is recorded. */
@Command(
    name = "drift",
    description = {
      "Read every resource and show what was changed or deleted outside.",
      "Changes nothing; the script's body is not run."
    },
    footer = {
      "",
      "Marks: ~ changed, - deleted, ? written outside: what is only written may differ",
      "",
      "Examples:",
      "  alchemy drift",
      "  alchemy drift --stage prod --check    # exit code 5 if anything differs",
      "  alchemy deploy --refresh              # repairs it"
    })
final class DriftCommand extends ScriptCommand {
  @Option(names = "--check", description = "end with exit code 5 if anything differs")
  boolean check;

  DriftCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    return work(
        RunOptions.Mode.PLAN, "drift", new ApplyFlags(), RunOptions.Scope.WHOLE, this::look);
  }

  private int look(RunOptions options, Interrupts interrupts, Report report) {
    try (Session session = new Session(invocation.app(), options)) {
      interrupts.onInterrupt(session::cancel);
      checkStateIsHere(session);
      List<Drift> drifts = session.drift();
      report.close();
      show(drifts);
      return check && drifts.stream().anyMatch(Drift::differs) ? Exit.PENDING : Exit.DONE;
    }
  }

  private void show(List<Drift> drifts) {
    Terminal terminal = invocation.terminal();
    if (flags.json) {
      JsonEvents events = new JsonEvents(terminal);
      drifts.forEach(each -> events.event("drift", fields(each)));
      return;
    }
    Style style = terminal.resultStyle();
    List<Drift> different = drifts.stream().filter(Drift::differs).toList();
    different.forEach(each -> lines(each, style, terminal));
    terminal.result(
        style.bold(
            different.isEmpty()
                ? "no drift: " + PlanPrinter.count(drifts.size()) + " as recorded"
                : different.size() + " of " + PlanPrinter.count(drifts.size()) + " differ"));
  }

  private static void lines(Drift drift, Style style, Terminal terminal) {
    String title = drift.type() + " \"" + drift.key() + "\" (" + drift.remoteId() + ")";
    if (drift.isGone()) {
      terminal.result(style.red("-   deleted outside  " + title));
      return;
    }
    String mark = drift.changes().isEmpty() ? "?   written outside  " : "~   changed outside  ";
    terminal.result(style.yellow(mark + title));
    drift.changes().forEach(each -> terminal.result("      " + each));
    if (drift.modified() != null) {
      terminal.result(
          "      modified outside at " + drift.modified() + "; write-only values may differ");
    }
  }

  private static Map<String, Object> fields(Drift drift) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", drift.key());
    fields.put("id", drift.id());
    fields.put("type", drift.type());
    fields.put("remoteId", drift.remoteId());
    fields.put("differs", drift.differs());
    fields.put("gone", drift.isGone());
    fields.put("modified", drift.modified() == null ? null : drift.modified().toString());
    fields.put("changes", JsonEvents.changes(drift.changes()));
    return fields;
  }
}
