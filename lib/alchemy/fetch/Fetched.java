package alchemy.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder that is filled once, by one process at a time, and that exists either whole or not at
 * all.
 */
final class Fetched {
  private static final Map<Path, Object> THREADS = new ConcurrentHashMap<>();

  private Fetched() {}

  /** Fills a fresh folder. */
  @FunctionalInterface
  interface Filler {
    void fill(Path folder) throws IOException;
  }

  /**
   * Returns the folder; if it is missing, fills a temporary one beside it and renames that. The
   * folder's existence is the marker, so that asking costs one file system call.
   */
  static Path folder(Path folder, Filler filler) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Files.createDirectories(folder.getParent());
    return alone(
        folder,
        () -> {
          if (Files.isDirectory(folder)) {
            return folder;
          }
          Path fresh = Files.createTempDirectory(folder.getParent(), ".fresh-");
          try {
            filler.fill(fresh);
            // The temporary folder is its owner's alone; what comes out of it is no secret, and a
            // cache may be shared.
            boolean shared =
                fresh.toFile().setExecutable(true, false)
                    && fresh.toFile().setReadable(true, false);
            if (!shared) {
              throw new IOException("Cannot change the rights of " + fresh);
            }
            move(fresh, folder);
          } finally {
            delete(fresh);
          }
          return folder;
        });
  }

  /** An action that fails as files fail. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Runs an action while no other process, nor another thread of this one, runs one for the same
   * path. The lock file beside it stays: deleting it would let two in.
   */
  static <T> T alone(Path path, Action<T> action) throws IOException {
    Files.createDirectories(path.getParent());
    Path lockFile = path.resolveSibling("." + path.getFileName() + ".lock");
    // An operating system's lock is a process's, so threads need one of their own for each path.
    synchronized (THREADS.computeIfAbsent(lockFile.toAbsolutePath(), any -> new Object())) {
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (!held.isValid()) {
          throw new IOException("Lost the lock " + lockFile);
        }
        return action.run();
      }
    }
  }

  /** Renames a file or folder over what may be there; whole or not at all. */
  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("The file system cannot rename " + from + " to " + to, e);
    }
  }

  /** Deletes a file or a folder with all that is in it, if it is there. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
