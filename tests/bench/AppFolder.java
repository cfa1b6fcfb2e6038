package bench;

import alchemy.fetch.CacheFolder;
import alchemy.fetch.NpmInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder in which a program is run, with all that its Worker is made of. */
final class AppFolder {
  private static final Path EXAMPLE = Bench.HOME.resolve("examples/hyperdrive-worker");

  private AppFolder() {}

  /** The folder of our side. */
  static Path ours(Program program) throws IOException {
    return fresh(place(program), program);
  }

  /** Where that is. */
  static Path place(Program program) {
    return CacheFolder.current().resolve("bench/ours").resolve(program.id());
  }

  /** An emptied folder with a program's files. The packages of its Worker are kept. */
  static Path fresh(Path folder, Program program) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.filter(each -> !each.endsWith("node_modules")).toList()) {
        delete(each);
      }
    }
    copy(program.sources(), folder);
    if (program == Program.EXAMPLE) {
      copy(EXAMPLE.resolve("src"), folder.resolve("src"));
      for (String each : List.of("package.json", "package-lock.json")) {
        Files.copy(EXAMPLE.resolve(each), folder.resolve(each));
      }
      NpmInstall.standard(System.err::println).ensure(folder);
    }
    return folder;
  }

  /** Deletes a file, or a folder with all in it, if it is there. */
  static void delete(Path place) throws IOException {
    if (Files.exists(place)) {
      try (Stream<Path> all = Files.walk(place)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each));
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }
}
