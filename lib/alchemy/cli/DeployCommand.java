package alchemy.cli;

import alchemy.App;
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
    App done =
        Deployment.run(
            invocation,
            options,
            interrupts,
            report,
            app -> checkStateIsHere(app.session()),
            declared -> {});
    report.outputs(done.outputs());
    return Exit.DONE;
  }
}
