package alchemy.cloudflare;

import alchemy.Secret;

/**
 * A resource's own credentials; both null for those of the environment.
 *
 * @param token the API token
 * @param accountId the account
 */
record Access(Secret token, String accountId) {
  /** Those of the environment. */
  static final Access ENVIRONMENT = new Access(null, null);
}
