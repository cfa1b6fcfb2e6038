package alchemy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** From words to a command, from a command to an exit code. */
final class Dispatch {
  private final Invocation invocation;

  Dispatch(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Runs the command that the words name; an unknown word is never a deploy. */
  int run() {
    try {
      return command(new ArrayList<>(invocation.words()));
    } catch (Throwable e) { // the one place where everything ends: as a message and an exit code
      return new Failure(invocation).tell(e);
    } finally {
      invocation.terminal().lastWord();
    }
  }

  private int command(List<String> words) throws Exception {
    String first = words.isEmpty() ? "" : words.get(0);
    switch (first) {
      case "--version", "-V" -> {
        invocation.terminal().result(Version.text());
        return Exit.DONE;
      }
      case "--help", "-h" -> {
        overview();
        return Exit.DONE;
      }
      case "help" -> {
        if (words.size() == 1) {
          overview();
          return Exit.DONE;
        }
        words.remove(0);
        words.add("--help");
      }
      default -> {
        if (first.isEmpty() || first.startsWith("-")) {
          words.add(0, "deploy");
        }
      }
    }
    if (!CommandSet.isCommand(words.get(0))) {
      throw CommandSet.unknown(words.get(0));
    }
    ScriptCommand plain = PlainWords.command(words, invocation);
    if (plain != null) {
      return plain.call();
    }
    ParseResult parsed =
        CommandSet.knowing(words.get(0), invocation).parseArgs(words.toArray(String[]::new));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    if (parsed.isUsageHelpRequested()) {
      show(parsed.commandSpec().commandLine());
      return Exit.DONE;
    }
    return (Integer) ((Callable<?>) parsed.commandSpec().userObject()).call();
  }

  private void overview() {
    CommandLine all = CommandSet.all(invocation);
    show(all);
    if (!invocation.variable("ALCHEMY_HOME").isEmpty()) {
      invocation.terminal().result("In a checkout also: alchemy test, check, package, bench");
    }
  }

  private void show(CommandLine line) {
    String text = line.getUsageMessage(Ansi.OFF);
    text.stripTrailing().lines().forEach(invocation.terminal()::result);
  }
}
