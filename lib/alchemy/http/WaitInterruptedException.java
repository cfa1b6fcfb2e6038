package alchemy.http;

import alchemy.AlchemyException;

/** The run was interrupted before a request was sent or while it was about to be repeated. */
public final class WaitInterruptedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  WaitInterruptedException(InterruptedException cause) {
    super(cause, "Interrupted.", "What had been done is recorded; run the command again to go on.");
  }

  @Override
  public int exitCode() {
    return 130;
  }
}
