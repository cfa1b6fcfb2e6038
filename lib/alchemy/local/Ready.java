package alchemy.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client must know to use a local cloud.
 *
 * @param port of the HTTP server on 127.0.0.1
 * @param pid of the process that owns it
 * @param folder the data folder
 */
record Ready(int port, Tokens tokens, long pid, Path folder) {
  String prisma() {
    return "http://" + Loopback.HOST + ":" + port;
  }

  String cloudflare() {
    return prisma() + "/client/v4";
  }

  /** The address that opens the page; its token is taken out of the address at the first use. */
  String page() {
    return prisma() + "/?token=" + tokens.page();
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
    tree.put("page", page());
    tree.put("pid", pid);
    tree.put("attached", attached);
    return tree;
  }

  /**
   * The variables that point a client here, as a shell takes them. Node takes {@code
   * sslmode=require} for "verify", so it is told which certificate PostgreSQL shows.
   */
  List<String> exports() {
    return List.of(
        "export PRISMA_API_BASE_URL=" + prisma(),
        "export PRISMA_SERVICE_TOKEN=" + tokens.prisma(),
        "export CLOUDFLARE_API_BASE_URL=" + cloudflare(),
        "export CLOUDFLARE_API_TOKEN=" + tokens.cloudflare(),
        "export CLOUDFLARE_ACCOUNT_ID=" + tokens.accountId(),
        "export NODE_EXTRA_CA_CERTS="
            + word(folder.resolve("postgres/server.crt").toAbsolutePath().toString()));
  }

  private static String word(String text) {
    return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
