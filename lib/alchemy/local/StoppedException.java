package alchemy.local;

import alchemy.AlchemyException;

/** The local cloud is being stopped, so nothing is started any more. */
public final class StoppedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("The local cloud was stopped.");
  }
}
