package release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an artefact is called, and where it lies in a Maven repository. */
record Coordinates(String group, String name, String version) {
  /** Those that a JBang source says of itself. */
  static Coordinates of(Path source) throws IOException {
    for (String line : Files.readAllLines(source)) {
      if (line.startsWith("//GAV ")) {
        String[] parts = line.substring("//GAV ".length()).strip().split(":", -1);
        return new Coordinates(parts[0], parts[1], parts[2]);
      }
    }
    throw new IOException(source + " has no //GAV");
  }

  /**
   * A file in a repository.
   *
   * @param end as {@code -sources.jar}
   */
  Path file(Path repository, String end) {
    return repository
        .resolve(group.replace('.', '/'))
        .resolve(name)
        .resolve(version)
        .resolve(name + "-" + version + end);
  }

  /** As a package URL. */
  String url() {
    return "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar";
  }
}
