package alchemy.fetch;

import alchemy.AlchemyException;

/** Something could not be fetched, and is not in the cache. */
public final class FetchFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  FetchFailedException(String what, String... details) {
    super("Could not fetch " + what + ".", details);
  }

  FetchFailedException(Throwable cause, String what, String... details) {
    super(cause, "Could not fetch " + what + ".", details);
  }
}
