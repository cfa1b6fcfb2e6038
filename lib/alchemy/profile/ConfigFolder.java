package alchemy.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The user's folder for what is theirs alone: {@code ALCHEMY_CONFIG}, else {@code
 * $XDG_CONFIG_HOME/alchemy}, else {@code %APPDATA%\alchemy} or {@code ~/.config/alchemy}.
 */
final class ConfigFolder {
  private ConfigFolder() {}

  /** The folder for an environment; it need not exist. Empty if nothing tells whose it is. */
  static Optional<Path> of(Map<String, String> env) {
    for (List<String> each :
        List.of(
            List.of("ALCHEMY_CONFIG"),
            List.of("XDG_CONFIG_HOME", "alchemy"),
            List.of("APPDATA", "alchemy"),
            List.of("HOME", ".config", "alchemy"))) {
      String value = env.getOrDefault(each.get(0), "");
      // Our own may be relative; in the others that would be another folder in each place.
      if (!value.isEmpty() && (each.size() == 1 || Path.of(value).isAbsolute())) {
        Path folder = Path.of(value).toAbsolutePath().normalize();
        for (String step : each.subList(1, each.size())) {
          folder = folder.resolve(step);
        }
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /**
   * Makes sure that nobody else opens what is there.
   *
   * @throws ProfileException with the command that mends it; what others could read, they may have
   */
  static void check(Path folder, Path... files) throws IOException {
    for (Path each : files) {
      if (Files.exists(each) && isOpen(each)) {
        throw new ProfileException(
            "A profile can be opened by others.",
            each + " is not its owner's alone. If others use this machine, revoke its tokens.",
            "Then run:",
            "    chmod -R go= " + folder);
      }
    }
  }

  private static boolean isOpen(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return false; // on Windows a folder of the user's is private already
    }
    Set<PosixFilePermission> open = Files.getPosixFilePermissions(path);
    return open.stream().anyMatch(each -> !each.name().startsWith("OWNER_"));
  }
}
