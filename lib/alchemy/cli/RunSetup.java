package alchemy.cli;

import alchemy.engine.Listener;
import alchemy.engine.RunOptions;
import alchemy.provider.Env;
import java.nio.file.Path;

/** From options and environment to how the engine is to run. */
final class RunSetup {
  private final Invocation invocation;
  private final ScriptFlags flags;
  private final ApplyFlags apply;

  RunSetup(Invocation invocation, ScriptFlags flags, ApplyFlags apply) {
    this.invocation = invocation;
    this.flags = flags;
    this.apply = apply;
  }

  /** For a command of a script. */
  RunOptions options(RunOptions.Mode mode, String command, Listener listener) {
    Path root = RootFolder.ofScript(invocation);
    Env env = environment(root);
    return options(mode, command, listener, root, env, Stage.of(flags.stage, env, invocation));
  }

  /** For {@code dev}: its stage has one name, and the local cloud says what the environment is. */
  RunOptions local(Listener listener, LocalCloud cloud) {
    Path root = RootFolder.ofScript(invocation);
    return options(
        RunOptions.Mode.DEPLOY, "dev", listener, root, cloud.over(environment(root)), Stage.LOCAL);
  }

  /** For an app that is opened step by step, or planned by a test. */
  RunOptions open(RunOptions.Mode mode, Listener listener) {
    Path root = RootFolder.anywhere(invocation);
    Env env = environment(root);
    boolean named = flags.stage != null || env.find("ALCHEMY_STAGE").isPresent();
    String stage =
        named || mode != RunOptions.Mode.OFFLINE
            ? Stage.of(flags.stage, env, invocation)
            : Stage.ofUser(invocation.user()); // a test plans on a build server, too
    return options(mode, "open", listener, root, env, stage);
  }

  private Env environment(Path root) {
    Path given = flags.envFile == null ? null : invocation.folder().resolve(flags.envFile);
    Environment env = Environment.of(invocation.variables(), given, root);
    String state = env.get("ALCHEMY_STATE", "file");
    if (!state.equals("file")) {
      throw new UsageException("ALCHEMY_STATE can only be \"file\" in this version.");
    }
    return env;
  }

  private RunOptions options(
      RunOptions.Mode mode, String command, Listener listener, Path root, Env env, String stage) {
    if (apply.parallel < 1) {
      throw new UsageException("--parallel must be 1 or more.");
    }
    return new RunOptions(
        mode,
        stage,
        root,
        env,
        invocation.scriptArgs(),
        apply.parallel,
        apply.lockTimeout,
        new Approver(invocation, apply.yes),
        listener,
        command);
  }
}
