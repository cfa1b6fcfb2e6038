package alchemy.provider;

import alchemy.AlchemyException;

/** A wait ended because the run was interrupted; what was under way is recorded. */
public final class CancelledException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  public CancelledException() {
    super("Interrupted.", "What had been done is recorded; run the command again to go on.");
  }

  @Override
  public int exitCode() {
    return 130;
  }
}
