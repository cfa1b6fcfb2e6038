package alchemy.cli;

import alchemy.AlchemyException;
import alchemy.fetch.MavenPath;
import alchemy.fetch.Platform;
import alchemy.fetch.Programs;
import alchemy.fetch.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code doctor} says of the programs that a run uses. */
final class ToolFindings {
  private static final String GROUP = "Programs";
  private static final long LONGEST_SECONDS = 5;
  private static final String AT_FIRST_NEED = ", not fetched yet; that is done at first need";
  private static final Pattern DEPENDENCY =
      Pattern.compile("(?m)^//DEPS\\s.*?io\\.github\\.alchemy-java:alchemy:(\\S+)");

  private ToolFindings() {}

  /**
   * Looks.
   *
   * @param script the script; null if there is none
   */
  static List<Finding> of(Invocation invocation, Path script) throws IOException {
    Map<String, String> env = invocation.variables();
    CompletableFuture<Optional<String>> node =
        CompletableFuture.supplyAsync(() -> version("node", env));
    CompletableFuture<Optional<String>> npm =
        CompletableFuture.supplyAsync(() -> version("npm", env));
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(GROUP, "Java", Runtime.version().toString()));
    findings.add(jbang(invocation));
    findings.add(library(script));
    try {
      Tools.standard(line -> {})
          .fetched()
          .forEach((tool, there) -> findings.add(fetched(tool.split(" "), there)));
      String postgres = Platform.current().postgresCoordinates();
      MavenPath maven = MavenPath.standard(line -> {});
      findings.add(
          fetched(
              new String[] {"PostgreSQL", postgres.substring(postgres.lastIndexOf(':') + 1)},
              maven.has(postgres)));
    } catch (AlchemyException e) {
      findings.add(Finding.broken(GROUP, "local cloud", e));
    }
    findings.add(optional("Node", node.join()));
    findings.add(optional("npm", npm.join()));
    return findings;
  }

  private static Finding jbang(Invocation invocation) throws IOException {
    String jar = invocation.variable("ALCHEMY_JBANG_JAR");
    if (!jar.isEmpty() && Files.isRegularFile(Path.of(jar))) {
      try (JarFile file = new JarFile(jar)) {
        String version = file.getManifest().getMainAttributes().getValue("JBang-Version");
        return Finding.ok(GROUP, "JBang", version == null ? jar : version);
      }
    }
    return version("jbang", invocation.variables())
        .map(version -> Finding.ok(GROUP, "JBang", version))
        .orElse(
            Finding.missing(
                GROUP,
                "JBang",
                "not on the PATH",
                "install it (https://www.jbang.dev/download), or start ./alchemy, which brings"
                    + " one"));
  }

  private static Finding library(Path script) throws IOException {
    Matcher asked = DEPENDENCY.matcher(script == null ? "" : Files.readString(script));
    boolean names = asked.find();
    if (names && !asked.group(1).equals(Version.NUMBER)) {
      return new Finding(
          GROUP,
          "library",
          Finding.Status.BROKEN,
          Version.NUMBER + ", but the script asks for " + asked.group(1),
          "write //DEPS io.github.alchemy-java:alchemy:" + Version.NUMBER);
    }
    return Finding.ok(GROUP, "library", Version.NUMBER + (names ? ", as the script asks for" : ""));
  }

  private static Finding fetched(String[] tool, boolean there) {
    return there
        ? Finding.ok(GROUP, tool[0], tool[1] + ", fetched")
        : Finding.missing(GROUP, tool[0], tool[1] + AT_FIRST_NEED, "");
  }

  private static Finding optional(String name, Optional<String> version) {
    return version
        .map(each -> Finding.ok(GROUP, name, each))
        .orElse(
            Finding.missing(
                GROUP, name, "not on the PATH; needed only if a project asks for it", ""));
  }

  private static Optional<String> version(String name, Map<String, String> env) {
    return Programs.find(name, env).flatMap(ToolFindings::version);
  }

  private static Optional<String> version(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        return Optional.empty();
      }
      byte[] out = process.getInputStream().readAllBytes();
      return Optional.of(new String(out, StandardCharsets.UTF_8).strip().replaceFirst("^v", ""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // a program that does not start is as good as none
    }
  }
}
