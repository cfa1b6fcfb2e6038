package alchemy.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A command that goes on until it is stopped, as {@code dev} does. */
final class Running implements AutoCloseable {
  private static final long LONGEST_SECONDS = 60;

  private final Process process;
  private final BufferedReader lines;
  private final StringBuilder said = new StringBuilder();

  Running(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  long pid() {
    return process.pid();
  }

  /** Reads what it says until a line with this text, which is returned. */
  String await(String text) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("it ended without \"" + text + "\":\n" + said);
  }

  /** Sends a signal, as {@code INT}, waits for the end, and returns the exit code. */
  int stop(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(pid())).start().waitFor();
    lines.lines().forEach(line -> said.append(line).append('\n'));
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end on SIG" + signal + ":\n" + said);
    }
    return process.exitValue();
  }

  /** This process and all that it has started. */
  List<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Waits until all of these have ended; fails, naming those that have not. */
  static void awaitEnd(List<ProcessHandle> processes, long seconds)
      throws InterruptedException, ExecutionException {
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    try {
      all.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(
          "still running: "
              + processes.stream()
                  .filter(ProcessHandle::isAlive)
                  .map(each -> each.info().commandLine().orElse("pid " + each.pid()))
                  .toList(),
          e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return said.toString();
  }
}
