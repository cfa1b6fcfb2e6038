package alchemy.local.page;

import alchemy.local.Handler;
import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.Router;
import alchemy.local.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The page's addresses. Who opens the root with the token gets it as a cookie and is sent to the
 * page below {@code /page}; the cookie goes to no other path, since a browser would also send it to
 * the Workers, which are other ports of the same host. Its name has the port for the same reason.
 */
public final class Page {
  private static final String ROOT = "/page";
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final byte[] HELLO =
      """
      Alchemy for Java: the local cloud. Prisma's API is at /v1, Cloudflare's at /client/v4.
      Its page opens with the address that "alchemy local" and "alchemy dev" print.
      """
          .getBytes(StandardCharsets.UTF_8);
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'; trusted-types 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store");

  private final Tokens tokens;
  private final String cookie;
  private final Feed feed;
  private final Supplier<Map<String, Object>> running;
  private final SqlBox sql;
  // Numbers of one run of the local cloud mean nothing in the next.
  private final String run = UUID.randomUUID().toString();

  /**
   * Makes it.
   *
   * @param port of the server, which names the cookie
   * @param running what runs now, as the page's script reads it
   */
  public Page(
      Tokens tokens, int port, Feed feed, Supplier<Map<String, Object>> running, SqlBox sql) {
    this.tokens = tokens;
    this.cookie = "alchemy-page-" + port;
    this.feed = feed;
    this.running = running;
    this.sql = sql;
  }

  /** Whether a path is the page's, and no service's that tests or logs are about. */
  public static boolean owns(String path) {
    return path.equals("/") || path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  /** Adds its routes. */
  public Router addTo(Router router) {
    return router
        .on("GET", "/", r -> secured(root(r)))
        .on("GET", ROOT, guarded(r -> file("page.html", "text/html")))
        .on("GET", ROOT + "/page.css", guarded(r -> file("page.css", "text/css")))
        .on("GET", ROOT + "/page.js", guarded(r -> file("page.js", "text/javascript")))
        .on("GET", ROOT + "/page.svg", guarded(r -> file("page.svg", "image/svg+xml")))
        .on("GET", ROOT + "/state", guarded(this::state))
        .on("POST", ROOT + "/sql", guarded(this::sql))
        .on("POST", ROOT + "/cancel", guarded(this::cancel));
  }

  private Reply root(Request request) {
    var token = request.query().get("token");
    if (token != null && tokens.isPage(token)) {
      var kept = cookie + "=" + token + "; Path=" + ROOT + "; HttpOnly; SameSite=Strict";
      return new Reply(303, Map.of("Location", ROOT + "/", "Set-Cookie", kept), new byte[0]);
    }
    if (token == null && request.headers().getOrDefault("accept", "").contains("text/html")) {
      return new Reply(303, Map.of("Location", ROOT + "/"), new byte[0]);
    }
    return Reply.text(token == null ? 200 : 401, "text/plain", HELLO);
  }

  private Handler guarded(Handler inner) {
    return request -> {
      if (!isKnown(request)) {
        return secured(Reply.text(401, "text/plain", HELLO));
      }
      // The server refuses a foreign origin; a browser's own POST always names its own.
      if (request.method().equals("POST") && !request.headers().containsKey("origin")) {
        return secured(Reply.text(403, "text/plain", new byte[0]));
      }
      return secured(inner.handle(request));
    };
  }

  private boolean isKnown(Request request) {
    var sent =
        Pattern.compile("(?:^|[;,] ?)" + cookie + "=([0-9a-f]*)")
            .matcher(request.headers().getOrDefault("cookie", ""));
    return sent.find() && tokens.isPage(sent.group(1));
  }

  private Reply state(Request request) {
    try {
      return news(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the local cloud ends; the page will ask again
      return Reply.empty(503);
    }
  }

  private Reply news(Request request) throws InterruptedException {
    var query = request.query();
    boolean knows = run.equals(query.get("run"));
    long after = knows ? Long.parseLong(query.getOrDefault("after", "0")) : 0;
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", run);
    // First what happened, then what is: nothing that is told is missing there.
    tree.put("entries", feed.after(after, knows ? WAIT : Duration.ZERO));
    tree.put("running", running.get());
    return Reply.json(200, tree);
  }

  private Reply sql(Request request) {
    var body = (Map<?, ?>) request.json();
    var answer =
        sql.run(
            String.valueOf(body.get("id")),
            String.valueOf(body.get("database")),
            String.valueOf(body.get("text")));
    return Reply.json(200, answer);
  }

  private Reply cancel(Request request) throws Exception {
    sql.cancel(String.valueOf(((Map<?, ?>) request.json()).get("id")));
    return Reply.empty(204);
  }

  private static Reply file(String name, String type) {
    try (var in = Page.class.getResourceAsStream(name)) {
      return Reply.text(200, type + "; charset=utf-8", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reply secured(Reply reply) {
    Map<String, String> headers = new LinkedHashMap<>(HEADERS);
    headers.putAll(reply.headers());
    return new Reply(reply.status(), headers, reply.body());
  }
}
