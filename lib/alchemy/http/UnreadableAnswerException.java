package alchemy.http;

import alchemy.AlchemyException;

/**
 * An answer should have been JSON and is not; often it is a proxy that answers, not the service.
 */
public final class UnreadableAnswerException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final int status;

  UnreadableAnswerException(Request request, int status, String start) {
    super(
        "A service's answer is not JSON.",
        request + " at " + request.origin() + ": status " + status,
        "The answer starts with: " + start,
        "Check that the base URL is the API's, and that no proxy answers in its place.");
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
