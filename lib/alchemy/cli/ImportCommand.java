package alchemy.cli;

import alchemy.App;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code import}: takes over an object that exists. */
@Command(
    name = "import",
    description = {
      "Take over an object that exists: it becomes the resource of the script.",
      "What differs from the script is shown, asked for, and changed."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy import database db_abc123",
      "  alchemy import worker my-worker --stage prod"
    })
final class ImportCommand extends ScriptCommand {
  @Mixin ApplyFlags apply;

  @Parameters(index = "0", paramLabel = "ID", description = "the resource's id in the script")
  String id;

  @Parameters(index = "1", paramLabel = "REMOTE_ID", description = "the service's id of the object")
  String remoteId;

  ImportCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    RunSetup setup = RunSetup.of(invocation, flags, apply);
    try (Interrupts interrupts = new Interrupts(invocation.terminal());
        Report report = new Report(invocation, flags);
        LocalCloud cloud = setup.cloud(report)) {
      RunOptions options =
          setup.options(RunOptions.Mode.DEPLOY, "import", report.listener(), cloud);
      App app = App.open(invocation.app(), options);
      try {
        interrupts.onInterrupt(app.session()::cancel);
        app.record(invocation.body());
        Plan plan = app.session().take(id, remoteId);
        report.done(plan);
        return Exit.DONE;
      } finally {
        app.close();
      }
    }
  }
}
