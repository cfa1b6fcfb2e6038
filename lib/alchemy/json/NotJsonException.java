package alchemy.json;

import alchemy.AlchemyException;

/** A tree holds what JSON has no form for. A secret must be sealed or opened before. */
public final class NotJsonException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  NotJsonException(String what) {
    super("A value cannot be written as JSON.", what, "This is a bug in Alchemy for Java.");
  }
}
