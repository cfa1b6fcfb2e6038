package alchemy.http;

import java.time.Instant;
import java.util.Optional;

/**
 * What a service answered. Its text shows no body, which may hold secrets.
 *
 * @param request what was asked
 * @param status the HTTP status
 * @param tree the body as maps, lists, texts, numbers and booleans; null if it was empty
 * @param serverTime the service's clock
 */
public record Answer(Request request, int status, Object tree, Optional<Instant> serverTime) {
  /** True for a status from 200 to 299. */
  public boolean isOk() {
    return status >= 200 && status < 300;
  }

  /** The body for reading; of nothing, if it was empty. */
  public Fields fields() {
    return Fields.of(tree);
  }

  @Override
  public String toString() {
    return request + ": " + status;
  }
}
