package alchemy.cloudflare;

import alchemy.AlchemyException;

/** A Worker was to get a URL, and the account has no name for its URLs yet. */
public final class NoSubdomainException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  NoSubdomainException() {
    super(
        "The account has no workers.dev subdomain.",
        "Register one, once for the account, in the dashboard under Workers & Pages,",
        "or do without a URL: .url(false)");
  }
}
