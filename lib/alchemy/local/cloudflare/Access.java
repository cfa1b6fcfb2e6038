package alchemy.local.cloudflare;

import alchemy.local.Handler;
import alchemy.local.InvalidBodyException;
import alchemy.local.Request;
import alchemy.local.Router;
import alchemy.local.Tokens;

/** Routes that only the holder of the token may use, and that answer refusals with the envelope. */
final class Access {
  /** The name in patterns of the segment that is the account id. */
  static final String ACCOUNT = "{account}";

  private final Router router;
  private final Tokens tokens;

  Access(Router router, Tokens tokens) {
    this.router = router;
    this.tokens = tokens;
  }

  /** Adds a route; where its pattern names the account, the request must name the right one. */
  Access on(String method, String pattern, Handler handler) {
    return open(
        method,
        pattern,
        request -> {
          check(request);
          return handler.handle(request);
        });
  }

  /** Adds a route that looks at the bearer itself. */
  Access open(String method, String pattern, Handler handler) {
    router.on(
        method,
        pattern,
        request -> {
          try {
            return handler.handle(request);
          } catch (ApiErrorException e) {
            return Envelope.refused(e);
          } catch (InvalidBodyException e) {
            return Envelope.refused(ApiErrorException.invalid(10026, e.getMessage()));
          }
        });
    return this;
  }

  private void check(Request request) {
    if (!tokens.isCloudflare(request.bearer())) {
      // The code tells clients to ask /accounts/…/tokens/verify instead.
      throw request.path().equals("/user/tokens/verify")
          ? new ApiErrorException(401, 1000, "Invalid API Token")
          : new ApiErrorException(401, 10000, "Authentication error");
    }
    var account = request.params().get("account");
    if (account != null && !tokens.isAccount(account)) {
      throw new ApiErrorException(
          403, 10000, "Authentication error: the token does not belong to this account");
    }
  }
}
