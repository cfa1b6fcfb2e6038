package alchemy.cli;

import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import alchemy.engine.Step;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code destroy}: deletes what a stage has, except what is protected. */
@Command(
    name = "destroy",
    description = {
      "Delete everything of a stage but what is protected by delete(false).",
      "Works from state alone: the script's body is not run."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy destroy --stage preview-17",
      "  alchemy destroy --stage preview-17 --yes     # where nobody can be asked"
    })
final class DestroyCommand extends ScriptCommand {
  @Mixin Place place;
  @Mixin ApplyFlags apply;

  DestroyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  Path bare() {
    return place.path;
  }

  @Override
  int run() {
    try (Interrupts interrupts = new Interrupts(invocation.terminal());
        Report report = new Report(invocation, flags)) {
      RunOptions options =
          new RunSetup(invocation, flags, apply)
              .options(RunOptions.Mode.DEPLOY, "destroy", report.listener());
      Session session = new Session(invocation.app(), options);
      try {
        interrupts.onInterrupt(session::cancel);
        report.note(
            "destroying stage \""
                + options.stage()
                + "\" of "
                + invocation.app()
                + "; policies are those of the last deploy");
        show(session.destroy(), report);
        return Exit.DONE;
      } finally {
        session.close();
      }
    }
  }

  private void show(Plan plan, Report report) {
    List<Step> retained =
        plan.steps().stream().filter(each -> Action.of(each) == Action.RETAIN).toList();
    if (retained.size() == plan.steps().size()) {
      report.close();
      report.note("nothing to do");
      if (flags.json) {
        report.done(plan);
      }
    } else {
      report.done(plan);
    }
    for (Step each : retained) {
      report.note(
          "retained: "
              + each.type()
              + " \""
              + each.id()
              + "\" - "
              + each.reason().text()
              + "; a deploy takes it back");
    }
  }
}
