package alchemy.http;

import alchemy.AlchemyException;

/** A base URL would send a token unprotected, or is none. */
public final class InsecureEndpointException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  InsecureEndpointException(String variable, String problem) {
    super(
        "A base URL cannot be used.",
        variable + " " + problem,
        "It has to start with https://, or be of this machine, as http://127.0.0.1:8080.");
  }
}
