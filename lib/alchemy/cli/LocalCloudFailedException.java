package alchemy.cli;

import alchemy.AlchemyException;

/** The local cloud's process did not start, or ended while it was needed. */
public final class LocalCloudFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  LocalCloudFailedException(String summary, String... details) {
    super(summary, details);
  }

  LocalCloudFailedException(Throwable cause, String summary, String... details) {
    super(cause, summary, details);
  }
}
