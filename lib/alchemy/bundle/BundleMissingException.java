package alchemy.bundle;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** A bundle that was planned is not in the cache any more, or was changed there. */
public final class BundleMissingException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  BundleMissingException(Path folder) {
    super(
        "A planned Worker bundle is not there any more.",
        "folder: " + folder,
        "Somebody cleared the cache meanwhile. Run the command again.");
  }
}
