package alchemy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Options of the commands that change something. */
final class ApplyFlags {
  private static final int PARALLEL_STEPS = 32;
  private static final Option YES =
      new Option("--yes", "-y", null, "approve what destroys data, without a question");
  private static final Option PARALLEL =
      new Option("--parallel", null, "N", "how many steps at once, else " + PARALLEL_STEPS);
  private static final Option LOCK_TIMEOUT =
      new Option("--lock-timeout", null, "TIME", "wait for another run: 30s, 5m; else not at all");

  final boolean yes;
  final int parallel;
  final Duration lockTimeout;

  ApplyFlags(Arguments arguments) {
    yes = arguments.has(YES);
    parallel = arguments.has(PARALLEL) ? steps(arguments.get(PARALLEL)) : PARALLEL_STEPS;
    lockTimeout = arguments.has(LOCK_TIMEOUT) ? time(arguments.get(LOCK_TIMEOUT)) : Duration.ZERO;
  }

  /** These options and those about the script, after a command's own. */
  static List<Option> and(Option... own) {
    List<Option> options = new ArrayList<>(List.of(own));
    options.addAll(List.of(YES, PARALLEL, LOCK_TIMEOUT));
    options.addAll(ScriptFlags.and());
    return options;
  }

  private static int steps(String value) {
    if (!value.matches("[1-9]\\d{0,4}")) {
      throw new UsageException("--parallel \"" + value + "\" is no number of 1 or more.");
    }
    return Integer.parseInt(value);
  }

  private static Duration time(String value) {
    if (!value.matches("\\d{1,6}[sm]?")) {
      throw new UsageException("--lock-timeout \"" + value + "\" is no time such as 30s or 5m.");
    }
    long number = Long.parseLong(value.replaceAll("[sm]", ""));
    return value.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }
}
