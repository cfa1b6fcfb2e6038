package alchemy.engine;

import alchemy.AlchemyException;

/** An interrupted run made a resource whose properties cannot be changed to what is wanted now. */
final class MadeOtherwiseException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  MadeOtherwiseException() {
    super(
        "An interrupted run made it otherwise.",
        "It is there, but has what the script wants otherwise now and cannot be changed in place.",
        "Run the command again: it replaces what is there, and asks first.");
  }
}
