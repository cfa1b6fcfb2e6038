package alchemy.bundle;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** The folder of the bundle cache cannot be read or written. */
public final class BundleCacheException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  BundleCacheException(IOException cause, Path folder) {
    super(
        cause,
        "The cache of Worker bundles cannot be used.",
        folder + ": " + reason(cause),
        "Delete what lies there; nothing is lost with it.");
  }

  private static String reason(IOException cause) {
    return cause instanceof FileSystemException e && e.getReason() != null
        ? e.getReason().toLowerCase(Locale.ROOT)
        : cause.getMessage();
  }
}
