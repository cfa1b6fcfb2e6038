package alchemy.http;

import alchemy.AlchemyException;
import java.util.stream.Stream;

/** A service answered that it will not do what it was asked. */
public final class ServiceException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final boolean unsure;

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
        service + (answer.status() >= 500 ? " failed on a request." : " refused a request."),
        Stream.of(
                answer.request() + ": " + answer.status() + (code.isEmpty() ? "" : " " + code),
                message.isBlank() ? null : Redaction.clean(message),
                hint != null ? hint : otherwise(service, answer.status()))
            .filter(each -> each != null)
            .toArray(String[]::new));
    this.status = answer.status();
    this.code = code;
    this.unsure = answer.unsure();
  }

  private static String otherwise(String service, int status) {
    if (status == 429) {
      return "These are too many requests for now. Wait some minutes and run the command again.";
    }
    return status >= 500
        ? "That is " + service + "'s failure, not the script's. Run the command again later."
        : null;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** True if nothing was done: a refusal, and no earlier try that may have got through. */
  public boolean isClear() {
    return status >= 400 && status < 500 && status != 408 && !unsure;
  }

  /** The service's own code; empty if it gave none. */
  public String code() {
    return code;
  }
}
