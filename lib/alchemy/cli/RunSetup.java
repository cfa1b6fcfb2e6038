package alchemy.cli;

import alchemy.engine.Listener;
import alchemy.engine.RunOptions;
import alchemy.provider.Env;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** From options and environment to where, in which stage and how the engine is to run. */
final class RunSetup {
  private final Invocation invocation;
  private final ApplyFlags apply;
  private final Path root;
  private final Env env;
  private final String stage;

  private RunSetup(Invocation invocation, ApplyFlags apply, Path root, Env env, String stage) {
    this.invocation = invocation;
    this.apply = apply;
    this.root = root;
    this.env = env;
    this.stage = stage;
    if (apply.parallel < 1) {
      throw new UsageException("--parallel must be 1 or more.");
    }
  }

  /** For a command of a script. */
  static RunSetup of(Invocation invocation, ScriptFlags flags, ApplyFlags apply) {
    Path root = RootFolder.ofScript(invocation);
    Environment env = environment(invocation, flags, root);
    String stage = Stage.of(flags.stage, env, invocation);
    return new RunSetup(invocation, apply, root, signedIn(invocation, flags, env, stage), stage);
  }

  /** For {@code dev}, whose stage has one name. */
  static RunSetup local(Invocation invocation, ScriptFlags flags, ApplyFlags apply) {
    Path root = RootFolder.ofScript(invocation);
    Environment env = environment(invocation, flags, root);
    return new RunSetup(invocation, apply, root, env, Stage.LOCAL);
  }

  /** For an app that is opened step by step, or planned by a test. */
  static RunSetup open(
      Invocation invocation, ScriptFlags flags, ApplyFlags apply, RunOptions.Mode mode) {
    Path root = RootFolder.anywhere(invocation);
    Environment env = environment(invocation, flags, root);
    boolean named = flags.stage != null || env.find("ALCHEMY_STAGE").isPresent();
    String stage =
        named || mode != RunOptions.Mode.OFFLINE
            ? Stage.of(flags.stage, env, invocation)
            : Stage.ofUser(invocation.user()); // a test plans on a build server, too
    Env known = mode == RunOptions.Mode.OFFLINE ? env : signedIn(invocation, flags, env, stage);
    return new RunSetup(invocation, apply, root, known, stage);
  }

  String stage() {
    return stage;
  }

  /**
   * The local cloud, started, if the stage lives in it and no other one was named; else null. The
   * caller closes it.
   */
  LocalCloud cloud(Report report) {
    return stage.equals(Stage.LOCAL) && invocation.variable("PRISMA_API_BASE_URL").isEmpty()
        ? startCloud(report)
        : null;
  }

  /** The local cloud, started; the caller closes it. */
  LocalCloud startCloud(Report report) {
    Path data = root.resolve(".alchemy").resolve("local");
    String app = Pattern.quote(invocation.app());
    return LocalCloud.start(
        invocation,
        data,
        report::note,
        (event, fields) -> {
          // The name without what all Workers of this app and stage have.
          String name = fields.get("worker").toString();
          fields.put("worker", name.replaceFirst("^" + app + "-(.+)-" + stage + "$", "$1"));
          report.worker(event, fields);
        });
  }

  /**
   * How the engine is to run.
   *
   * @param cloud the local cloud to use; null if none
   */
  RunOptions options(RunOptions.Mode mode, String command, Listener listener, LocalCloud cloud) {
    return options(mode, command, listener, cloud, RunOptions.Scope.WHOLE);
  }

  /** The same, over a part or after a look at what there is. */
  RunOptions options(
      RunOptions.Mode mode,
      String command,
      Listener listener,
      LocalCloud cloud,
      RunOptions.Scope scope) {
    return new RunOptions(
        mode,
        stage,
        root,
        cloud == null ? env : cloud.over(env),
        invocation.scriptArgs(),
        apply.parallel,
        apply.lockTimeout,
        new Approver(invocation, apply.yes),
        listener,
        command,
        scope);
  }

  // What is for play gets nobody's tokens.
  private static Env signedIn(
      Invocation invocation, ScriptFlags flags, Environment env, String stage) {
    return stage.equals(Stage.LOCAL)
        ? env
        : env.before(SignedIn.of(invocation.variables(), flags.profile, env));
  }

  static Environment environment(Invocation invocation, ScriptFlags flags, Path root) {
    Path given = flags.envFile == null ? null : invocation.folder().resolve(flags.envFile);
    return Environment.of(invocation.variables(), given, root);
  }
}
