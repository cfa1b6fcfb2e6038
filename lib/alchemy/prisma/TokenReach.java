package alchemy.prisma;

import alchemy.http.JsonClient;
import alchemy.provider.Account.Place;
import alchemy.provider.Env;
import java.util.List;

/** What the token of an environment leads to, for whoever checks one before a run does. */
public final class TokenReach {
  private TokenReach() {}

  /** The service that the token would be sent to, as the beginning of a {@link Place}'s id. */
  public static String service(Env env) {
    return PrismaApi.endpoint(env).place();
  }

  /**
   * Asks the service.
   *
   * @return the workspace
   * @throws alchemy.http.ServiceException if it refuses the token
   */
  public static List<Place> of(Env env, JsonClient http) {
    return List.of(PrismaApi.account(env, null).place(http));
  }
}
