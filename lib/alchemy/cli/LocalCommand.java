package alchemy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code local}: the local cloud alone. */
final class LocalCommand implements Command {
  private static final Option DATA =
      new Option("--data", null, "FOLDER", "where its data lives; else .alchemy/local");
  private static final Option JSON =
      new Option("--json", null, null, "one JSON event a line instead");

  static final Manual MANUAL =
      new Manual(
          "local",
          "",
          List.of(
              "Start the local cloud alone, and print the variables that lead to it.",
              "Runs until Ctrl-C."),
          List.of(DATA, JSON, Option.DEBUG),
          List.of("alchemy local", "alchemy local --data /var/tmp/cloud --json"));

  private final Invocation invocation;
  private final Arguments arguments;

  LocalCommand(Invocation invocation, Arguments arguments) {
    this.invocation = invocation;
    this.arguments = arguments;
  }

  @Override
  public int call() throws IOException, InterruptedException {
    Path data = arguments.has(DATA) ? arguments.path(DATA) : Path.of(".alchemy", "local");
    Path folder = invocation.folder().resolve(data);
    Terminal terminal = invocation.terminal();
    try (Interrupts interrupts = new Interrupts(terminal)) {
      Process process =
          LocalProcess.of(invocation, folder, arguments.has(JSON), terminal::note)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      // Its input's end is what ends it.
      interrupts.onInterrupt(() -> endInput(process));
      return process.waitFor();
    }
  }

  private static void endInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy();
    }
  }
}
