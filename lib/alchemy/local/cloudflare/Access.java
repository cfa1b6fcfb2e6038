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
      throw stranger(request);
    }
    var account = request.params().get("account");
    if (account != null && !tokens.isAccount(account)) {
      throw new ApiErrorException(
          403, 10000, "Authentication error: the token does not belong to this account");
    }
  }

  // Clients tell by the code whether to go on: 1000 sends them to the account's tokens, 9109 means
  // that the user cannot be read.
  private static ApiErrorException stranger(Request request) {
    if (request.path().endsWith("/tokens/verify")) {
      return new ApiErrorException(401, 1000, "Invalid API Token");
    }
    return request.params().containsKey("account")
        ? new ApiErrorException(401, 10000, "Authentication error")
        : new ApiErrorException(403, 9109, "Invalid access token");
  }
}
