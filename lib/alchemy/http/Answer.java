package alchemy.http;

import alchemy.AlchemyException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a service answered. Its text shows no body, which may hold secrets.
 *
 * @param request what was asked
 * @param status the HTTP status
 * @param tree the body as maps, lists, texts, numbers and booleans; null if it was empty
 * @param serverTime the service's clock
 * @param unsure true if an earlier try of the same request may have been done, so that even a
 *     refusal does not say that nothing was
 */
public record Answer(
    Request request, int status, Object tree, Optional<Instant> serverTime, boolean unsure) {
  /** True for a status from 200 to 299. */
  public boolean isOk() {
    return status >= 200 && status < 300;
  }

  /** The body for reading; of nothing, if it was empty. */
  public Fields fields() {
    return Fields.of(tree);
  }

  /**
   * The error for an answer that lacks what the service always sends with success, as an empty one
   * does. Nothing must be read from it: an empty list of what exists would be believed.
   *
   * @param what is missing, as a clause: {@code "no \"data\""}
   * @return {@link AnswerLostException} if the request must not be sent twice, since the service
   *     may have done it; {@link IncompleteAnswerException} otherwise
   */
  public AlchemyException without(String what) {
    return request.isRepeatable()
        ? new IncompleteAnswerException(this, what)
        : new AnswerLostException(null, request, "status " + status + ", but " + what);
  }

  @Override
  public String toString() {
    return request + ": " + status;
  }
}
