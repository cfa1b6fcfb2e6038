package alchemy.state;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.file.Path;

/** The disk refused to give the state. */
public final class StateReadFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateReadFailedException(Path file, IOException cause) {
    super(cause, "The state could not be read.", file + ": " + cause);
  }
}
