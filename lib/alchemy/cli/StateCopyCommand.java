package alchemy.cli;

import alchemy.engine.Backend;
import alchemy.engine.RunOptions;
import alchemy.engine.StateTransfer;
import alchemy.state.StageState;
import alchemy.state.StateStore;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code state copy}: moves a stage's state into another place. */
@Command(
    name = "copy",
    description = {
      "Copy a stage's state to another place, from where it is used from then on.",
      "A place is \"file\", file:FOLDER, a database's URL, or better the name of a",
      "variable that has the URL. What was copied is read back and compared; only then",
      "is the source marked as moved, so that nobody goes on from it."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy state copy --stage prod                       # to ALCHEMY_STATE",
      "  alchemy state copy --stage prod --to STATE_URL        # a variable's name",
      "  alchemy state copy --stage prod --from STATE_URL --to file"
    })
final class StateCopyCommand extends ScriptCommand {
  @Option(
      names = "--to",
      paramLabel = "PLACE",
      description = "where it is to be; else what ALCHEMY_STATE says")
  String to = Backend.VARIABLE;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      description = "where it is; else file, or with --to file what ALCHEMY_STATE says")
  String from;

  @Option(names = "--force", description = "also if the other place has state, which is lost then")
  boolean force;

  @Mixin LockFlags lock;

  StateCopyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    RunOptions options = options("state copy", lock);
    StateStore target = store(to, options, "--from file --to file:FOLDER");
    StateStore source = store(source(options), options, "--from STATE_URL --to " + to);
    StageState copied = new StateTransfer(options, force).copy(source, target);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("app", copied.app());
    fields.put("stage", copied.stage());
    fields.put("rows", copied.rows().size());
    fields.put("from", source.place());
    fields.put("to", target.place());
    tell(fields);
    return Exit.DONE;
  }

  private void tell(Map<String, Object> fields) {
    Terminal terminal = invocation.terminal();
    if (flags.json) {
      new JsonEvents(terminal).event("copied", fields);
      return;
    }
    terminal.result(
        "Stage \"%s\" of %s is at its new place; resources: %d."
            .formatted(fields.get("stage"), fields.get("app"), (int) fields.get("rows")));
    if (!flags.quiet) {
      terminal.note("from " + fields.get("from"));
      terminal.note("to   " + fields.get("to"));
      terminal.note("From now on ALCHEMY_STATE has to name that place, wherever alchemy runs.");
    }
  }

  // To a file it is mostly from where it is now, unless that is files, too.
  private String source(RunOptions options) {
    if (from != null) {
      return from;
    }
    String place = to.equals(Backend.VARIABLE) ? "" : place(to, options, "");
    boolean back =
        place.equals("file")
            || place.startsWith("file:") && options.env().find(Backend.VARIABLE).isPresent();
    return back ? Backend.VARIABLE : "file";
  }

  private StateStore store(String named, RunOptions options, String hint) {
    String place = place(named, options, hint);
    if (place.equals(named) && place.matches("[^/]+//[^/@]*:.*@.*") && !flags.quiet) {
      Terminal terminal = invocation.terminal();
      terminal.note("The password is in the command line, which others on this machine can see.");
      terminal.note("Better: put the URL into a variable, and give that one's name.");
    }
    return Backend.named(place, place.equals(named) ? null : named, invocation.app(), options);
  }

  private static String place(String named, RunOptions options, String hint) {
    if (!named.matches("[A-Z_][A-Z0-9_]*")) {
      return named;
    }
    return options
        .env()
        .find(named)
        .orElseThrow(
            () ->
                new UsageException(
                    "The variable " + named + " is not set, which should say where state is.",
                    "Set it, or name the place:",
                    "    alchemy state copy " + hint));
  }
}
