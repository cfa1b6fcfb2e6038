package alchemy.engine;

import alchemy.AlchemyException;

/** An interrupted run made a resource whose properties cannot be changed to what is wanted now. */
final class MadeOtherwiseException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  MadeOtherwiseException(Node node) {
    super(
        "An interrupted run made it otherwise.",
        node + " (" + node.line() + ") is there, but not as the script wants it now.",
        "Run the command again: it replaces what is there, and asks first.");
  }
}
