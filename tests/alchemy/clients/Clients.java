package alchemy.clients;

import alchemy.e2e.Running;
import alchemy.e2e.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Other people's programs, at the versions that {@code tests/clients/package.json} pins, run in a
 * folder of a test by a Node of their own. They are installed once, into the cache; what cannot be
 * installed fails the test that wants it.
 */
final class Clients implements AutoCloseable {
  private static final Path SOURCES = Shell.HOME.resolve("tests/clients");
  private static final String WRANGLER = "wrangler/bin/wrangler.js";
  private static final List<String> PINNED =
      List.of("package.json", "package-lock.json", ".npmrc", "workerd", "node_modules");

  private final Path folder;
  private final Path modules;
  private final Shell shell;

  /**
   * Prepares a folder.
   *
   * @param variables point the clients at a local cloud
   */
  Clients(Path folder, Map<String, String> variables) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.modules = Installed.like(SOURCES).resolve("node_modules");
    copy(SOURCES, folder);
    Files.createSymbolicLink(folder.resolve("node_modules"), modules);
    this.shell =
        new Shell(folder)
            .with(variables)
            .with("HOME", Files.createDirectories(folder.resolve("home")).toString())
            .with("XDG_CONFIG_HOME", null)
            .with("WRANGLER_CACHE_DIR", folder.resolve("home/wrangler").toString())
            // Nobody is asked, nothing is reported, and what is printed is plain.
            .with("WRANGLER_SEND_METRICS", "false")
            .with("ALCHEMY_TELEMETRY_DISABLED", "1")
            .with("DO_NOT_TRACK", "1")
            .with("NO_COLOR", "1");
  }

  Path folder() {
    return folder;
  }

  /** Sets a variable for what is run from now on. */
  Clients with(String name, String value) {
    shell.with(name, value);
    return this;
  }

  /** Runs wrangler. */
  Shell.Ran wrangler(String... arguments) throws IOException, InterruptedException {
    return answer("", arguments);
  }

  /** Runs wrangler with something to read. */
  Shell.Ran answer(String input, String... arguments) throws IOException, InterruptedException {
    return shell.program(input, node(WRANGLER, arguments));
  }

  /** Starts wrangler with a command that goes on until it is stopped. */
  Running startWrangler(String... arguments) throws IOException {
    return shell.startProgram(node(WRANGLER, arguments));
  }

  /** Runs a script of the folder. */
  Shell.Ran script(String... arguments) throws IOException, InterruptedException {
    return shell.program("", node("", arguments));
  }

  /** Takes away the link to what is installed, of which a test's folder is not the owner. */
  @Override
  public void close() throws IOException {
    Files.delete(folder.resolve("node_modules"));
  }

  private List<String> node(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(node()));
    if (!program.isEmpty()) {
      command.add(modules.resolve(program).toString());
    }
    command.addAll(List.of(arguments));
    return command;
  }

  // The packages exist for Linux; elsewhere the machine's own Node has to be new enough.
  private String node() throws IOException {
    try (Stream<Path> all = Files.list(modules)) {
      return all.filter(each -> each.getFileName().toString().startsWith("node-linux-"))
          .findFirst()
          .map(each -> each.resolve("bin/node").toString())
          .orElse("node");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path name = from.relativize(each);
        if (!PINNED.contains(name.getName(0).toString())) {
          Path target = to.resolve(name);
          Files.createDirectories(target.getParent());
          Files.copy(each, target);
        }
      }
    }
  }
}
