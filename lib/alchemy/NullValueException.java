package alchemy;

import alchemy.engine.SourceLine;

/** A script passed null where a value belongs; null never means "the default". */
public final class NullValueException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  NullValueException(String type, String property) {
    super(
        "A value is null.",
        type + ": " + property + " is null (" + SourceLine.ofCaller() + ")",
        property.equals("id")
            ? "Every resource needs an id of its own."
            : "Leave the call out to get the default.");
  }
}
