package alchemy.cli;

import alchemy.AlchemyException;
import java.nio.file.FileSystemException;

/** A folder that was named for a new app cannot be written. */
final class UnwritableFolderException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UnwritableFolderException(Object folder, FileSystemException cause) {
    super(
        cause,
        "The folder cannot be written.",
        folder
            + ": "
            + cause.getClass().getSimpleName().replace("Exception", "")
            + " "
            + cause.getFile());
  }
}
