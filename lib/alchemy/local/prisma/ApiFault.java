package alchemy.local.prisma;

import alchemy.AlchemyException;
import alchemy.local.Reply;
import java.util.Map;

/** A request that the API refuses; becomes its error body. */
final class ApiFault extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  private ApiFault(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static ApiFault invalid(String message) {
    return new ApiFault(400, "bad-request", message);
  }

  /** Well-formed, but a value is outside what the field takes. */
  static ApiFault unprocessable(String message) {
    return new ApiFault(422, "validation-error", message);
  }

  static ApiFault unauthorized() {
    return new ApiFault(401, "unauthorized", "Missing or invalid authorization token.");
  }

  static ApiFault forbidden(String message) {
    return new ApiFault(403, "forbidden", message);
  }

  static ApiFault notFound(String what, String id) {
    return new ApiFault(404, "not-found", what + " with the given ID was not found: " + id);
  }

  static ApiFault conflict(String message) {
    return new ApiFault(409, "conflict", message);
  }

  Reply reply() {
    return Reply.json(status, Map.of("error", Map.of("code", code, "message", getMessage())));
  }
}
