package alchemy.cli;

import alchemy.engine.Session;
import alchemy.state.StageState;
import picocli.CommandLine.Command;

/** {@code outputs}: shows what the last deploy gave. */
@Command(
    name = "outputs",
    description = "Show the outputs of the last deploy. Secrets are hidden.",
    footer = {"", "Examples:", "  alchemy outputs", "  alchemy outputs --stage prod --json"})
final class OutputsCommand extends ScriptCommand {
  OutputsCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    try (Session session = reading("outputs")) {
      StageState state = session.store().load();
      if (state.serial() == 0) {
        StateCommand.tellEmpty(invocation.terminal(), session);
      } else if (state.outputs().isEmpty() && !flags.json) {
        invocation.terminal().note("The last deploy gave no outputs.");
      }
      new Report(invocation, flags).outputs(state.outputs());
      return Exit.DONE;
    }
  }
}
