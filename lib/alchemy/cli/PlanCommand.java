package alchemy.cli;

import alchemy.App;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import java.util.List;

/** {@code plan}: shows what a deploy would do. */
final class PlanCommand extends ScriptCommand {
  private static final Option CHECK =
      new Option("--check", null, null, "exit code 5 if a deploy would do anything");

  static final Manual MANUAL =
      new Manual(
          "plan",
          "[PATH]",
          List.of(
              "Show what a deploy would do. Changes nothing and asks no service.",
              "Marks: + create, ~ update, +- replace, - delete, r retain, a adopt, > move,",
              "  x forget" + " forget"),
          ScriptFlags.and(CHECK),
          List.of("alchemy plan", "alchemy plan --stage prod --check"));

  PlanCommand(Invocation invocation, Arguments arguments) {
    super(invocation, arguments);
  }

  @Override
  int run() {
    try (Interrupts interrupts = new Interrupts(invocation.terminal())) {
      RunOptions options =
          RunSetup.of(invocation, flags, apply)
              .options(RunOptions.Mode.PLAN, "plan", new Listener() {}, null);
      App app = App.open(invocation.app(), options);
      try {
        interrupts.onInterrupt(app.session()::cancel);
        app.record(invocation.body());
        Plan plan = app.plan();
        show(plan);
        return arguments.has(CHECK) && plan.acts() ? Exit.PENDING : Exit.DONE;
      } finally {
        app.close();
      }
    }
  }

  private void show(Plan plan) {
    Terminal terminal = invocation.terminal();
    if (flags.json) {
      new JsonEvents(terminal).planned(plan);
    } else {
      new PlanPrinter(terminal.resultStyle()).lines(plan).forEach(terminal::result);
    }
  }
}
