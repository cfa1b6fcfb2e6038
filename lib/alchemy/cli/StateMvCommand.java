package alchemy.cli;

import alchemy.engine.Listener;
import alchemy.engine.RunOptions;
import alchemy.engine.StateEdit;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code state mv OLD NEW}: gives a resource another id. */
@Command(
    name = "mv",
    description = {
      "Give a resource another id in state; the service is not asked.",
      "The script has to declare it under the new id: .renamedFrom(\"OLD\") does both at once."
    },
    footer = {"", "Examples:", "  alchemy state mv database main-database"})
final class StateMvCommand extends ScriptCommand {
  @Mixin ApplyFlags apply;

  @Parameters(index = "0", paramLabel = "OLD", description = "the id, as state list shows it")
  String from;

  @Parameters(index = "1", paramLabel = "NEW", description = "the new id")
  String to;

  StateMvCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    RunOptions options =
        RunSetup.of(invocation, flags, apply)
            .options(RunOptions.Mode.DEPLOY, "state mv", new Listener() {}, null);
    try (StateEdit edit = new StateEdit(invocation.app(), options)) {
      edit.move(from, to);
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
      fields.put("from", from);
      fields.put("to", to);
      new JsonEvents(terminal).event("moved", fields);
    } else {
      terminal.result("moved \"" + from + "\" to \"" + to + "\"");
    }
  }
}
