package alchemy.cloudflare;

import alchemy.AlchemyException;

/** The account already has something of this name that this stage did not make. */
public final class NameTakenException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  NameTakenException(String kind, String name, Throwable cause) {
    super(
        cause,
        "This name is taken.",
        "The account already has a "
            + kind
            + " called \""
            + name
            + "\", which this stage did not make.",
        "Give this one another name with .name(\"...\"), or delete the other one.");
  }
}
