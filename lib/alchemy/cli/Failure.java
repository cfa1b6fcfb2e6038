package alchemy.cli;

import alchemy.AlchemyException;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command that failed says so. */
final class Failure {
  private final Invocation invocation;

  Failure(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Prints what happened and gives the exit code. */
  int tell(Throwable thrown) {
    Terminal terminal = invocation.terminal();
    AlchemyException known = known(thrown);
    String[] lines = known.getMessage().split("\n");
    terminal.note(terminal.noteStyle().red(lines[0]));
    List.of(lines).subList(1, lines.length).forEach(terminal::note);
    if (has("--json")) {
      new JsonEvents(terminal).error(known.getMessage(), known.exitCode());
    }
    if (has("--debug")) {
      trace(terminal, thrown);
    }
    return known.exitCode();
  }

  /** The error as one of ours. */
  static AlchemyException known(Throwable thrown) {
    if (thrown instanceof AlchemyException known) {
      return known;
    }
    if (thrown instanceof ParameterException wrong) {
      return usage(wrong);
    }
    return new UnexpectedException(thrown);
  }

  private static UsageException usage(ParameterException wrong) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String message = wrong.getMessage().lines().findFirst().orElse("");
    String end = message.endsWith(".") ? "" : ".";
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String nearest =
          CommandSet.nearest(
              unmatched.getUnmatched().get(0), wrong.getCommandLine().getSubcommands().keySet());
      List<String> meant = nearest != null ? List.of(nearest) : unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        return new UsageException(
            message + end,
            "Did you mean " + String.join(", ", meant) + "?",
            "More:",
            "    " + command + " --help");
      }
    }
    return new UsageException(message + end, "More:", "    " + command + " --help");
  }

  private boolean has(String option) {
    return invocation.words().contains(option);
  }

  private static void trace(Terminal terminal, Throwable thrown) {
    String label = "";
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      terminal.note(label + each);
      for (StackTraceElement frame : each.getStackTrace()) {
        terminal.note("    at " + frame);
      }
      label = "caused by ";
    }
  }
}
