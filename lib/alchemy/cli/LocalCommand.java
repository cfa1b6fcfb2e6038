package alchemy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code local}: the local cloud alone. */
@Command(
    name = "local",
    description = {
      "Start the local cloud alone and print the variables that point a client at it.",
      "Runs until Ctrl-C."
    },
    footer = {"", "Examples:", "  alchemy local", "  alchemy local --data ../cloud --json"})
final class LocalCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "where its data lives; .alchemy/local if not given")
  Path data = Path.of(".alchemy", "local");

  @Option(names = "--json", description = "one JSON event a line instead")
  boolean json;

  @Option(names = "--debug", description = "errors with their stack traces")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  boolean help;

  private final Invocation invocation;

  LocalCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = invocation.folder().resolve(data);
    Terminal terminal = invocation.terminal();
    try (Interrupts interrupts = new Interrupts(terminal)) {
      Process process =
          LocalProcess.of(invocation, folder, json, terminal::note)
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
