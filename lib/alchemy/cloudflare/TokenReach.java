package alchemy.cloudflare;

import alchemy.http.JsonClient;
import alchemy.provider.Account.Place;
import alchemy.provider.Env;
import java.util.List;

/** What the token of an environment leads to, for whoever checks one before a run does. */
public final class TokenReach {
  private TokenReach() {}

  /** The service that the token would be sent to, as the beginning of a {@link Place}'s id. */
  public static String service(Env env) {
    return CloudflareApi.endpoint(env).place();
  }

  /**
   * Asks the service.
   *
   * @return the account that the environment names, else all that the token reaches
   * @throws alchemy.http.ServiceException if it refuses the token, or the token that account
   * @throws AccountException if the token does not tell its accounts and none is named
   */
  public static List<Place> of(Env env, JsonClient http) {
    return CloudflareApi.reached(env, http);
  }
}
