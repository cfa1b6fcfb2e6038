package alchemy.cli;

import alchemy.engine.Session;
import alchemy.state.StageState;
import java.util.List;

/** {@code outputs}: shows what the last deploy gave. */
final class OutputsCommand extends ScriptCommand {
  static final Manual MANUAL =
      new Manual(
          "outputs",
          "",
          List.of("Show the outputs of the last deploy. Secrets are hidden."),
          ScriptFlags.and(),
          List.of("alchemy outputs", "alchemy outputs --stage prod --json"));

  OutputsCommand(Invocation invocation, Arguments arguments) {
    super(invocation, arguments);
  }

  @Override
  int run() {
    Session session = reading("outputs");
    try {
      StageState state = session.store().load();
      if (state.serial() == 0) {
        StateCommand.tellEmpty(invocation.terminal(), session);
      } else if (state.outputs().isEmpty() && !flags.json) {
        invocation.terminal().note("The last deploy gave no outputs.");
      }
      new Report(invocation, flags).outputs(state.outputs());
      return Exit.DONE;
    } finally {
      session.close();
    }
  }
}
