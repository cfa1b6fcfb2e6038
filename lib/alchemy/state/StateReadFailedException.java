package alchemy.state;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** The disk refused to give the state. */
public final class StateReadFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateReadFailedException(Path file, IOException cause) {
    super(
        cause,
        "The state could not be read.",
        file + ": " + why(cause),
        "Nothing was changed. Mend the disk or the permissions, then run the command again.");
  }

  /** What the disk said, without the names of Java's classes. */
  static String why(IOException cause) {
    String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return reason != null
        ? reason.toLowerCase(Locale.ROOT)
        : cause
            .getClass()
            .getSimpleName()
            .replaceFirst("Exception$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT);
  }
}
