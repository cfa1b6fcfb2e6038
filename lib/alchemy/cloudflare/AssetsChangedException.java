package alchemy.cloudflare;

import alchemy.AlchemyException;

/** Static assets are no more what was planned. */
public final class AssetsChangedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  AssetsChangedException(String folder) {
    super(
        "The assets changed after they were planned.",
        "Files in " + folder + " are others than when the plan was made.",
        "Run deploy again once whatever writes them is done.");
  }
}
