package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.state.StateStore;
import java.util.List;

/** What was read back after a copy is not what was copied. */
public final class CopyDiffersException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  CopyDiffersException(StateStore to, List<String> what) {
    super(
        "The copy of the state is not what was copied; nothing has moved.",
        to.place() + ": " + String.join(", ", what),
        "The state is where it was, and holds. Copy it again.");
  }
}
