package alchemy.state;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** The state was written by a newer version of this library. */
public final class StateTooNewException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateTooNewException(Path file, long format) {
    this(file.toString(), format, StageState.FORMAT);
  }

  /** Of any place, and the newest format there that is known here. */
  public StateTooNewException(String place, long format, long known) {
    super(
        "The state was written by a newer version.",
        place + " has format " + format + ", this version reads up to " + known,
        "Use the newer version here too.");
  }
}
