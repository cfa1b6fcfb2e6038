package alchemy.cli;

import alchemy.engine.Listener;
import alchemy.engine.RunOptions;
import alchemy.engine.StateEdit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code state rm ID}: forgets a resource. */
@Command(
    name = "rm",
    description = {
      "Forget a resource: what it stands for stays in the cloud.",
      "A script that still declares it makes a new one at the next deploy."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy state rm database",
      "  alchemy state rm database~1 --yes"
    })
final class StateRmCommand extends ScriptCommand {
  @Mixin ApplyFlags apply;

  @Parameters(paramLabel = "ID", description = "the resource, as state list shows it")
  String id;

  StateRmCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    RunOptions options =
        RunSetup.of(invocation, flags, apply)
            .options(RunOptions.Mode.DEPLOY, "state rm", new Listener() {}, null);
    try (StateEdit edit = new StateEdit(invocation.app(), options)) {
      edit.forget(id);
    }
    invocation.terminal().note("forgotten: \"" + id + "\"");
    return Exit.DONE;
  }
}
