package alchemy;

import alchemy.engine.Fault;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.SourceLine;
import java.util.Optional;

/**
 * Infrastructure as a Java script. The whole of a script is one call:
 *
 * <pre>{@code
 * class Infra {
 *   public static void main(String... args) {
 *     Alchemy.run("my-app", args, app -> {
 *       var project = Project.of("project");
 *       var database = Database.of("database", project, d -> d.region("us-east-1"));
 *       app.output("database", database::id);
 *     });
 *   }
 * }
 * }</pre>
 */
public final class Alchemy {
  private static final String COMMAND_LINE = "alchemy.cli.ScriptCommandLine";
  // A JShell that the launcher started ends with this property's value, and with 1 if it is not
  // set,
  // as when a script does not compile.
  private static final String EXIT = "alchemy.exit";

  private Alchemy() {}

  /**
   * Runs a script as its own command line: {@code deploy} if the arguments name no command, {@code
   * --help} for the others. Returns if all went well; otherwise ends the process with the exit code
   * that tells what happened.
   *
   * @param name the app's name, {@code [a-z0-9][a-z0-9_-]{0,39}}
   * @param args the script's arguments
   * @param body declares the resources; not run by commands that work from state alone
   */
  public static void run(String name, String[] args, Body body) {
    run(name, args, null, body);
  }

  /**
   * The same with its state in a PostgreSQL database, for teams; the stage {@code local} stays on
   * this machine. {@code ALCHEMY_STATE} goes before it.
   *
   * @param stateVariable the variable of the process's own environment that holds the database's
   *     connection string, as {@code "STATE_URL"}; a command that needs the state fails without it
   */
  public static void run(String name, String[] args, String stateVariable, Body body) {
    int code = commandLine().run(name, args, stateVariable, body);
    shellEndsWith(code);
    if (code != 0) {
      if (isInteractive()) {
        throw new RunFailedException(code);
      }
      System.exit(code);
    }
  }

  /**
   * Plans a script against an empty state: offline and without any credentials, for tests.
   *
   * @param args as on the command line, for example {@code "--stage", "prod"}
   */
  public static Plan plan(String name, Body body, String... args) {
    App app = App.open(name, commandLine().options(RunOptions.Mode.OFFLINE, args));
    try {
      app.record(body);
      return app.plan();
    } finally {
      app.close();
    }
  }

  /**
   * Opens an app step by step, as in JShell: declare resources, look at {@code app.plan()}, then
   * {@code app.finish()}. Never ends the process.
   */
  public static App open(String name, String... args) {
    App app = App.open(name, commandLine().options(RunOptions.Mode.DEPLOY, args));
    shellEndsWith(0);
    return app;
  }

  /**
   * A required environment variable as a secret. The process's own environment goes before {@code
   * --env-file}, then {@code .env} beside the script. If it is missing, the run ends before any
   * request, and tells all that is missing at once.
   */
  public static Secret env(String name) {
    return Secret.ofVariable(name, required(name));
  }

  /** A required environment variable as text; see {@link #env}. */
  public static String envText(String name) {
    return App.current().varying(required(name));
  }

  /** An environment variable as text, or a default. */
  public static String envText(String name, String otherwise) {
    App app = App.current();
    return app.varying(app.env().find(name).orElse(otherwise));
  }

  private static String required(String name) {
    App app = App.current();
    Optional<String> value = app.env().find(name);
    if (value.isEmpty() && app.mode() != RunOptions.Mode.OFFLINE) {
      app.fault(
          new Fault(
              "Environment variable " + name,
              null,
              "is not set",
              "Set it for this process, or write it into .env beside the script.",
              SourceLine.ofCaller()));
    }
    return value.orElse("");
  }

  private static CommandLine commandLine() {
    try {
      return Class.forName(COMMAND_LINE)
          .asSubclass(CommandLine.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(COMMAND_LINE + " is missing from the library", e);
    }
  }

  static void shellEndsWith(int code) {
    System.setProperty(EXIT, String.valueOf(code));
  }

  // A JShell that somebody types into must not end. JBang's ends by itself: after a script it reads
  // a file that says so.
  private static boolean isInteractive() {
    return !System.getProperty("sun.java.command", "").contains("jbang_exit_")
        && StackWalker.getInstance()
            .walk(frames -> frames.anyMatch(each -> each.getClassName().startsWith("REPL.")));
  }
}
