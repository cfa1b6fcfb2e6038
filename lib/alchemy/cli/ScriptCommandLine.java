package alchemy.cli;

import alchemy.Body;
import alchemy.CommandLine;
import alchemy.engine.Listener;
import alchemy.engine.RunOptions;
import alchemy.engine.SourceLine;
import java.util.List;

/** A script's own command line. */
public final class ScriptCommandLine implements CommandLine {

  /** For {@code Alchemy}, which finds this class by its name. */
  public ScriptCommandLine() {}

  private static final Manual OPEN =
      new Manual("deploy", "", List.of(), ApplyFlags.and(), List.of());

  @Override
  public int run(String app, String[] args, Body body) {
    String file = SourceLine.ofCaller().file();
    return new Dispatch(Invocation.ofProcess(app, body, file, args)).run();
  }

  @Override
  public RunOptions options(RunOptions.Mode mode, String... args) {
    return options(Invocation.ofProcess(null, null, "", args), mode);
  }

  static RunOptions options(Invocation invocation, RunOptions.Mode mode) {
    Arguments arguments = Arguments.read(OPEN, invocation.words());
    ScriptFlags flags = new ScriptFlags(arguments);
    boolean silent = flags.quiet || mode == RunOptions.Mode.OFFLINE;
    Listener listener =
        silent
            ? new Listener() {}
            : new ProgressLines(invocation.terminal(), invocation.nanoTime());
    return RunSetup.open(invocation, flags, new ApplyFlags(arguments), mode)
        .options(mode, "open", listener, null);
  }
}
