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
public final class Running implements AutoCloseable {
  /** Whether a command is started in a process group of its own. */
  static final boolean HAS_GROUP = System.getProperty("os.name").equals("Linux");

  private static final long LONGEST_SECONDS = 120;

  private final Process process;
  private final BufferedReader lines;
  private final StringBuilder said = new StringBuilder();

  Running(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
    // So that what waits for a line or for the end does not wait for ever.
    CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS).execute(this::close);
  }

  long pid() {
    return process.pid();
  }

  /** Reads what it says until a line with this text, which is returned. */
  public String await(String text) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("it ended without \"" + text + "\":\n" + said);
  }

  /** Reads what it says until a question that ends with this text, and types the answer. */
  void answer(String question, String typed) throws IOException {
    StringBuilder read = new StringBuilder();
    while (!read.toString().endsWith(question)) {
      int next = lines.read();
      if (next < 0) {
        throw new AssertionError("it ended without \"" + question + "\":\n" + said + read);
      }
      read.append((char) next);
    }
    said.append(read);
    type(typed + "\n");
  }

  /**
   * Sends a signal, waits for the end, and returns the exit code. {@code INT} goes to the whole
   * group, as a terminal's Ctrl-C does.
   */
  public int stop(String signal) throws IOException, InterruptedException {
    signal(signal);
    return end();
  }

  /** Sends a signal, as {@link #stop} does, and does not wait. */
  void signal(String signal) throws IOException, InterruptedException {
    String target = (HAS_GROUP && signal.equals("INT") ? "-" : "") + pid();
    new ProcessBuilder("kill", "-" + signal, "--", target).start().waitFor();
  }

  /** Types on what it reads. */
  void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for the end, and returns the exit code. */
  int end() throws InterruptedException {
    lines.lines().forEach(line -> said.append(line).append('\n'));
    return process.waitFor();
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
    // What it has started would otherwise keep its output open, and whoever reads that waiting.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return said.toString();
  }
}
