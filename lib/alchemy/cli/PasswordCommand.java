package alchemy.cli;

import alchemy.Secret;
import alchemy.engine.Rescuing;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import alchemy.provider.Env;
import alchemy.state.Holder;
import alchemy.state.RunRecord;
import alchemy.state.RunRecord.Outcome;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code password}: gives a stage another password. */
@Command(
    name = "password",
    description = {
      "Change the password that seals a stage's secrets.",
      "The old one is taken from ALCHEMY_PASSWORD, the new one from",
      "ALCHEMY_NEW_PASSWORD, or else it is asked for, twice."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy password --stage prod",
      "  alchemy password --stage prod --new-key     # after a leak"
    })
final class PasswordCommand extends ScriptCommand {
  private static final String OLD = "ALCHEMY_PASSWORD";
  private static final String NEW = "ALCHEMY_NEW_PASSWORD";

  @Option(
      names = "--new-key",
      description = "also make a new data key and seal all secrets anew with it")
  boolean newKey;

  @Mixin LockFlags lock;

  PasswordCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    try (Session session = reading("password")) {
      String stage = session.options().stage();
      if (stage.equals(Session.LOCAL_STAGE)) {
        throw new UsageException(
            "The stage local has no password.",
            "A key file of this machine seals its secrets: .alchemy/local.key");
      }
      StageState state = session.store().load();
      if (!state.isSealed()) {
        tell(session, false, "keeps no secrets yet, so it has no password.");
        return Exit.DONE;
      }
      Rescuing.refuse(session.store());
      session.store().vault().verify();
      Secret next = newPassword(session.options().env());
      change(session, next);
      tell(session, true, newKey ? "has a new password and a new key." : "has a new password.");
      return Exit.DONE;
    }
  }

  private void change(Session session, Secret next) {
    RunOptions options = session.options();
    Holder holder = Holder.ofThisProcess(options.command(), Instant.now());
    try (StageWriter writer = session.store().lock(holder, lock.timeout)) {
      writer.note().ifPresent(invocation.terminal()::note);
      if (writer.rekey(next, newKey)) {
        writer.record(RunRecord.of(holder, options.env()::find, Outcome.DONE, List.of()));
      }
      writer.finish();
    }
  }

  private Secret newPassword(Env env) {
    Secret next = env.find(NEW).map(Secret::of).orElseGet(this::asked);
    if (next.unencrypted().isBlank()) {
      throw new UsageException("The new password is empty; nothing was done.");
    }
    if (!newKey && next.unencrypted().equals(env.get(OLD, ""))) {
      throw new UsageException("The new password is the old one; nothing was done.");
    }
    return next;
  }

  private Secret asked() {
    Terminal terminal = invocation.terminal();
    if (!invocation.canAsk()) {
      throw new UsageException(
          "The new password is not known; nothing was done.",
          "Nobody can be asked here. Set it beside the old one:",
          "    " + NEW);
    }
    Secret first = terminal.askHidden("New password: ");
    if (!first.equals(terminal.askHidden("Once more: "))) {
      throw new UsageException("These were two passwords; nothing was done.");
    }
    return first;
  }

  private void tell(Session session, boolean changed, String what) {
    String stage = session.options().stage();
    Terminal terminal = invocation.terminal();
    if (flags.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("app", session.app());
      fields.put("stage", stage);
      fields.put("changed", changed);
      fields.put("newKey", changed && newKey);
      new JsonEvents(terminal).event("password", fields);
      return;
    }
    terminal.result("Stage \"" + stage + "\" of " + session.app() + " " + what);
    if (changed && !flags.quiet) {
      terminal.note("From now on " + OLD + " has to be the new one, here and wherever it runs.");
      terminal.note("Older copies of its state, as in version control, open with the old one.");
    }
  }
}
