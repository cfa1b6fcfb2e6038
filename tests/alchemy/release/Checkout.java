package alchemy.release;

import alchemy.e2e.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A checkout with its launcher, caches of its own, and a local repository without our library. */
record Checkout(Path home, Path caches) implements AutoCloseable {
  Checkout {
    try {
      repository(Path.of(System.getenv("JBANG_REPO")), caches.resolve("repository"), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another one with the same sources, and no commit. */
  static Checkout copied(Path home, Path caches) throws IOException, InterruptedException {
    Shell shell = new Shell(Shell.HOME);
    String files = shell.program("", List.of("git", "ls-files")).expect(0).out();
    for (String each : files.lines().filter(line -> !line.startsWith("tests/alchemy/")).toList()) {
      if (Files.exists(Shell.HOME.resolve(each))) {
        Files.createDirectories(home.resolve(each).getParent());
        Files.copy(
            Shell.HOME.resolve(each), home.resolve(each), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return new Checkout(home, caches);
  }

  Shell shell() {
    return new Shell(home)
        .with("ALCHEMY_CACHE", caches.resolve("cache").toString())
        .with("JBANG_DIR", caches.resolve("jbang").toString())
        .with("JBANG_REPO", caches.resolve("repository").toString());
  }

  /** Runs this checkout's {@code package}. */
  Shell.Ran packages(Shell shell, Path out) throws IOException, InterruptedException {
    return shell.program(
        "", List.of("sh", home.resolve("alchemy").toString(), "package", "--out", "" + out));
  }

  /** Takes the links away, so that what cleans up here need not wonder where they lead. */
  @Override
  public void close() throws IOException {
    try (var files = Files.walk(caches.resolve("repository"))) {
      for (Path each : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(each);
      }
    }
  }

  // All but ours is there already, by links.
  private static void repository(Path from, Path to, int depth) throws IOException {
    List<String> ours = List.of("io", "github", "alchemy-java");
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path each : files.toList()) {
        String name = each.getFileName().toString();
        if (!name.equals(ours.get(depth))) {
          Files.createSymbolicLink(to.resolve(name), each);
        } else if (depth < ours.size() - 1) {
          repository(each, to.resolve(name), depth + 1);
        }
      }
    }
  }
}
