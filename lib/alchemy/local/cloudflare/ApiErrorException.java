package alchemy.local.cloudflare;

import alchemy.AlchemyException;

/** A request that is answered with an error of Cloudflare's. */
final class ApiErrorException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;
  private final String text;

  ApiErrorException(int status, int code, String text) {
    super("The local Cloudflare API refused a request.", code + " " + text);
    this.status = status;
    this.code = code;
    this.text = text;
  }

  /** What is wrong with the request itself. */
  static ApiErrorException invalid(int code, String text) {
    return new ApiErrorException(400, code, text);
  }

  /** Something that Cloudflare has and the local cloud does not run. */
  static ApiErrorException notHere(String what) {
    return new ApiErrorException(400, 10021, "The local cloud does not run " + what + " yet.");
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  String text() {
    return text;
  }
}
