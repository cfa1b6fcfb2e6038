package alchemy.cli;

import alchemy.Body;
import alchemy.CommandLine;
import alchemy.engine.Listener;
import alchemy.engine.RunOptions;
import alchemy.engine.SourceLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** A script's own command line. */
public final class ScriptCommandLine implements CommandLine {

  /** For {@code Alchemy}, which finds this class by its name. */
  public ScriptCommandLine() {}

  @Command(name = "options")
  private static final class Open {
    @Mixin ScriptFlags flags;
    @Mixin ApplyFlags apply;
  }

  @Override
  public int run(String app, String[] args, String stateVariable, Body body) {
    if (Thread.currentThread() instanceof Declaring asking) {
      asking.declared(app, body);
      return Exit.DONE;
    }
    String file = SourceLine.ofCaller().file();
    Invocation invocation = Invocation.ofProcess(app, body, file, args);
    return new Dispatch(invocation.stateIn(stateVariable)).run();
  }

  @Override
  public RunOptions options(RunOptions.Mode mode, String... args) {
    return options(Invocation.ofProcess(null, null, "", args), mode);
  }

  static RunOptions options(Invocation invocation, RunOptions.Mode mode) {
    Open open = new Open();
    try {
      new picocli.CommandLine(open).parseArgs(invocation.words().toArray(String[]::new));
    } catch (ParameterException e) {
      throw new UsageException("These are no options: " + invocation.words(), e.getMessage());
    }
    boolean silent = open.flags.quiet || mode == RunOptions.Mode.OFFLINE;
    Listener listener =
        silent
            ? new Listener() {}
            : new ProgressLines(invocation.terminal(), invocation.nanoTime());
    return RunSetup.open(invocation, open.flags, open.apply, mode)
        .options(mode, "open", listener, null);
  }
}
