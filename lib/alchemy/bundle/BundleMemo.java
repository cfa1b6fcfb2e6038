package alchemy.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Remembers what a build came to, so that nothing is built while nothing changed. What a build
 * depends on is witnessed by the sizes and change times of
 *
 * <ul>
 *   <li>each file that it read,
 *   <li>each folder from such a file up to the project, since a new file there may be found first,
 *   <li>{@code package.json} and {@code tsconfig.json} in each of these folders and in those above
 *       the project, there or not, and {@code node_modules} above the project.
 * </ul>
 *
 * <p>The change time is the inode's, which nothing but a change sets. A build whose files changed
 * while it ran, or just before, is not remembered: the clock of a file system is coarse.
 */
final class BundleMemo {
  private static final int KEPT = 50;
  private static final Duration COARSE = Duration.ofSeconds(1);

  private final BundleFolder folder;
  private final String key;
  private final Path root;
  private final Path project;

  /**
   * The memory of one Worker's builds.
   *
   * @param place the folder of all memories
   * @param root the project's root, a real path
   * @param packages the folder of its npm packages, a real path
   * @param command all that else decides what comes out
   */
  BundleMemo(Path place, Path root, Path packages, List<String> command) {
    this.folder = new BundleFolder(place, root);
    this.root = root;
    this.project = root.startsWith(packages) ? packages : root;
    String all = root + "\n" + String.join("\n", command);
    this.key = Bundle.sha256(all.getBytes(StandardCharsets.UTF_8)).substring(0, 24);
  }

  /** The bundle, if all is as it was. */
  Optional<Bundle> recall() throws IOException {
    List<String> seen = folder.notes(key);
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    for (String each : seen) {
      Path path = Path.of(each.substring(each.indexOf(' ', each.indexOf(' ') + 1) + 1));
      if (!each.equals(Seen.of(path).line(path))) {
        return Optional.empty();
      }
    }
    return folder.read(key);
  }

  /** Remembers a bundle, unless what it was made of was just changing. */
  void remember(Bundle bundle, Instant started) throws IOException {
    List<String> notes = new ArrayList<>();
    long settled = FileTime.from(started.minus(COARSE)).to(TimeUnit.NANOSECONDS);
    for (Path each : witnesses(bundle.inputs())) {
      Seen seen = Seen.of(each);
      if (seen.changed() > settled) {
        return;
      }
      if (each.endsWith("tsconfig.json") && seen.size() > 0 && extendsAnother(each)) {
        return;
      }
      notes.add(seen.line(each));
    }
    // Inputs outside, as linked packages, are found in ways that nothing here witnesses.
    if (bundle.inputs().stream().allMatch(input -> input.startsWith(project))) {
      folder.write(key, bundle, notes);
      folder.keepNewest(key, started, KEPT);
    }
  }

  // The other may lie anywhere.
  private static boolean extendsAnother(Path tsconfig) throws IOException {
    return Files.readString(tsconfig).contains("\"extends\"");
  }

  private Set<Path> witnesses(List<Path> inputs) {
    Set<Path> witnesses = new TreeSet<>(inputs);
    Set<Path> folders = new TreeSet<>();
    folders.add(root);
    for (Path input : inputs) {
      Path at = input.getParent();
      while (at.startsWith(project) && folders.add(at)) {
        at = at.getParent();
      }
    }
    witnesses.addAll(folders);
    for (Path above = project.getParent(); above != null; above = above.getParent()) {
      witnesses.add(above.resolve("node_modules"));
      folders.add(above);
    }
    for (Path each : folders) {
      witnesses.add(each.resolve("package.json"));
      witnesses.add(each.resolve("tsconfig.json"));
    }
    return witnesses;
  }

  /**
   * What tells that a file or folder is as it was; times in nanoseconds, which need no formatter.
   */
  private record Seen(long size, long changed) {
    static Seen of(Path path) throws IOException {
      try {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:size,ctime");
        FileTime changed = (FileTime) attributes.get("ctime");
        return new Seen((Long) attributes.get("size"), changed.to(TimeUnit.NANOSECONDS));
      } catch (NoSuchFileException e) {
        return new Seen(-1, 0);
      }
    }

    String line(Path path) {
      return size + " " + changed + " " + path;
    }
  }
}
