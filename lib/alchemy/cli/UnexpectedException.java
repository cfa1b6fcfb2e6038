package alchemy.cli;

import alchemy.AlchemyException;

/** Something failed that nobody thought of. */
public final class UnexpectedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UnexpectedException(Throwable cause) {
    super(
        cause,
        "Something failed that should not.",
        cause.getClass().getSimpleName() + ": " + cause.getMessage(),
        "at " + (cause.getStackTrace().length == 0 ? "?" : cause.getStackTrace()[0]),
        "With --debug there is more. This is a bug in Alchemy for Java, or in a provider of the"
            + " script's own.");
  }
}
