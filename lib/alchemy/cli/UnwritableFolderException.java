package alchemy.cli;

import alchemy.AlchemyException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** A folder that was named for a new app cannot be written. */
final class UnwritableFolderException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UnwritableFolderException(Object folder, FileSystemException cause) {
    super(
        cause,
        "The folder cannot be written.",
        folder + ": " + reason(cause),
        "Choose another folder, or mend its permissions.");
  }

  private static String reason(FileSystemException cause) {
    return cause.getReason() != null
        ? cause.getReason().toLowerCase(Locale.ROOT)
        : cause instanceof AccessDeniedException ? "access denied" : "cannot be made there";
  }
}
