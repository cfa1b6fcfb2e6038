package alchemy.cli;

import alchemy.engine.Session;
import java.util.List;

/** {@code state}: the commands about what is recorded. */
final class StateCommand {
  static final Manual MANUAL =
      new Manual(
          "state",
          "list | show ID",
          List.of("Look at what is recorded of a stage: state list, state show ID."),
          ScriptFlags.and(),
          List.of("alchemy state list", "alchemy state show database"));

  private StateCommand() {}

  static void tellEmpty(Terminal terminal, Session session) {
    String stage = session.options().stage();
    List<String> others = session.store().stages();
    terminal.note("Nothing is recorded of stage \"" + stage + "\" of " + session.app() + ".");
    if (!others.isEmpty()) {
      terminal.note("Stages that are: " + String.join(", ", others));
    }
  }
}
