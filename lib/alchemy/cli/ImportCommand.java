package alchemy.cli;

import alchemy.App;
import alchemy.engine.RunOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: takes over one object that exists, or all that another program's state knows. */
@Command(
    name = "import",
    description = {
      "Take over an object that exists: it becomes the resource of the script.",
      "What differs from the script is shown, asked for, and changed.",
      "With --from, all that the state of the TypeScript Alchemy knows and the script",
      "declares under the same ids; nothing is changed but our state."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy import database db_abc123",
      "  alchemy import worker my-worker --stage prod",
      "  alchemy import --from ../shop/.alchemy --stage prod"
    })
final class ImportCommand extends ScriptCommand {
  @Mixin ApplyFlags apply;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "the resource's id in the script")
  String id;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REMOTE_ID",
      description = "the service's id of the object")
  String remoteId;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "the TypeScript project, or its .alchemy folder")
  Path from;

  ImportCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    if (from == null ? remoteId == null : id != null) {
      throw new UsageException(
          "An import needs an id and the service's id, or --from with a folder.",
          "As in:",
          "    alchemy import database db_abc123");
    }
    return work(RunOptions.Mode.DEPLOY, "import", apply, RunOptions.Scope.WHOLE, this::take);
  }

  private int take(RunOptions options, Interrupts interrupts, Report report) {
    App app = App.open(invocation.app(), options);
    try {
      interrupts.onInterrupt(app.session()::cancel);
      app.record(invocation.body());
      if (from == null) {
        report.done(app.session().take(id, remoteId));
      } else {
        new PeerImport(app.session(), invocation.folder().resolve(from)).run(report);
      }
      return Exit.DONE;
    } finally {
      app.close();
    }
  }
}
