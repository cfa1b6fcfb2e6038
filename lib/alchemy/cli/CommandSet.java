package alchemy.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands by name. Only the one that is called is built: each costs class loading. */
final class CommandSet {
  static final List<String> NAMES =
      List.of(
          "dev",
          "deploy",
          "plan",
          "drift",
          "destroy",
          "outputs",
          "env",
          "state",
          "history",
          "password",
          "import",
          "rotate",
          "graph",
          "types",
          "shell",
          "create",
          "local",
          "configure",
          "login",
          "logout",
          "doctor",
          "completion");

  /** What people type who come from other tools. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "apply", "deploy",
          "up", "deploy",
          "validate", "plan",
          "preview", "plan",
          "tail", "dev",
          "rm", "destroy",
          "down", "destroy",
          "init", "create",
          "new", "create",
          "output", "outputs");

  private CommandSet() {}

  @Command(
      name = "alchemy",
      header = "Infrastructure as a Java script.",
      synopsisHeading = "%nUsage: ",
      customSynopsis = "alchemy [COMMAND] [OPTIONS] [-- ARGUMENTS OF THE SCRIPT]",
      description = {
        "",
        "Without a command it deploys. The script is alchemy.run.java in the working",
        "folder, or where -f PATH says."
      },
      commandListHeading = "%nCommands:%n",
      footer = {
        "",
        "Each command tells more with --help; --version shows the version.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused, 4 locked,",
        "  5 changes pending (plan --check, drift --check), 130 and 143 interrupted"
      })
  private static final class Root {}

  static boolean isCommand(String word) {
    return NAMES.contains(word);
  }

  /** A parser that knows this command only. */
  static CommandLine knowing(String name, Invocation invocation) {
    return new CommandLine(new Root()).addSubcommand(name, make(name, invocation));
  }

  /** A parser that knows all, for the overview. */
  static CommandLine all(Invocation invocation) {
    CommandLine line = new CommandLine(new Root());
    NAMES.forEach(each -> line.addSubcommand(each, make(each, invocation)));
    return line;
  }

  /** What to tell somebody who typed a word that is no command. */
  static UsageException unknown(String word) {
    String known = ELSEWHERE.get(word);
    if (known == null) {
      boolean isOfState = ((CommandLine) make("state", null)).getSubcommands().containsKey(word);
      known = isOfState ? "state " + word : nearest(word, NAMES);
    }
    if (known != null) {
      return new UsageException(
          "There is no command \"" + word + "\".", "Did you mean this?", "    alchemy " + known);
    }
    return new UsageException(
        "There is no command \"" + word + "\".",
        "There is: " + String.join(", ", NAMES),
        "For a script elsewhere:",
        "    alchemy deploy " + word);
  }

  /**
   * The word of these that is at most two slips away, the nearest one; null if there is none. One
   * that destroys is never said where another is as near.
   */
  static String nearest(String word, Iterable<String> known) {
    String nearest = null;
    int least = 2;
    for (String each : known) {
      int distance = distance(word, each);
      if (distance < least || distance == least && (nearest == null || nearest.equals("destroy"))) {
        nearest = each;
        least = distance;
      }
    }
    return nearest;
  }

  /** How many letters have to be added, taken away, changed, or swapped with the next. */
  private static int distance(String one, String other) {
    int[][] rows = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        rows[i][j] =
            Math.min(rows[i - 1][j - 1] + change, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[one.length()][other.length()];
  }

  /** The command itself, whose options are not read. */
  static Object make(String name, Invocation invocation) {
    return switch (name) {
      case "dev" -> new DevCommand(invocation);
      case "deploy" -> new DeployCommand(invocation);
      case "plan" -> new PlanCommand(invocation);
      case "destroy" -> new DestroyCommand(invocation);
      case "outputs" -> new OutputsCommand(invocation);
      case "env" -> new EnvCommand(invocation);
      case "state" ->
          new CommandLine(new StateCommand())
              .addSubcommand("list", new StateListCommand(invocation))
              .addSubcommand("show", new StateShowCommand(invocation))
              .addSubcommand("mv", new StateMvCommand(invocation))
              .addSubcommand("rm", new StateRmCommand(invocation))
              .addSubcommand("unlock", new StateUnlockCommand(invocation))
              .addSubcommand("copy", new StateCopyCommand(invocation))
              .addSubcommand("pull", new StatePullCommand(invocation))
              .addSubcommand("push", new StatePushCommand(invocation));
      case "history" -> new HistoryCommand(invocation);
      case "drift" -> new DriftCommand(invocation);
      case "password" -> new PasswordCommand(invocation);
      case "import" -> new ImportCommand(invocation);
      case "rotate" -> new RotateCommand(invocation);
      case "graph" -> new GraphCommand(invocation);
      case "types" -> new TypesCommand(invocation);
      case "shell" -> new ShellCommand(invocation);
      case "create" -> new CreateCommand(invocation);
      case "local" -> new LocalCommand(invocation);
      case "configure" -> new ConfigureCommand(invocation);
      case "login" -> new LoginCommand(invocation);
      case "logout" -> new LogoutCommand(invocation);
      case "doctor" -> new DoctorCommand(invocation);
      case "completion" -> new CompletionCommand(invocation);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
