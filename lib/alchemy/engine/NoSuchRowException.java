package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.state.StageState;

/** A resource was named that state does not have. */
public final class NoSuchRowException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  public NoSuchRowException(String id, String stage, StageState state) {
    super(
        "State has no such resource.",
        "\"" + id + "\" is not among those of stage \"" + stage + "\".",
        state.rows().isEmpty()
            ? "The stage has none at all."
            : "It has: " + String.join(", ", state.rows().keySet()));
  }
}
