package alchemy.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
  private final Path script;
  private final int most;
  // What is written there while we serve is no change of the user's.
  private final Set<Object> outputs = new HashSet<>();
  private Set<Path> also = Set.of();
  private Map<Path, Seen> before;

  private record Seen(FileTime modified, long size, Object file) {
    static Seen of(BasicFileAttributes attributes) {
      return new Seen(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  /** Watches a script's folder, as it is now, but for a file that this process prints to. */
  WatchedFiles(Path root, String script) throws IOException {
    this(root, script, MOST, List.of(Path.of("/dev/stdout"), Path.of("/dev/stderr")));
  }

  /**
   * Watches a script's folder.
   *
   * @param most of that many files; more are watched only if they are the script or named later
   * @param outputs other names of files that are not watched
   */
  WatchedFiles(Path root, String script, int most, List<Path> outputs) throws IOException {
    this.root = root;
    this.script = root.resolve(script);
    this.most = most;
    for (Path each : outputs) {
      if (Files.exists(each)) {
        this.outputs.add(Files.readAttributes(each, BasicFileAttributes.class).fileKey());
      }
    }
    this.outputs.remove(null); // Windows knows no such key
    this.before = look();
  }

  /** True if there are more files than are watched. */
  boolean isFull() {
    return before.size() >= most;
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
    walk(script, seen);
    for (Path each : also) {
      walk(each, seen);
    }
    walk(root, seen);
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
            if (!file.toString().endsWith(".d.ts") && !outputs.contains(attributes.fileKey())) {
              seen.put(file, Seen.of(attributes));
            }
            return seen.size() < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) {
            return FileVisitResult.CONTINUE; // deleted meanwhile, or not for us to read
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException fault) {
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
