package alchemy.cli;

import alchemy.App;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plan}: shows what a deploy would do. */
@Command(
    name = "plan",
    description = {
      "Show what a deploy would do.",
      "Changes nothing, and asks no service unless --refresh or --adopt say so."
    },
    footer = {
      "",
      "Marks: + create, ~ update, +- replace, - delete, r retain, a adopt,",
      "  > move, x forget",
      "",
      "Examples:",
      "  alchemy plan",
      "  alchemy plan --stage prod --check     # exit code 5 if there is any",
      "  alchemy plan --stage prod --markdown > plan.md"
    })
final class PlanCommand extends ScriptCommand {
  @Mixin Place place = new Place();
  @Mixin TargetFlags target = new TargetFlags();
  @Mixin LookFlags look = new LookFlags();

  @Option(names = "--check", description = "end with exit code 5 if a deploy would do anything")
  boolean check;

  @Option(names = "--markdown", description = "a summary for a pull request, in Markdown")
  boolean markdown;

  PlanCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  Path bare() {
    return place.path;
  }

  @Override
  int run() {
    if (markdown && flags.json) {
      throw new UsageException("--json and --markdown are two forms; choose one.");
    }
    RunSetup setup = RunSetup.of(invocation, flags, new ApplyFlags());
    try {
      return plan(setup);
    } catch (RuntimeException | Error e) {
      if (markdown) {
        print(PlanMarkdown.failed(invocation.app(), setup.stage(), Failure.known(e)));
      }
      throw e;
    }
  }

  private int plan(RunSetup setup) {
    try (Interrupts interrupts = new Interrupts(invocation.terminal());
        Report report = new Report(invocation, flags);
        LocalCloud cloud = look.isGiven() ? setup.cloud(report) : null) {
      RunOptions options =
          setup.options(RunOptions.Mode.PLAN, "plan", new Listener() {}, cloud, look.scope(target));
      App app = App.open(invocation.app(), options);
      try {
        interrupts.onInterrupt(app.session()::cancel);
        checkStateIsHere(app.session());
        app.record(invocation.body());
        Plan plan = app.plan();
        show(plan);
        return check && plan.acts() ? Exit.PENDING : Exit.DONE;
      } finally {
        app.close();
      }
    }
  }

  private void show(Plan plan) {
    Terminal terminal = invocation.terminal();
    if (markdown) {
      print(PlanMarkdown.of(plan));
    } else if (flags.json) {
      new JsonEvents(terminal).planned(plan);
    } else {
      new PlanPrinter(terminal.resultStyle()).lines(plan).forEach(terminal::result);
    }
  }

  private void print(String page) {
    page.lines().forEach(invocation.terminal()::result);
  }
}
