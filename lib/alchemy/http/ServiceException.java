package alchemy.http;

import alchemy.AlchemyException;
import java.util.stream.Stream;

/** A service answered that it will not do what it was asked. */
public final class ServiceException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * Tells what a service answered, with every known secret masked.
   *
   * @param service as a person calls it, as {@code "Prisma"}
   * @param answer the answer, which names its request
   * @param code the service's own code; empty if it gave none
   * @param message the service's own words
   * @param hint what to do; null if there is nothing to say
   */
  public ServiceException(String service, Answer answer, String code, String message, String hint) {
    super(
        service + " refused a request.",
        Stream.of(
                answer.request() + ": " + answer.status() + (code.isEmpty() ? "" : " " + code),
                message.isBlank() ? null : Redaction.clean(message),
                hint)
            .filter(each -> each != null)
            .toArray(String[]::new));
    this.status = answer.status();
    this.code = code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The service's own code; empty if it gave none. */
  public String code() {
    return code;
  }
}
