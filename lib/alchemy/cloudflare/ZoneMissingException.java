package alchemy.cloudflare;

import alchemy.AlchemyException;

/** A route or custom domain is in no zone of the account. */
public final class ZoneMissingException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  ZoneMissingException(String host) {
    super(
        "The account has no zone for " + host + ".",
        "Routes and custom domains need the domain to be a zone of the account, which the token"
            + " may read.",
        "Add the domain in the dashboard, and give the token Zone Read and Workers Routes Write.");
  }
}
