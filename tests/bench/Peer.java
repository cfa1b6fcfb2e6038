package bench;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import alchemy.fetch.CacheFolder;
import alchemy.fetch.NpmInstall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The TypeScript Alchemy and a Node to run it, installed as their lock files say. */
final class Peer {
  private final Path home;
  private final Path tools;

  private Peer(Path home, Path tools) {
    this.home = home;
    this.tools = tools;
  }

  static Peer install() throws IOException {
    return new Peer(installed("peer"), installed("tools"));
  }

  /** The folder that it is installed in. */
  Path home() {
    return home;
  }

  /** A Node of the newest line, where there is a package of it; else the machine's. */
  String node() {
    try (Stream<Path> all = Files.list(tools.resolve("node_modules"))) {
      return all.filter(each -> each.getFileName().toString().startsWith("node-"))
          .findFirst()
          .map(each -> each.resolve("bin/node").toString())
          .orElse("node");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String version() throws IOException, InterruptedException {
    Process node = new ProcessBuilder(node(), "--version").start();
    String version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (node.waitFor() != 0) {
      throw new IOException("Node does not run");
    }
    return version.strip();
  }

  String tsx() {
    return tools.resolve("node_modules/tsx/dist/cli.mjs").toString();
  }

  /**
   * A fresh folder of a program, below that of the packages, where Node looks for them. One for
   * each way to run it: where two stages share a state folder, a replacement in the one makes the
   * peer's next deploy of the other destroy the first.
   */
  Path folder(Program program, Contender contender) throws IOException {
    Path place = home.resolve("apps").resolve(program.id()).resolve(contender.stage());
    Path folder = AppFolder.fresh(place, program);
    Files.copy(Bench.HOME.resolve("tests/bench/peer/preload.mjs"), folder.resolve("preload.mjs"));
    Files.copy(folder.resolve("await.mjs"), folder.resolve("alchemy.run.ts"));
    return folder;
  }

  private static Path installed(String name) throws IOException {
    Path sources = Bench.HOME.resolve("tests/bench").resolve(name);
    Path folder = Files.createDirectories(CacheFolder.current().resolve("bench").resolve(name));
    for (String each : List.of("package.json", "package-lock.json")) {
      Files.copy(sources.resolve(each), folder.resolve(each), REPLACE_EXISTING);
    }
    Files.writeString(
        folder.resolve(".npmrc"), "ignore-scripts=true\nomit-lockfile-registry-resolved=true\n");
    NpmInstall.standard(System.err::println).ensure(folder);
    return folder;
  }
}
