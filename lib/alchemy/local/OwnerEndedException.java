package alchemy.local;

import alchemy.AlchemyException;

/** The process that this one was attached to is gone, and the local cloud with it. */
final class OwnerEndedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  OwnerEndedException(long pid) {
    super("The local cloud has ended.", "It was that of process " + pid + ".");
  }
}
