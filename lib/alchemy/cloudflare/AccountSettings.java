package alchemy.cloudflare;

import alchemy.Secret;

/**
 * What can be set on everything that is in an account.
 *
 * @param <S> the extending class
 */
abstract class AccountSettings<S extends AccountSettings<S>> extends alchemy.Settings<S> {
  AccountSettings(String type) {
    super(type);
  }

  /** The name, unique in the account. Default: app, id and stage. */
  public final S name(String name) {
    return set("name", name);
  }

  /**
   * Whether leaving the script, replacing and destroying delete it. Default: false where it holds
   * data, which keeps it; else true.
   */
  public final S delete(boolean delete) {
    return set("delete", delete);
  }

  /** The token to make it with. Default: CLOUDFLARE_API_TOKEN. */
  public final S apiToken(Secret token) {
    return set("apiToken", token);
  }

  /** The account to make it in. Default: CLOUDFLARE_ACCOUNT_ID, else the token's only one. */
  public final S accountId(String accountId) {
    return set("accountId", accountId);
  }
}
