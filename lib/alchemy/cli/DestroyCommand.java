package alchemy.cli;

import alchemy.engine.Plan;
import alchemy.engine.Reason;
import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Scope;
import alchemy.engine.Session;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import java.nio.file.Path;
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
  @Mixin Place place = new Place();
  @Mixin ApplyFlags apply = new ApplyFlags();
  @Mixin TargetFlags target = new TargetFlags();

  DestroyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  Path bare() {
    return place.path;
  }

  @Override
  ApplyFlags apply() {
    return apply;
  }

  @Override
  int run() {
    Scope scope = new LookFlags().scope(target);
    return work(RunOptions.Mode.DEPLOY, "destroy", apply, scope, this::destroy);
  }

  private int destroy(RunOptions options, Interrupts interrupts, Report report) {
    try (Session session = new Session(invocation.app(), options)) {
      interrupts.onInterrupt(session::cancel);
      checkStateIsHere(session);
      report.note(
          "destroying stage \""
              + options.stage()
              + "\" of "
              + invocation.app()
              + "; policies are those of the last deploy");
      Plan plan = session.destroy();
      show(plan, report);
      session.store().load().rows().values().stream()
          .filter(each -> each.status() == RowStatus.RETAINED)
          .forEach(each -> report.note(retained(each, plan)));
      return Exit.DONE;
    }
  }

  private void show(Plan plan, Report report) {
    if (plan.steps().stream().allMatch(each -> Action.of(each) == Action.RETAIN)) {
      report.nothing();
    } else {
      report.done(plan);
    }
  }

  private static String retained(Row row, Plan plan) {
    String why =
        plan.steps().stream()
            .filter(each -> each.key().equals(row.key()))
            .findFirst()
            .map(each -> each.reason().text())
            .orElse(row.delete() ? "something in it stayed" : Reason.PROTECTED.text());
    return "retained: "
        + row.type()
        + " \""
        + row.id()
        + "\" - "
        + why
        + "; a deploy takes it back";
  }
}
