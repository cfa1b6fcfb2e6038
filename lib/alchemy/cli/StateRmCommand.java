package alchemy.cli;

import alchemy.engine.Listener;
import alchemy.engine.RunOptions;
import alchemy.engine.StateEdit;
import java.util.LinkedHashMap;
import java.util.Map;
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
    tell(options.stage());
    return Exit.DONE;
  }

  private void tell(String stage) {
    Terminal terminal = invocation.terminal();
    if (flags.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("app", invocation.app());
      fields.put("stage", stage);
      fields.put("id", id);
      new JsonEvents(terminal).event("forgotten", fields);
    } else {
      terminal.result("forgotten: \"" + id + "\"");
    }
  }
}
