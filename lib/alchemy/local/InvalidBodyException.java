package alchemy.local;

import alchemy.AlchemyException;

/** A request body is not JSON. */
public final class InvalidBodyException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  // The parser's own message quotes the text around the fault, which may be a secret.
  InvalidBodyException(long line, long column) {
    super("The request body is not valid JSON.", "line " + line + ", column " + column);
  }
}
