package alchemy.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds out which files have changed by looking at all of them: the script's folder but for {@code
 * node_modules} and folders whose name starts with a dot, and what else a Worker was made of. A
 * look costs some milliseconds and is the same on every system; the JDK's own watch service takes
 * ten seconds on macOS.
 */
final class WatchedFiles {
  static final int MOST = 20_000;

  private final Path root;
  private Set<Path> also = Set.of();
  private Map<Path, Seen> before;

  private record Seen(FileTime modified, long size, Object file) {
    static Seen of(BasicFileAttributes attributes) {
      return new Seen(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  /** Watches a folder, as it is now. */
  WatchedFiles(Path root) throws IOException {
    this.root = root;
    this.before = look();
  }

  /** Watches these files and folders as well, as they are now, and no others. */
  void also(Collection<Path> more) throws IOException {
    also = Set.copyOf(more);
    Map<Path, Seen> now = look();
    before.keySet().removeIf(path -> !now.containsKey(path) && Files.exists(path));
    now.forEach(
        (path, seen) -> {
          if (more.stream().anyMatch(path::startsWith)) {
            before.putIfAbsent(path, seen);
          }
        });
  }

  /** Which files were changed, made or deleted since the last call. */
  Set<Path> changed() throws IOException {
    Map<Path, Seen> now = look();
    Set<Path> changed = new TreeSet<>();
    now.forEach(
        (path, seen) -> {
          if (!seen.equals(before.get(path))) {
            changed.add(path);
          }
        });
    before.keySet().stream().filter(path -> !now.containsKey(path)).forEach(changed::add);
    before = now;
    return changed;
  }

  private Map<Path, Seen> look() throws IOException {
    Map<Path, Seen> seen = new HashMap<>();
    walk(root, seen);
    for (Path each : also) {
      if (!seen.containsKey(each)) {
        walk(each, seen);
      }
    }
    return seen;
  }

  private void walk(Path start, Map<Path, Seen> seen) throws IOException {
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = String.valueOf(folder.getFileName());
            boolean skipped = name.equals("node_modules") || name.startsWith(".");
            return skipped && !folder.equals(start)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // Declarations go into no bundle, and each deploy may write some.
            if (!file.toString().endsWith(".d.ts")) {
              seen.put(file, Seen.of(attributes));
            }
            return seen.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
            if (fault instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // deleted meanwhile
            }
            throw fault;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException fault)
              throws IOException {
            return fault == null || fault instanceof NoSuchFileException
                ? FileVisitResult.CONTINUE
                : super.postVisitDirectory(folder, fault);
          }
        });
  }
}
