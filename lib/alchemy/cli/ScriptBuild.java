package alchemy.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Compiles a script anew and loads it into this process. JBang does it, which knows dependencies
 * and sources; only where its directives are as they were, and name no more files, the compiler of
 * this JDK is asked first, which takes a fifth of the time.
 */
final class ScriptBuild {
  // What the launcher gives JBang, too: a javac that ends soon needs no optimising compiler.
  private static final List<String> QUICK =
      List.of("-C=-J-XX:TieredStopAtLevel=1", "-C=-J-XX:+UseSerialGC", "-C=-proc:none");

  private static final String NO_SOURCES = "//(JAVA|GAV|DESCRIPTION) .*|//DEPS (?!.*\\.java).*";

  private final Path script;
  private final Path cache;
  private String directives;
  private String main = System.getProperty("sun.java.command", "").split(" ", 2)[0];
  private List<String> classPath = ScriptClasses.ofProcess();

  /** For a script, which is now as it was when this process was started. */
  ScriptBuild(Path script) throws IOException {
    this.script = script;
    this.cache = script.resolveSibling(".alchemy/cache/script");
    this.directives = directives();
  }

  /**
   * Compiles the script and learns what it declares.
   *
   * @return how it is to be run from now on
   * @throws ScriptBuildException if it does not compile, or declares nothing
   */
  Invocation run(Invocation invocation) throws IOException {
    if (!compiles()) {
      String now = directives();
      ask(invocation);
      directives = now;
    }
    Invocation result = new Declaring(new ScriptClasses(classPath), main, invocation).result();
    forget();
    return result;
  }

  // Not earlier: until then a class of the version before may be asked for.
  private void forget() throws IOException {
    try (Stream<Path> found = Files.exists(cache) ? Files.walk(cache) : Stream.empty()) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(cache) && !each.startsWith(classPath.get(0))) {
          Files.delete(each);
        }
      }
    }
  }

  // What it would complain of is left to JBang, so that a fault looks the same everywhere.
  private boolean compiles() throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    String now = directives();
    boolean alone = now.lines().allMatch(each -> each.matches(NO_SOURCES));
    if (javac == null || !alone || !now.equals(directives)) {
      return false;
    }
    // Without what it was compiled to before.
    List<String> others = classPath.subList(1, classPath.size());
    String path = String.join(File.pathSeparator, others);
    // A fresh folder: a class that is not in the script any more must not be found.
    Path to = Files.createTempDirectory(Files.createDirectories(cache), "");
    OutputStream silent = OutputStream.nullOutputStream();
    String[] words = {"-proc:none", "-cp", path, "-d", to.toString(), script.toString()};
    if (javac.run(null, silent, silent, words) != 0
        || !Files.exists(to.resolve(main.replace('.', '/') + ".class"))) {
      return false;
    }
    classPath = new ArrayList<>(others);
    classPath.add(0, to.toString());
    return true;
  }

  private String directives() throws IOException {
    return String.join(
        "\n", Files.readString(script).lines().filter(each -> each.matches("//[A-Z].*")).toList());
  }

  // For the command line that JBang would run.
  private void ask(Invocation invocation) throws IOException {
    ScriptProcess process = new ScriptProcess(invocation);
    List<String> asked = new ArrayList<>(ScriptProcess.ofJar(jar(invocation)));
    asked.addAll(List.of("run", "--quiet"));
    asked.addAll(QUICK);
    asked.add(script.toString());
    Path errors = Files.createTempFile("alchemy-jbang-", ".log");
    List<String> words;
    try {
      Process jbang = process.in(script, asked).redirectError(errors.toFile()).start();
      jbang.getOutputStream().close();
      String line = text(jbang);
      if (jbang.waitFor() != ScriptProcess.RUN_WHAT_WAS_PRINTED) {
        throw ScriptBuildException.of(Files.readString(errors), script);
      }
      words =
          text(process.in(script, List.of("/bin/sh", "-c", "printf '%s\\n' " + line)).start())
              .lines()
              .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptBuildException("Interrupted while the script was compiled.");
    } finally {
      Files.delete(errors);
    }
    int at = words.indexOf("-classpath");
    if (at < 0) {
      throw new ScriptBuildException(
          "The script changed, and cannot be run again in this process.", "Start dev again.");
    }
    classPath = List.of(words.get(at + 1).split(File.pathSeparator));
    main = words.get(words.size() - 1);
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String jar(Invocation invocation) {
    String given = invocation.variable("ALCHEMY_JBANG_JAR");
    if (!given.isEmpty()) {
      return given;
    }
    for (String each : invocation.variable("PATH").split(File.pathSeparator)) {
      Path jar = Path.of(each, "jbang.jar");
      if (!each.isEmpty() && Files.isRegularFile(jar)) {
        return jar.toString();
      }
    }
    throw new ScriptBuildException(
        "The script changed, and there is no JBang to compile it with.", "Start dev again.");
  }
}
