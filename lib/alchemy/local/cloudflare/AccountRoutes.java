package alchemy.local.cloudflare;

import alchemy.local.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who is asking: the one account, its token, and the user that clients print. */
final class AccountRoutes {
  private static final String NAME = "local";

  private AccountRoutes() {}

  static void add(Access access, Tokens tokens) {
    var account = Map.of("id", tokens.accountId(), "name", NAME, "type", "standard");
    var token = Map.of("id", id("token", tokens), "status", "active");
    var user = Map.of("id", id("user", tokens), "email", "local@localhost.invalid");
    var membership =
        Map.of("id", id("membership", tokens), "status", "accepted", "account", account);
    access
        .on("GET", "/accounts", r -> Envelope.page(matching(account, r.query()), r.query(), 20))
        .on("GET", "/accounts/{account}", r -> Envelope.ok(account))
        .on("GET", "/accounts/{account}/tokens/verify", r -> Envelope.ok(token))
        .on("GET", "/user", r -> Envelope.ok(user))
        .on("GET", "/user/tokens/verify", r -> Envelope.ok(token))
        .on("GET", "/memberships", r -> Envelope.page(List.of(membership), r.query(), 20));
  }

  private static List<?> matching(Map<String, ?> account, Map<String, String> query) {
    var name = query.get("name");
    return name == null || name.equals(account.get("name")) ? List.of(account) : List.of();
  }

  // Stable for an account, and different for each kind of thing.
  private static String id(String kind, Tokens tokens) {
    var seed = (kind + ":" + tokens.accountId()).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(seed).toString().replace("-", "");
  }
}
