package alchemy.state;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.file.Path;

/** The disk refused to take the state. */
public final class StateWriteFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateWriteFailedException(Path file, IOException cause) {
    super(
        cause,
        "The state could not be written.",
        file + ": " + StateReadFailedException.why(cause),
        "Nothing more is started. Make room or mend the permissions, then deploy again: the next",
        "run finds what this one could not record.");
  }
}
