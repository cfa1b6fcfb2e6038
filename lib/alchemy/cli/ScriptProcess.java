package alchemy.cli;

import alchemy.fetch.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a script through JBang as a child that has our streams and words. The launcher does not come
 * here; it becomes the script's JVM itself.
 */
final class ScriptProcess {
  // JBang's way to say: run the command line that I printed.
  static final int RUN_WHAT_WAS_PRINTED = 255;

  private final Invocation invocation;

  ScriptProcess(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Runs it and gives its exit code.
   *
   * @param place the script or its folder; null for the working folder
   */
  int run(Path place) throws IOException {
    Path folder = invocation.folder();
    Path script = ScriptFinder.at(place == null ? folder : folder.resolve(place)).toRealPath();
    List<String> arguments = new ArrayList<>(List.of("run", "--quiet", script.toString()));
    arguments.addAll(invocation.words());
    if (!invocation.scriptArgs().isEmpty()) {
      arguments.add("--");
      arguments.addAll(invocation.scriptArgs());
    }
    String jar = invocation.variable("ALCHEMY_JBANG_JAR");
    List<String> command = new ArrayList<>(jar.isEmpty() ? onPath() : ofJar(jar));
    command.addAll(arguments);
    ProcessBuilder builder = in(script, command);
    if (jar.isEmpty()) {
      return await(builder.inheritIO().start());
    }
    Process asked = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    asked.getOutputStream().close();
    String printed;
    try (InputStream out = asked.getInputStream()) {
      printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    int code = await(asked);
    if (code != RUN_WHAT_WAS_PRINTED) {
      invocation.terminal().raw(printed.getBytes(StandardCharsets.UTF_8));
      return code;
    }
    return await(in(script, List.of("/bin/sh", "-c", "exec " + printed)).inheritIO().start());
  }

  ProcessBuilder in(Path script, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ALCHEMY_ROOT", script.getParent().toString());
    builder.environment().put("JBANG_NO_VERSION_CHECK", "true");
    builder.environment().put("JBANG_RUNTIME_SHELL", "bash");
    return builder;
  }

  // Ctrl-C reaches the child by itself; SIGTERM is sent to us alone.
  private static int await(Process child) {
    Signals.handle("INT", () -> {});
    Signals.handle("TERM", child::destroy);
    try {
      return child.waitFor();
    } catch (InterruptedException e) {
      child.destroy();
      Thread.currentThread().interrupt();
      return Exit.FAILED;
    }
  }

  static List<String> ofJar(String jar) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jar, "dev.jbang.Main");
  }

  private List<String> onPath() {
    return Programs.find("jbang", invocation.variables())
        .map(jbang -> List.of(jbang.toString()))
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no JBang to run the script with.",
                    "Put jbang on the PATH, or use the launcher of a checkout, which brings one:",
                    "    ./alchemy " + String.join(" ", invocation.words())));
  }
}
