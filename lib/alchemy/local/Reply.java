package alchemy.local;

import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param status the HTTP status
 * @param headers by name, as they are to be sent
 * @param body the whole body, empty for none
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {
  /** A tree of maps, lists and plain values, sent as {@code application/json}. */
  public static Reply json(int status, Object tree) {
    return new Reply(status, Map.of("Content-Type", "application/json"), Json.write(tree));
  }

  /** An answer without a body. */
  public static Reply empty(int status) {
    return new Reply(status, Map.of(), new byte[0]);
  }

  /** Bytes of the given content type. */
  public static Reply text(int status, String contentType, byte[] body) {
    return new Reply(status, Map.of("Content-Type", contentType), body);
  }

  /** Only the status, since a body may carry a secret. */
  @Override
  public String toString() {
    return "Reply " + status;
  }
}
