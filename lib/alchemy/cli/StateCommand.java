package alchemy.cli;

import alchemy.engine.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code state}: the commands about what is recorded. */
@Command(
    name = "state",
    description = "Look at what is recorded of a stage, change it, and move it.",
    footer = {
      "",
      "Examples:",
      "  alchemy state list",
      "  alchemy state show database",
      "  alchemy state mv database main-database",
      "  alchemy state rm database",
      "  alchemy state unlock",
      "  alchemy state copy --to STATE_URL",
      "  alchemy state pull --out backup.json",
      "  alchemy state push backup.json"
    })
final class StateCommand implements Callable<Integer> {
  @Mixin HelpFlags flags;

  @Override
  public Integer call() {
    throw new UsageException(
        "state needs to know what to do.",
        "Type:",
        "    alchemy state list",
        "    alchemy state show ID",
        "    alchemy state mv OLD NEW",
        "    alchemy state rm ID",
        "    alchemy state unlock",
        "    alchemy state copy --to PLACE",
        "    alchemy state pull --out FILE",
        "    alchemy state push FILE");
  }

  static void tellEmpty(Terminal terminal, Session session) {
    tellEmpty(terminal, session, "Nothing");
  }

  static void tellEmpty(Terminal terminal, Session session, String what) {
    String stage = session.options().stage();
    List<String> others =
        session.store().stages().stream().filter(each -> !each.equals(stage)).toList();
    terminal.note(what + " is recorded of stage \"" + stage + "\" of " + session.app() + ".");
    if (!others.isEmpty()) {
      terminal.note("Stages that are: " + String.join(", ", others));
    }
  }
}
