package alchemy.engine;

import alchemy.AlchemyException;

/** The script's body threw: nothing more is applied and nothing is deleted. */
public final class ScriptThrewException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  ScriptThrewException(Throwable thrown) {
    super(
        thrown,
        "The script threw an exception; nothing was deleted.",
        SourceLine.of(thrown)
            + ": "
            + thrown.getClass().getSimpleName()
            + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage()));
  }
}
