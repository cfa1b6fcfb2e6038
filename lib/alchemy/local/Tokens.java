package alchemy.local;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The credentials of one local cloud, drawn once and kept in its data folder.
 *
 * @param prisma the Prisma service token T of the workspace {@code local}; {@code T.name} is the
 *     one of the workspace {@code name}
 * @param cloudflare the Cloudflare API token
 * @param accountId the Cloudflare account id, 32 hexadecimal digits
 * @param page what opens the page in a browser
 */
public record Tokens(String prisma, String cloudflare, String accountId, String page) {
  /** The workspace of the token without a suffix. */
  public static final String DEFAULT_WORKSPACE = "local";

  private static final String FILE = "tokens";
  private static final Pattern WORKSPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  /** The tokens of a data folder, drawn at the first use. */
  public static Tokens of(Store store) {
    var kept = store.load(FILE);
    // One by one: a folder may be older than one of them.
    if (!kept.containsKey("page")) {
      var random = new SecureRandom();
      kept.putIfAbsent("prisma", "prisma-local-" + hex(random, 20));
      kept.putIfAbsent("cloudflare", hex(random, 20));
      kept.putIfAbsent("accountId", hex(random, 16));
      kept.put("page", hex(random, 20));
      store.save(FILE, kept);
    }
    return new Tokens(
        (String) kept.get("prisma"),
        (String) kept.get("cloudflare"),
        (String) kept.get("accountId"),
        (String) kept.get("page"));
  }

  /** Whether this is the Cloudflare token. */
  public boolean isCloudflare(String bearer) {
    return same(cloudflare, bearer);
  }

  /** Whether this opens the page. */
  public boolean isPage(String given) {
    return same(page, given);
  }

  /** Whether this is the Cloudflare account. */
  public boolean isAccount(String id) {
    return accountId.equals(id);
  }

  /** The name of the workspace that a Prisma token belongs to; empty for a token of another's. */
  public Optional<String> workspace(String bearer) {
    var dot = bearer.indexOf('.');
    if (!same(prisma, dot < 0 ? bearer : bearer.substring(0, dot))) {
      return Optional.empty();
    }
    return dot < 0
        ? Optional.of(DEFAULT_WORKSPACE)
        : Optional.of(bearer.substring(dot + 1)).filter(n -> WORKSPACE.matcher(n).matches());
  }

  /** Without the tokens. */
  @Override
  public String toString() {
    return "Tokens[accountId=" + accountId + "]";
  }

  // In constant time: a response time must not tell how much of a guess was right.
  private static boolean same(String wanted, String given) {
    return MessageDigest.isEqual(
        wanted.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        given.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String hex(SecureRandom random, int bytes) {
    var drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }
}
