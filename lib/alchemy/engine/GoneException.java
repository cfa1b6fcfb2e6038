package alchemy.engine;

import alchemy.AlchemyException;

/** A resource that was to be changed is not there any more: somebody deleted it outside. */
public final class GoneException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  GoneException(String remoteId, Throwable cause) {
    super(
        cause,
        "A resource is gone.",
        remoteId + " was deleted outside.",
        "To see what is, and to make anew what is not there:",
        "    alchemy drift",
        "    alchemy deploy --refresh");
  }
}
