package alchemy.cloudflare;

import alchemy.AlchemyException;
import alchemy.provider.Context;

/** The account already has something of this name that this stage did not make. */
public final class NameTakenException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  NameTakenException(Context context, String kind, String name, String remoteId, Throwable cause) {
    super(
        cause,
        "This name is taken.",
        "The account already has a "
            + kind
            + " called \""
            + name
            + "\", which this stage did not make.",
        "To take it over, set .adopt(true), or run deploy --adopt, or import "
            + context.id()
            + " "
            + remoteId
            + ".",
        "To leave it alone, give this one another name with .name(\"...\").");
  }
}
