package alchemy.fetch;

import alchemy.AlchemyException;

/** What was fetched is not what was pinned. Nothing of it was used or kept. */
public final class IntegrityException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  IntegrityException(String what, String expected, String actual) {
    super(
        "A fetched package is not the pinned one.",
        "package:  " + what,
        "expected: " + expected,
        "fetched:  " + actual,
        "It was thrown away. Check the registry or mirror that it came from.");
  }
}
