package alchemy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code local}: the local cloud alone. */
@Command(
    name = "local",
    description = {
      "Start the local cloud alone and print the variables that point a client at it.",
      "Runs until Ctrl-C."
    },
    footer = {
      "",
      "A RULE is 'METHOD /path: STATUS [retry-after=SECONDS] [xTIMES]', or",
      "'METHOD /path [xTIMES]' for --drop-after. The end of a path is enough; * is any",
      "method or segment.",
      "",
      "Examples:",
      "  alchemy local",
      "  alchemy local --data ../cloud --json",
      "  alchemy local --log --latency 100ms --fail 'POST /v1/databases: 503 x2'",
      "  alchemy local --drop-after 'POST /databases/*/connections x1'"
    })
final class LocalCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "where its data lives; .alchemy/local if not given")
  Path data = Path.of(".alchemy", "local");

  @Option(names = "--json", description = "one JSON event a line instead")
  boolean json;

  @Option(names = "--log", description = "show each request with its status and time")
  boolean log;

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      description = "hold each request back: 100ms, 2s")
  String latency;

  @Option(
      names = "--fail",
      paramLabel = "RULE",
      description = "answer such requests with that status, and do nothing")
  List<String> fail = List.of();

  @Option(
      names = "--drop-after",
      paramLabel = "RULE",
      description = "do what such requests ask, and answer nothing")
  List<String> dropAfter = List.of();

  @Mixin HelpFlags flags;

  private final Invocation invocation;

  LocalCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = invocation.folder().resolve(data);
    Terminal terminal = invocation.terminal();
    try (Interrupts interrupts = new Interrupts(terminal)) {
      ProcessBuilder builder =
          LocalProcess.of(invocation, folder, json, terminal::note)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT);
      // Their form is checked over there, where they are used.
      builder.command().addAll(wishes());
      Process process = builder.start();
      // Its input's end is what ends it.
      interrupts.onInterrupt(() -> endInput(process));
      return process.waitFor();
    }
  }

  private List<String> wishes() {
    List<String> words = new ArrayList<>();
    if (log) {
      words.add("--log");
    }
    if (latency != null) {
      words.addAll(List.of("--latency", latency));
    }
    fail.forEach(each -> words.addAll(List.of("--fail", each)));
    dropAfter.forEach(each -> words.addAll(List.of("--drop-after", each)));
    return words;
  }

  private static void endInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy();
    }
  }
}
