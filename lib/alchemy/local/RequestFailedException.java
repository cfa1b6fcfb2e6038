package alchemy.local;

import alchemy.AlchemyException;

/** A handler of the local cloud failed on a request; the cause says why. */
public final class RequestFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  RequestFailedException(Request request, Exception cause) {
    super(cause, "The local cloud failed on a request.", request.toString());
  }
}
