package alchemy;

import alchemy.engine.SourceLine;

/** An app's output was given something that cannot be one. */
public final class OutputException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  OutputException(String name, Object value) {
    super(
        "An output has no value.",
        "\""
            + name
            + "\" was given "
            + (value == null ? "null" : "a whole resource, " + value)
            + " ("
            + SourceLine.ofCaller()
            + ")",
        "Pass one of its attributes, as in connection::host.");
  }
}
