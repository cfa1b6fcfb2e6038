package alchemy.state;

import alchemy.AlchemyException;

/** A value holds the mask of a secret: somebody concatenated one. */
public final class ConcatenatedSecretException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  ConcatenatedSecretException(String id, String path) {
    super(
        "A value holds the text Secret(***).",
        (id.isEmpty() ? "the app" : "resource " + id) + ", " + path,
        "Build it with Secret.format or secret.map instead of + and String.format.");
  }
}
