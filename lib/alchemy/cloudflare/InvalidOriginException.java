package alchemy.cloudflare;

import alchemy.AlchemyException;

/** A connection string that Hyperdrive cannot use. Says why, and shows none of it. */
public final class InvalidOriginException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String fix;

  InvalidOriginException(String problem, String fix) {
    super("A Hyperdrive origin cannot be used.", problem, fix);
    this.problem = problem;
    this.fix = fix;
  }

  String problem() {
    return problem;
  }

  String fix() {
    return fix;
  }
}
