package alchemy.http;

import alchemy.AlchemyException;

/**
 * An answer says that all went well and lacks what the service always sends then; often it is a
 * proxy that answers, not the service.
 */
public final class IncompleteAnswerException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  IncompleteAnswerException(Answer answer, String what) {
    super(
        "A service's answer is incomplete.",
        answer.request()
            + " at "
            + answer.request().origin()
            + ": status "
            + answer.status()
            + ", but "
            + what,
        "Check that the base URL is the API's, and that no proxy answers in its place.");
  }
}
