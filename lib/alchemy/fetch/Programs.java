package alchemy.fetch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Programs of this machine. */
public final class Programs {
  private Programs() {}

  /** The first executable of that name on an environment's PATH. */
  public static Optional<Path> find(String name, Map<String, String> env) {
    for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        Path candidate = Path.of(folder, name);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }
}
