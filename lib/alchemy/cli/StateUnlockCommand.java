package alchemy.cli;

import alchemy.engine.Session;
import alchemy.state.Holder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code state unlock}: takes a stage's lock away from a run that will not give it back. */
@Command(
    name = "unlock",
    description = {
      "Take a stage's lock from a run that does not give it back.",
      "Such as one that died on another machine. If it lives, it fails at its",
      "next write."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy state unlock --stage prod",
      "  alchemy state unlock --stage prod --yes     # where nobody can be asked"
    })
final class StateUnlockCommand extends ScriptCommand {
  @Option(
      names = {"-y", "--yes"},
      description = "do it without a question")
  boolean yes;

  StateUnlockCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    Session session = reading("state unlock");
    try {
      Optional<Holder> holder = session.store().holder();
      if (holder.isEmpty()) {
        tell(session, null, "is not locked.");
        return Exit.DONE;
      }
      new Approver(invocation, yes)
          .approve(List.of("take the lock from a run: it holds it " + holder.get().describe()));
      boolean taken = session.store().unlock(holder.get());
      tell(
          session,
          taken ? holder.get() : null,
          taken ? "is unlocked." : "is not locked by that run any more; nothing was done.");
      return Exit.DONE;
    } finally {
      session.close();
    }
  }

  private void tell(Session session, Holder taken, String what) {
    String stage = session.options().stage();
    if (flags.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("app", session.app());
      fields.put("stage", stage);
      fields.put("taken", taken != null);
      fields.put("from", taken == null ? null : taken.describe());
      new JsonEvents(invocation.terminal()).event("unlocked", fields);
    } else {
      String name = "Stage \"" + stage + "\" of " + session.app() + " ";
      invocation.terminal().result(name + what);
    }
  }
}
