package alchemy.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the folder whose npm packages a Worker uses: the nearest one upwards from its entry point
 * with a {@code package.json}. If that has no lock file, but one further up has, and is a
 * workspace's root, it is that one. The way up ends at the project's root, or at the repository's
 * around it.
 */
final class PackageFolder {
  private PackageFolder() {}

  /** The folder, or the root if there is no {@code package.json} on the way. */
  static Path of(Path root, Path entryPoint) throws IOException {
    List<Path> candidates = new ArrayList<>();
    Path last = end(root, entryPoint);
    for (Path at = entryPoint.getParent(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("package.json"))) {
        candidates.add(at);
      }
      if (at.equals(last)) {
        break;
      }
    }
    if (candidates.isEmpty()) {
      return root;
    }
    Path nearest = candidates.get(0);
    if (!Files.exists(nearest.resolve("package-lock.json"))) {
      for (Path above : candidates.subList(1, candidates.size())) {
        boolean workspaces =
            Files.readString(above.resolve("package.json")).contains("\"workspaces\"");
        if (workspaces && Files.exists(above.resolve("package-lock.json"))) {
          return above;
        }
      }
    }
    return nearest;
  }

  // Beyond a repository lie things that have nothing to do with the project, like a stray
  // package.json in a home folder.
  private static Path end(Path root, Path entryPoint) {
    for (Path at = root; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return at;
      }
    }
    return entryPoint.startsWith(root) ? root : entryPoint.getParent();
  }
}
