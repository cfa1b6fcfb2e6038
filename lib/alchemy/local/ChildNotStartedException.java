package alchemy.local;

import alchemy.AlchemyException;

/** A program that the local cloud needs cannot be started. */
public final class ChildNotStartedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  ChildNotStartedException(String name, Exception cause) {
    super(cause, "A program of the local cloud cannot be started.", name, cause.getMessage());
  }
}
