package alchemy.bundle;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** The file where a Worker is said to start is not there. */
public final class EntryPointMissingException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  EntryPointMissingException(Path root, Path entryPoint) {
    super(
        "The Worker's entry point does not exist.",
        "entry point: " + entryPoint,
        "looked for in: " + root + ", the folder of the script");
  }
}
