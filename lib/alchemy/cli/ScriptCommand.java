package alchemy.cli;

import alchemy.engine.Backend;
import alchemy.engine.Listener;
import alchemy.engine.RefusedException;
import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Scope;
import alchemy.engine.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/**
 * A command about a script. In the script's own process it does its work; in that of {@code
 * alchemy} it finds the script and runs it with the same words.
 */
abstract class ScriptCommand implements Callable<Integer> {
  @Mixin ScriptFlags flags = new ScriptFlags();

  final Invocation invocation;

  ScriptCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Does the work and gives the exit code. */
  abstract int run() throws IOException;

  /** The script as a bare word; null if the command takes none, or none was given. */
  Path bare() {
    return null;
  }

  /** The options of a command that changes something; null if it does not. */
  ApplyFlags apply() {
    return null;
  }

  @Override
  public final Integer call() throws IOException {
    Path bare = bare();
    if (bare != null && CommandSet.isCommand(bare.toString())) {
      throw new UsageException(
          "The command comes first.",
          "Type:",
          "    alchemy " + bare + " " + String.join(" ", withoutFirst(bare.toString())));
    }
    Path place = flags.file != null ? flags.file : bare;
    if (!invocation.hasScript()) {
      return withoutScript(place);
    }
    if (place != null) {
      checkIsThisScript(place);
    }
    return run();
  }

  /** In the process of {@code alchemy}: finds the script, which may be at a place, and runs it. */
  Integer withoutScript(Path place) throws IOException {
    return new ScriptProcess(invocation).run(place);
  }

  /** What a run does, and its exit code. */
  interface Work {
    int run(RunOptions options, Interrupts interrupts, Report report);
  }

  /** Does that work: it can be interrupted and is told of, and the local cloud is there for it. */
  final int work(RunOptions.Mode mode, String command, ApplyFlags apply, Scope scope, Work work) {
    RunSetup setup = RunSetup.of(invocation, flags, apply);
    try (Interrupts interrupts = new Interrupts(invocation.terminal());
        Report report = new Report(invocation, flags);
        LocalCloud cloud = setup.cloud(report)) {
      return work.run(
          setup.options(mode, command, report.listener(), cloud, scope), interrupts, report);
    }
  }

  /** The engine for commands that only look. */
  final Session reading(String command) {
    return new Session(invocation.app(), options(command, new LockFlags()));
  }

  /** How the engine is to run for a command that runs no body. */
  final RunOptions options(String command, LockFlags lock) {
    ApplyFlags apply = new ApplyFlags();
    apply.lockTimeout = lock.timeout;
    return RunSetup.of(invocation, flags, apply)
        .options(RunOptions.Mode.PLAN, command, new Listener() {}, null);
  }

  /**
   * A build server starts from a clean checkout. Without its state a deploy would make everything
   * twice, and all else would find nothing to do and call that success.
   */
  final void checkStateIsHere(Session session) {
    String stage = session.options().stage();
    if (invocation.isContinuousIntegration()
        && !stage.equals(Stage.LOCAL)
        && invocation.variable(Backend.VARIABLE).isEmpty()
        && session.store().load().serial() == 0) {
      throw new RefusedException(
          "This build server has no state of stage \"" + stage + "\"; nothing was done.",
          "CI is set, and state in a file lasts only as long as this checkout.",
          "If that is what you want:",
          "    ALCHEMY_STATE=file alchemy " + session.options().command() + " --stage " + stage);
    }
  }

  private void checkIsThisScript(Path place) throws IOException {
    Path given = invocation.folder().resolve(place).normalize();
    Path root = RootFolder.ofScript(invocation);
    Path folder = Files.isDirectory(given) ? given : given.getParent();
    if (!Files.exists(given) || !Files.isSameFile(folder, root)) {
      throw new UsageException(
          "There is no script at " + place + " that this one could run.",
          "This is the command line of the script in " + root + ". For another one:",
          "    alchemy " + invocation.words().get(0) + " -f " + place);
    }
  }

  private List<String> withoutFirst(String word) {
    return invocation.words().stream().filter(each -> !each.equals(word)).toList();
  }
}
