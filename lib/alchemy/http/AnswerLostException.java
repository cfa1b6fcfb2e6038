package alchemy.http;

import alchemy.AlchemyException;

/**
 * A request that changes something was sent, and what came back does not tell whether the service
 * did it: no answer, or an error of the server. It must be settled by looking, never by sending it
 * again.
 */
public final class AnswerLostException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  AnswerLostException(Throwable cause, Request request, String what) {
    super(
        cause,
        "The answer to a request was lost.",
        request + ": " + what,
        "Run the command again; it looks for what was made before it makes anything.");
  }
}
