package alchemy.json;

import alchemy.AlchemyException;

/** A text is not JSON. Says where, never what stands there: it could be a secret. */
public final class MalformedJsonException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  MalformedJsonException(int line, int column) {
    super("This is not valid JSON.", "line " + line + ", column " + column);
    this.line = line;
    this.column = column;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The column, from 1. */
  public int column() {
    return column;
  }
}
