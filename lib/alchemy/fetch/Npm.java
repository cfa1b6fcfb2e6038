package alchemy.fetch;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The {@code npm} on the user's PATH. */
final class Npm {
  private static final int SHOWN_LINES = 8;
  private static final long LONGEST_MINUTES = 10;

  private final Path executable;

  private Npm(Path executable) {
    this.executable = executable;
  }

  /** Finds npm; empty if it, or the {@code node} that it needs, is not on the PATH. */
  static Optional<Npm> find(Map<String, String> env) {
    return Programs.find("node", env).flatMap(node -> Programs.find("npm", env)).map(Npm::new);
  }

  /**
   * Runs npm in a folder.
   *
   * @param what what it is for, in the error
   * @throws FetchFailedException with the last lines that npm wrote, if it does not end with 0
   */
  void run(String what, Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("alchemy-npm-", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(output.toFile())
              .start();
      int code = await(process);
      if (code != 0) {
        throw failed(what, folder, arguments, Files.readString(output, StandardCharsets.UTF_8));
      }
    } finally {
      Files.delete(output);
    }
  }

  private static int await(Process process) throws IOException {
    try {
      if (process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      throw new IOException("npm did not end within " + LONGEST_MINUTES + " minutes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while npm was running");
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static FetchFailedException failed(
      String what, Path folder, String[] arguments, String output) {
    List<String> details = new ArrayList<>();
    details.add("npm failed in " + folder + ":");
    List<String> lines =
        output
            .lines()
            .filter(line -> line.startsWith("npm error") || line.startsWith("npm ERR!"))
            .filter(line -> !line.contains("A complete log of this run"))
            .toList();
    if (lines.isEmpty()) {
      lines = output.lines().toList();
    }
    lines.stream().limit(SHOWN_LINES).forEach(line -> details.add("  " + line));
    details.add("To see it for yourself, run there:");
    details.add("    npm " + String.join(" ", arguments));
    return new FetchFailedException(what, details.toArray(String[]::new));
  }
}
