package alchemy.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills {@code node_modules} from a lock file without npm: the same folders and files as {@code npm
 * ci}, but no links in {@code .bin}, which a bundle has no use for, and no install scripts.
 */
final class LockedInstall {
  private static final int THREADS = 8;

  private final Platform platform;
  private final NpmArchives archives;

  LockedInstall(Platform platform, NpmArchives archives) {
    this.platform = platform;
    this.archives = archives;
  }

  /**
   * Replaces the folder's {@code node_modules}.
   *
   * @throws FetchFailedException if a package needs npm, or cannot be fetched; what was there
   *     before is touched only after all packages turned out to be of the simple kind
   */
  void run(PackageLock lock, Path folder) throws IOException {
    List<PackageLock.Entry> wanted =
        lock.entries().stream().filter(each -> !each.optional() || each.fits(platform)).toList();
    for (PackageLock.Entry each : wanted) {
      refuse(each);
    }
    Fetched.delete(folder.resolve("node_modules"));
    Path temporary = Files.createTempDirectory("alchemy-npm-");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (PackageLock.Entry each : wanted) {
        running.add(
            threads.submit(
                () -> {
                  install(each, folder, temporary);
                  return null;
                }));
      }
      for (Future<Void> each : running) {
        await(each);
      }
    } finally {
      threads.shutdownNow();
      Fetched.delete(temporary);
    }
  }

  private void refuse(PackageLock.Entry entry) {
    String reason = entry.needsNpm();
    if (reason.isEmpty() && !archives.reaches(entry.source().name())) {
      throw new FetchFailedException(
          "the npm packages",
          "There is no npm on the PATH, and no registry is configured.",
          "Install Node.js with npm, or name a registry:",
          "    export npm_config_registry=https://…");
    }
    if (!reason.isEmpty()) {
      throw new FetchFailedException(
          "the npm packages",
          "Only npm can install " + entry.source() + ": " + reason + ".",
          "Install Node.js with npm and run this again.");
    }
  }

  private void install(PackageLock.Entry entry, Path folder, Path temporary) throws IOException {
    Path own = Files.createTempDirectory(temporary, "package-");
    Path archive = archives.fetch(entry.source(), own);
    Path target = folder.resolve(entry.path()).normalize();
    if (!target.startsWith(folder.resolve("node_modules"))) {
      throw new IOException("The lock file leads out of node_modules: " + entry.path());
    }
    Files.createDirectories(target);
    Tarball.unpack(archive, target);
    Files.delete(archive);
  }

  private static void await(Future<Void> running) throws IOException {
    try {
      running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while installing npm packages");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IOException(e.getCause());
    }
  }
}
