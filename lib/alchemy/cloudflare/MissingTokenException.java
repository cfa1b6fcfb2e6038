package alchemy.cloudflare;

import alchemy.AlchemyException;

/** There is no token to talk to Cloudflare with. */
public final class MissingTokenException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  static final String FIX =
      "Run alchemy login cloudflare, or set it for this process, or in .env beside the script; the"
          + " token needs to edit Workers Scripts and Hyperdrive.";

  MissingTokenException() {
    super(CloudflareApi.TOKEN + " is not set.", FIX);
  }
}
