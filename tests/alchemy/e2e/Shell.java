package alchemy.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.contract.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands in a folder, as a person would: each a process of its own, its output kept. */
public final class Shell {
  /** The checkout. */
  public static final Path HOME = Path.of(System.getenv("ALCHEMY_HOME"));

  static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final long LONGEST_SECONDS = 120;

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();

  /** What a command came to. */
  public record Ran(List<String> command, int code, String out, String err) {
    /** All that a person saw. */
    public String all() {
      return out + err;
    }

    /** Fails the test, showing everything, unless the command ended with this code. */
    public Ran expect(int expected) {
      if (code != expected) {
        throw new AssertionError("exit " + code + " instead of " + expected + "\n" + this);
      }
      return this;
    }

    @Override
    public String toString() {
      return String.join(" ", command)
          + " -> exit "
          + code
          + "\n--out--\n"
          + out
          + "--err--\n"
          + err;
    }
  }

  /** Commands in a folder. */
  public Shell(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** Sets a variable for the commands to come; null takes it away. */
  public Shell with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Sets variables for the commands to come. */
  public Shell with(Map<String, String> more) {
    variables.putAll(more);
    return this;
  }

  /**
   * Puts a {@code jbang} on the PATH of the commands to come, which runs the jar of this test run
   * as JBang's own start script would.
   */
  Shell withJBang(Path bin) throws IOException {
    assumeTrue(
        System.getenv("ALCHEMY_JBANG_JAR") != null,
        "run by ./alchemy test, which knows JBang's jar");
    Path jbang = Files.createDirectories(bin).resolve("jbang");
    Files.writeString(
        jbang,
        """
        #!/bin/sh
        export JBANG_RUNTIME_SHELL=bash JBANG_STDIN_NOTTY=true JBANG_NO_VERSION_CHECK=true
        line=$('%s' -XX:TieredStopAtLevel=1 -cp "$ALCHEMY_JBANG_JAR" dev.jbang.Main "$@") || code=$?
        if [ "${code-0}" -eq 255 ]; then eval "exec $line"; fi
        if [ -n "$line" ]; then printf '%%s\\n' "$line"; fi
        exit "${code-0}"
        """
            .formatted(JAVA));
    Files.setPosixFilePermissions(jbang, PosixFilePermissions.fromString("rwxr-xr-x"));
    return with("PATH", bin + ":" + System.getenv("PATH"));
  }

  /** Runs {@code alchemy} with arguments and waits for its end. */
  public Ran run(String... arguments) throws IOException, InterruptedException {
    Ran ran = program("", alchemy(arguments));
    if (List.of(arguments).contains("--json") && !List.of(arguments).contains("local")) {
      Events.check(ran.out());
    }
    return ran;
  }

  /** Runs a command with something to read and waits for its end. */
  public Ran program(String input, List<String> command) throws IOException, InterruptedException {
    Path in = Files.writeString(Files.createTempFile("in", ".txt"), input);
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    Process process =
        builder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(command + " did not end\n" + Files.readString(err));
    }
    Ran ran =
        new Ran(
            command,
            process.exitValue(),
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(err, StandardCharsets.UTF_8));
    Files.delete(in);
    Files.delete(out);
    Files.delete(err);
    return ran;
  }

  /** Starts {@code alchemy} with arguments and does not wait. */
  Running start(String... arguments) throws IOException {
    return startProgram(alchemy(arguments));
  }

  /** Starts a command and does not wait. */
  public Running startProgram(List<String> program) throws IOException {
    List<String> command = new ArrayList<>();
    if (Running.HAS_GROUP) {
      // A group of its own, as a terminal gives; and a test run in the background ignores Ctrl-C,
      // which its children would inherit.
      command.addAll(List.of("setsid", "env", "--default-signal=INT"));
    }
    command.addAll(program);
    return new Running(builder(command).redirectErrorStream(true).start());
  }

  private static List<String> alchemy(String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", HOME.resolve("alchemy").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    // Through sh, so that the program is looked for on the PATH that it will have itself.
    List<String> started = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\""));
    started.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(started).directory(folder.toFile());
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
    return builder;
  }

  // What the test run itself was started with must not steer what it tests.
  private static boolean isOurs(String name) {
    return name.equals("CI")
        || name.equals("NO_COLOR")
        || name.startsWith("PRISMA_")
        || name.startsWith("CLOUDFLARE_")
        || name.startsWith("ALCHEMY_")
            && !name.equals("ALCHEMY_CACHE")
            && !name.equals("ALCHEMY_CONFIG")
            && !name.equals("ALCHEMY_LOCAL_RECORD")
            && !name.equals("ALCHEMY_JBANG_JAR");
  }

  /** Copies a folder, node_modules and state left out. */
  public static void copy(Path from, Path to) throws IOException {
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
