package alchemy.local;

import alchemy.AlchemyException;

/** A part of the local cloud could not be stopped cleanly. */
final class StopFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StopFailedException(Exception cause) {
    super(cause, "A part of the local cloud could not be stopped.", String.valueOf(cause));
  }
}
