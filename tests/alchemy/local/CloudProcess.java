package alchemy.local;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The local cloud as a process of its own, as the command line starts it. */
final class CloudProcess implements AutoCloseable {
  final Process process;
  final Map<String, Object> ready;
  private final BufferedReader lines;

  private CloudProcess(Process process, BufferedReader lines, Map<String, Object> ready) {
    this.process = process;
    this.lines = lines;
    this.ready = ready;
  }

  /** Starts it with a pipe from us, and returns when it is ready. */
  @SuppressWarnings("unchecked")
  static CloudProcess start(Path data) throws IOException {
    var process = launch("--data", data.toString(), "--parent-pipe", "--json");
    var lines = process.inputReader(StandardCharsets.UTF_8);
    var first = lines.readLine();
    if (first == null) {
      throw new IOException("it ended: " + errors(process));
    }
    var ready = (Map<String, Object>) Json.read(first.getBytes(StandardCharsets.UTF_8));
    return new CloudProcess(process, lines, ready);
  }

  static Process launch(String... args) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
    command.add("alchemy.local.Main");
    command.addAll(List.of(args));
    return new ProcessBuilder(command).start();
  }

  // A class path may be relative to our own working folder, which is also the child's; but made
  // absolute it holds wherever a test moves it.
  private static String absolute(String classPath) {
    var parts = new ArrayList<String>();
    for (var part : classPath.split(File.pathSeparator)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }

  static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  String base() {
    return (String) ready.get("prisma");
  }

  String token() {
    return (String) ready.get("prismaToken");
  }

  /** Lets go of the pipe, as a parent does that ends, and gives the exit code. */
  int endOfPipe() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IOException("it did not end with its parent's pipe");
    }
    return process.exitValue();
  }

  /** The next line on its standard output, null at its end. */
  String nextLine() throws IOException {
    return lines.readLine();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
