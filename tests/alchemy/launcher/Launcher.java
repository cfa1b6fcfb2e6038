package alchemy.launcher;

import alchemy.cli.Library;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A checkout with the real launcher and a library of one class, in a folder of its own with its own
 * caches, so that a test can change, break and delete whatever it likes.
 */
final class Launcher {
  /** How a run ended. */
  record Ended(int code, String out, String err) {}

  private static final String ENTRY = "class %s { public static void main(String... args) {} }\n";

  final Path home;
  final Path cache;
  final Map<String, String> env = new TreeMap<>(System.getenv());

  /** Lays out the checkout below {@code caches.resolve(name)}; checkouts can share the caches. */
  Launcher(Path caches, String name) throws IOException {
    home = caches.resolve(name);
    cache = caches.resolve("cache");
    env.put("ALCHEMY_CACHE", cache.toString());
    env.put("JBANG_DIR", caches.resolve("jbang").toString());
    env.put("JBANG_REPO", caches.resolve("repository").toString());
    Files.createDirectories(home.resolve("lib/alchemy"));
    Files.createDirectories(home.resolve("templates"));
    write("jbang-catalog.json", "{}\n");
    Files.copy(
        Path.of(System.getenv("ALCHEMY_HOME"), "alchemy"),
        home.resolve("alchemy"),
        StandardCopyOption.COPY_ATTRIBUTES);
    for (String library : List.of("alchemy", "alchemy-local")) {
      String type = library.equals("alchemy") ? "alchemy_lib" : "alchemy_local";
      write(
          "lib/" + type + ".java",
          "//GAV io.github.alchemy-java:"
              + library
              + ":"
              + Library.VERSION
              + "\n//SOURCES alchemy/**.java\n",
          ENTRY.formatted(type));
    }
    library("first");
    write(
        "alchemy.java",
        Library.DEPS,
        "class Start { public static void main(String... args) { alchemy.App.run(\"own\", args); }"
            + " }");
    script("app");
  }

  /** Writes the library, whose one class answers with this word. */
  void library(String word) throws IOException {
    write(
        "lib/alchemy/App.java",
        "package alchemy;\n",
        "public final class App {\n",
        "  public static void run(String who, String... args) {\n",
        "    System.out.println(who + \" \" + \"" + word + "\" + \" \" + java.util.List.of(args)\n",
        "        + \" \" + System.getenv(\"ALCHEMY_ROOT\") + \" \" +"
            + " ProcessHandle.current().pid());\n",
        "  }\n}\n");
  }

  /** Writes a script into a folder of the checkout. */
  Path script(String folder) throws IOException {
    return write(
        folder + "/alchemy.run.java",
        "//JAVA 17+\n",
        Library.DEPS,
        "class Infra {\n  public static void main(String... args) throws Exception {\n",
        "    alchemy.App.run(\"script\", args);\n",
        "    if (args[0].equals(\"exit\")) System.exit(Integer.parseInt(args[1]));\n",
        "    if (args[0].equals(\"cat\")) System.in.transferTo(System.out);\n",
        "  }\n}\n");
  }

  Path write(String file, String... parts) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, String.join("", parts));
  }

  /** Runs the launcher in the checkout to its end, with nothing to read. */
  Ended run(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("alchemy").toString()));
    command.addAll(List.of(args));
    return run(home, "", command);
  }

  /** Runs a script with JBang itself, as its start script would, and returns what it printed. */
  String jbang(Path script) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = env.get("ALCHEMY_JBANG_JAR");
    Ended line =
        run(
            home,
            "",
            List.of(
                "sh",
                "-c",
                "line=$(\"$0\" -cp \"$1\" dev.jbang.Main run --quiet \"$2\" plan); eval \"exec"
                    + " $line\"",
                java,
                jar,
                script.toString()));
    if (line.code() != 0) throw new AssertionError(line.toString());
    return line.out();
  }

  Ended run(Path folder, String input, List<String> command)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile(home.getParent(), "err-", ".txt");
    Process process = start(folder, errors, command);
    try {
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new IOException("still running: " + command);
      }
      return new Ended(process.exitValue(), out, Files.readString(errors));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts a command with this checkout's environment, its input and output as pipes. */
  Process start(Path folder, Path errors, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    return builder.redirectError(errors.toFile()).start();
  }
}
