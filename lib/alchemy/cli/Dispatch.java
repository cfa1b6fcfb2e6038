package alchemy.cli;

import java.util.ArrayList;
import java.util.List;

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
    String name = words.remove(0);
    if (name.equals("state") && !words.isEmpty() && !words.get(0).startsWith("-")) {
      name += " " + words.remove(0);
    }
    Manual manual = CommandSet.manual(name);
    Arguments arguments = Arguments.read(manual, words);
    if (arguments.has(Option.HELP)) {
      manual.lines().forEach(line -> invocation.terminal().result(line.stripTrailing()));
      return Exit.DONE;
    }
    return CommandSet.make(name, invocation, arguments).call();
  }

  private void overview() {
    CommandSet.overview().forEach(invocation.terminal()::result);
    if (!invocation.variable("ALCHEMY_HOME").isEmpty()) {
      invocation.terminal().result("In a checkout also: alchemy test, alchemy check");
    }
  }
}
