package alchemy.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the script that a command is about. */
final class ScriptFinder {
  private static final List<String> NAMES = List.of("alchemy.run.java", "alchemy.run.jsh");

  private ScriptFinder() {}

  /** True if a folder holds one. */
  static boolean isIn(Path folder) {
    return NAMES.stream().anyMatch(each -> Files.isRegularFile(folder.resolve(each)));
  }

  /**
   * The script at a place.
   *
   * @param place the script, or its folder
   * @throws UsageException if there is none
   */
  static Path at(Path place) {
    if (Files.isRegularFile(place)) {
      return place;
    }
    for (String each : NAMES) {
      if (Files.isRegularFile(place.resolve(each))) {
        return place.resolve(each);
      }
    }
    throw new UsageException(
        "There is no script.",
        (Files.isDirectory(place) ? "No " + String.join(" or ", NAMES) + " in " : "Not there: ")
            + place,
        "To make an app:",
        "    alchemy create --template hyperdrive-worker my-app");
  }
}
