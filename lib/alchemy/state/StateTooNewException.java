package alchemy.state;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** The state was written by a newer version of this library. */
public final class StateTooNewException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateTooNewException(Path file, long format) {
    super(
        "The state was written by a newer version.",
        file + " has format " + format + ", this version reads up to " + StageState.FORMAT,
        "Use the newer version here too.");
  }
}
