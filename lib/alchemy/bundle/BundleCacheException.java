package alchemy.bundle;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.file.Path;

/** The folder of the bundle cache cannot be read or written. */
public final class BundleCacheException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  BundleCacheException(IOException cause, Path folder) {
    super(
        cause,
        "The cache of Worker bundles cannot be used.",
        "folder: " + folder,
        String.valueOf(cause.getMessage()),
        "It may be deleted; nothing is lost with it.");
  }
}
