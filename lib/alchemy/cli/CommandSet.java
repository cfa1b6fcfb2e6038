package alchemy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All commands by name. Only the one that is called is loaded. */
final class CommandSet {
  static final List<String> NAMES =
      List.of("dev", "deploy", "plan", "destroy", "outputs", "state", "create", "local");

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

  static boolean isCommand(String word) {
    return NAMES.contains(word);
  }

  /** The overview. */
  static List<String> overview() {
    List<String> lines = new ArrayList<>();
    lines.add("Infrastructure as a Java script.");
    lines.add("");
    lines.add("Usage: alchemy [COMMAND] [OPTIONS] [-- ARGUMENTS OF THE SCRIPT]");
    lines.add("");
    lines.add("Without a command it deploys. The script is alchemy.run.java in the working");
    lines.add("folder, or where -f PATH says.");
    lines.add("");
    lines.add("Commands:");
    NAMES.forEach(
        each -> lines.add(String.format("  %-8s %s", each, manual(each).description().get(0))));
    lines.add("");
    lines.add("Each command tells more with --help; --version shows the version.");
    lines.add("Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused, 4 locked,");
    lines.add("  5 changes pending (plan --check), 130 and 143 interrupted");
    return lines;
  }

  /** What to tell somebody who typed a word that is no command. */
  static UsageException unknown(String word) {
    String known =
        ELSEWHERE.containsKey(word) ? ELSEWHERE.get(word) : Spelling.nearest(word, NAMES);
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

  /** A command's manual; its name may have two words. */
  static Manual manual(String name) {
    return switch (name) {
      case "dev" -> DevCommand.MANUAL;
      case "deploy" -> DeployCommand.MANUAL;
      case "plan" -> PlanCommand.MANUAL;
      case "destroy" -> DestroyCommand.MANUAL;
      case "outputs" -> OutputsCommand.MANUAL;
      case "state" -> StateCommand.MANUAL;
      case "state list" -> StateListCommand.MANUAL;
      case "state show" -> StateShowCommand.MANUAL;
      case "create" -> CreateCommand.MANUAL;
      case "local" -> LocalCommand.MANUAL;
      default -> throw unknown(name);
    };
  }

  static Command make(String name, Invocation invocation, Arguments arguments) {
    return switch (name) {
      case "dev" -> new DevCommand(invocation, arguments);
      case "deploy" -> new DeployCommand(invocation, arguments);
      case "plan" -> new PlanCommand(invocation, arguments);
      case "destroy" -> new DestroyCommand(invocation, arguments);
      case "outputs" -> new OutputsCommand(invocation, arguments);
      case "state list" -> new StateListCommand(invocation, arguments);
      case "state show" -> new StateShowCommand(invocation, arguments);
      case "create" -> new CreateCommand(invocation, arguments);
      case "local" -> new LocalCommand(invocation, arguments);
      default -> throw Arguments.wrong(manual(name), "\"" + name + "\" needs to know what to do.");
    };
  }
}
