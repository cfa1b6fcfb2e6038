package alchemy.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the launcher in a folder, as a person would: a process of its own, its output kept. */
final class Shell {
  static final Path HOME = Path.of(System.getenv("ALCHEMY_HOME"));
  private static final long LONGEST_SECONDS = 120;

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();

  /** What a command came to. */
  record Ran(List<String> command, int code, String out, String err) {
    /** All that a person saw. */
    String all() {
      return out + err;
    }

    /** Fails the test, showing everything, unless the command ended with this code. */
    Ran expect(int expected) {
      if (code != expected) {
        throw new AssertionError("exit " + code + " instead of " + expected + "\n" + this);
      }
      return this;
    }

    @Override
    public String toString() {
      return String.join(" ", command) + " -> exit " + code + "\n--out--\n" + out + "--err--\n" + err;
    }
  }

  Shell(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** Sets a variable for the commands to come; null takes it away. */
  Shell with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  Shell with(Map<String, String> more) {
    variables.putAll(more);
    return this;
  }

  /** Runs {@code alchemy} with arguments and waits for its end. */
  Ran run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", HOME.resolve("alchemy").toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    Process process = start(command, out, err);
    process.getOutputStream().close();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(command + " did not end\n" + Files.readString(err));
    }
    Ran ran =
        new Ran(
            List.of(arguments),
            process.exitValue(),
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(err, StandardCharsets.UTF_8));
    Files.delete(out);
    Files.delete(err);
    return ran;
  }

  private Process start(List<String> command, Path out, Path err) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(Shell::isOurs);
    variables.forEach(
        (name, value) -> {
          if (value == null) {
            env.remove(name);
          } else {
            env.put(name, value);
          }
        });
    return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  // What the test run itself was started with must not steer what it tests.
  private static boolean isOurs(String name) {
    return name.equals("CI")
        || name.equals("NO_COLOR")
        || name.startsWith("PRISMA_")
        || name.startsWith("CLOUDFLARE_")
        || name.startsWith("ALCHEMY_")
            && !name.equals("ALCHEMY_CACHE")
            && !name.equals("ALCHEMY_JBANG_JAR");
  }

  /** Copies a folder, node_modules and state left out. */
  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path each : files.toList()) {
        String relative = from.relativize(each).toString();
        if (relative.contains("node_modules") || relative.contains(".alchemy")) {
          continue;
        }
        Path target = to.resolve(relative);
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }
}
