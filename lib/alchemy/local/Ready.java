package alchemy.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client must know to use a local cloud.
 *
 * @param port of the HTTP server on 127.0.0.1
 * @param pid of the process that owns it
 */
record Ready(int port, Tokens tokens, long pid) {
  String prisma() {
    return "http://" + Loopback.HOST + ":" + port;
  }

  String cloudflare() {
    return prisma() + "/client/v4";
  }

  /** The first JSON line. */
  Map<String, Object> event(boolean attached) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("event", "ready");
    tree.put("prisma", prisma());
    tree.put("cloudflare", cloudflare());
    tree.put("prismaToken", tokens.prisma());
    tree.put("cloudflareToken", tokens.cloudflare());
    tree.put("accountId", tokens.accountId());
    tree.put("pid", pid);
    tree.put("attached", attached);
    return tree;
  }

  /** The variables that point a client here, as a shell takes them. */
  List<String> exports() {
    return List.of(
        "export PRISMA_API_BASE_URL=" + prisma(),
        "export PRISMA_SERVICE_TOKEN=" + tokens.prisma(),
        "export CLOUDFLARE_API_BASE_URL=" + cloudflare(),
        "export CLOUDFLARE_API_TOKEN=" + tokens.cloudflare(),
        "export CLOUDFLARE_ACCOUNT_ID=" + tokens.accountId());
  }
}
