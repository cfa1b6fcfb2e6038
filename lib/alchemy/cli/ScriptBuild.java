package alchemy.cli;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The script as it is now, compiled by JBang, which knows its dependencies and sources, and loaded
 * into this process.
 */
final class ScriptBuild {
  // What the launcher gives JBang, too: a javac that ends soon needs no optimising compiler.
  private static final List<String> QUICK =
      List.of("-C=-J-XX:TieredStopAtLevel=1", "-C=-J-XX:+UseSerialGC", "-C=-proc:none");

  private final Invocation invocation;
  private final Path script;

  ScriptBuild(Invocation invocation, Path script) {
    this.invocation = invocation;
    this.script = script;
  }

  /**
   * Compiles the script and learns what it declares.
   *
   * @return how it is to be run from now on
   * @throws ScriptBuildException if it does not compile, or declares nothing
   */
  Invocation run() throws IOException {
    List<String> command = command();
    int classPath = command.indexOf("-classpath");
    if (classPath < 0) {
      throw new ScriptBuildException(
          "The script changed, and cannot be run again in this process.", "Start dev again.");
    }
    ClassLoader classes = new Classes(command.get(classPath + 1));
    return new Declaring(classes, command.get(command.size() - 1), invocation).result();
  }

  // The words of the command line that JBang would run.
  private List<String> command() throws IOException {
    ScriptProcess process = new ScriptProcess(invocation);
    List<String> asked = new ArrayList<>(ScriptProcess.ofJar(jar()));
    asked.addAll(List.of("run", "--quiet"));
    asked.addAll(QUICK);
    asked.add(script.toString());
    Path errors = Files.createTempFile("alchemy-jbang-", ".log");
    try {
      Process jbang = process.in(script, asked).redirectError(errors.toFile()).start();
      jbang.getOutputStream().close();
      String line = text(jbang);
      if (jbang.waitFor() != ScriptProcess.RUN_WHAT_WAS_PRINTED) {
        throw ScriptBuildException.of(Files.readString(errors), script);
      }
      Process words =
          process.in(script, List.of("/bin/sh", "-c", "printf '%s\\n' " + line)).start();
      return text(words).lines().toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptBuildException("Interrupted while the script was compiled.");
    } finally {
      Files.delete(errors);
    }
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String jar() {
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

  /** The script's classes and those of new dependencies; what this process has stays what it is. */
  private static final class Classes extends URLClassLoader {
    Classes(String classPath) throws IOException {
      super(own(classPath), Classes.class.getClassLoader());
    }

    private static URL[] own(String classPath) throws IOException {
      List<String> all = List.of(classPath.split(File.pathSeparator));
      Set<String> known =
          new HashSet<>(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
      List<URL> own = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        // The first is the script's, which may have come back to what it was at the start.
        if (i == 0 || !known.contains(all.get(i))) {
          own.add(Path.of(all.get(i)).toUri().toURL());
        }
      }
      return own.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          return findClass(name);
        } catch (ClassNotFoundException e) {
          return super.loadClass(name, resolve);
        }
      }
    }
  }
}
