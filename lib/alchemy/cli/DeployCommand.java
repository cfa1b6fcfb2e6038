package alchemy.cli;

import alchemy.App;
import alchemy.engine.RefusedException;
import alchemy.engine.RunOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code deploy}: brings a stage to what the script declares. */
@Command(
    name = "deploy",
    description = "Bring a stage to what the script declares.",
    footer = {
      "",
      "Examples:",
      "  alchemy deploy",
      "  alchemy deploy examples/shop --stage prod",
      "  alchemy deploy --refresh              # reads all first, repairs what differs",
      "  alchemy deploy --adopt                # takes over what has these names",
      "  alchemy deploy --target database      # only this, and what it needs",
      "  alchemy deploy --yes -- arguments of the script"
    })
final class DeployCommand extends ScriptCommand {
  @Mixin Place place = new Place();
  @Mixin ApplyFlags apply = new ApplyFlags();
  @Mixin TargetFlags target = new TargetFlags();
  @Mixin LookFlags look = new LookFlags();

  DeployCommand(Invocation invocation) {
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
    return work(RunOptions.Mode.DEPLOY, "deploy", apply, look.scope(target), this::deploy);
  }

  private int deploy(RunOptions options, Interrupts interrupts, Report report) {
    App app =
        Deployment.run(
            invocation, options, interrupts, report, this::checkStateIsHere, declared -> {});
    report.outputs(app.outputs());
    return Exit.DONE;
  }

  // A build server starts from a clean checkout: without its state it would make everything twice.
  private void checkStateIsHere(App app) {
    if (invocation.isContinuousIntegration()
        && !app.stage().equals(Stage.LOCAL)
        && invocation.variable("ALCHEMY_STATE").isEmpty()
        && app.session().store().load().serial() == 0) {
      throw new RefusedException(
          "This build server has no state of stage \"" + app.stage() + "\"; nothing was done.",
          "CI is set, and state in a file lasts only as long as this checkout.",
          "If that is what you want:",
          "    ALCHEMY_STATE=file alchemy deploy --stage " + app.stage());
    }
  }
}
