package alchemy.cli;

import alchemy.fetch.MavenPath;
import alchemy.fetch.Platform;
import alchemy.fetch.Programs;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How the local cloud's process is started: with a class path of its own, none of the user's
 * credentials, and a pipe whose end it takes for ours.
 */
final class LocalProcess {
  private LocalProcess() {}

  /**
   * A process to start; its error stream is ours.
   *
   * @param progress hears of what has to be fetched first
   */
  static ProcessBuilder of(
      Invocation invocation, Path data, boolean json, Consumer<String> progress) {
    List<String> command = new ArrayList<>(apart(invocation));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", classPath(invocation, progress), "alchemy.local.Main"));
    command.addAll(List.of("--data", data.toString(), "--parent-pipe"));
    if (json) {
      command.add("--json");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("PRISMA_SERVICE_TOKEN")
                    || name.equals("CLOUDFLARE_API_TOKEN")
                    || name.equals("ALCHEMY_PASSWORD"));
    return builder;
  }

  // Ctrl-C reaches every process of a terminal's group. The local cloud has to outlive it until the
  // requests under way have ended; it ends with our pipe.
  private static List<String> apart(Invocation invocation) {
    return Programs.find("setsid", invocation.variables())
        .map(setsid -> List.of(setsid.toString()))
        .orElseGet(
            () ->
                Files.isExecutable(Path.of("/bin/sh"))
                    ? List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh")
                    : List.of());
  }

  private static String classPath(Invocation invocation, Consumer<String> progress) {
    String given = invocation.variable("ALCHEMY_LOCAL_CLASSPATH");
    if (!given.isEmpty()) {
      return given;
    }
    return MavenPath.standard(progress)
        .classpath(
            "io.github.alchemy-java:alchemy-local:" + Version.NUMBER,
            Platform.current().postgresCoordinates())
        .stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
