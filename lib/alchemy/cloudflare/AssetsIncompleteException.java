package alchemy.cloudflare;

import alchemy.AlchemyException;

/** The service went on asking for assets that were uploaded. */
public final class AssetsIncompleteException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  AssetsIncompleteException() {
    super(
        "The upload of the assets was not completed.",
        "The service asked for more than it was told of, or for the same again.",
        "Run deploy again: what was uploaded stays there for an hour.");
  }
}
