package alchemy.cli;

import alchemy.AlchemyException;
import java.nio.file.Path;
import java.util.List;

/** A new app would overwrite files; none was written. */
public final class FilesExistException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  FilesExistException(Path folder, List<String> files) {
    super(
        "Files would be overwritten; nothing was done.",
        "In " + folder + " there is already: " + String.join(", ", files),
        "Choose another folder.");
  }
}
