package alchemy.local;

import alchemy.fetch.Tools;
import alchemy.local.cloudflare.CloudflareApi;
import alchemy.local.page.Feed;
import alchemy.local.page.Page;
import alchemy.local.page.SqlBox;
import alchemy.local.postgres.Postgres;
import alchemy.local.prisma.PrismaApi;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The parts of a local cloud in the order of their start; they are closed in the reverse order,
 * also when a start fails half-way or is overtaken by a {@link #close}.
 */
final class LocalCloud implements AutoCloseable {
  private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(10);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts everything.
   *
   * @param folder the data folder, of which this process is the owner
   * @param port for HTTP, or 0 for the one that the folder remembers
   * @param told is told what happens
   * @param faults what goes wrong on request
   * @param shown is given each request in words
   */
  Ready start(Path folder, int port, Events told, Faults faults, Consumer<String> shown) {
    var feed = new Feed(Clock.systemUTC());
    var events = new FedEvents(told, feed);
    var store = new Store(folder);
    var tokens = Tokens.of(store);
    var ports = new Ports(store);
    var log = part(new RequestLog(folder, Clock.systemUTC(), shown));
    log.onLine(feed::api);
    var recording = Recording.ofEnvironment().map(this::part);
    var http = port == 0 ? ports.take("http") : ports.remember("http", port);
    var server = part(new LoopbackServer(http, log, events, faults));
    var children = part(new Children());
    var postgres = part(Postgres.start(store, () -> ports.keep("postgres"), children));
    var base = URI.create("http://" + Loopback.HOST + ":" + server.port());
    var prisma = new PrismaApi(store, tokens, postgres, base);
    var cloudflare =
        new CloudflareApi(
            store, ports, tokens, events, () -> Tools.standard(events::note).workerd());
    part(cloudflare);
    cloudflare.start();
    // Once more, on top: requests end before what they need is taken away.
    part(server);
    Supplier<Map<String, Object>> running =
        () -> {
          Map<String, Object> tree = new LinkedHashMap<>(cloudflare.overview());
          tree.put("databases", prisma.overview());
          return tree;
        };
    var sql = new SqlBox(database -> prisma.session(database, LONGEST_STATEMENT));
    var page = new Page(tokens, server.port(), feed, running, sql);
    server.serve(
        page.addTo(
            new Router()
                .mount("/v1", prisma.routes(), prisma::notFound)
                .mount("/client/v4", cloudflare.routes(), LocalCloud::noCloudflareRoute)),
        recording);
    return new Ready(server.port(), tokens, ProcessHandle.current().pid(), store.folder());
  }

  private synchronized <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    if (closed) {
      throw new StoppedException();
    }
    return part;
  }

  /** Stops what was started; goes on when one part fails to stop. */
  @Override
  public synchronized void close() {
    closed = true;
    RuntimeException failed = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        failed = failed == null ? new StopFailedException(e) : failed;
        failed.addSuppressed(e);
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  /** Tells the page, too. */
  private record FedEvents(Events told, Feed feed) implements Events {
    @Override
    public void log(String worker, String text) {
      told.log(worker, text);
      feed.line(worker, text.startsWith("Uncaught ") ? "error" : "log", text);
    }

    @Override
    public void request(String worker, String method, String path, int status, long millis) {
      told.request(worker, method, path, status, millis);
      feed.request(worker, method, path, status, millis);
    }

    @Override
    public void note(String text) {
      told.note(text);
      feed.line("local cloud", "note", text);
    }
  }

  private static Reply noCloudflareRoute(Request request) {
    var message = "No route for that URI: " + request.method() + " " + request.path();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("success", false);
    tree.put("errors", List.of(Map.of("code", 7000, "message", message)));
    tree.put("messages", List.of());
    tree.put("result", null);
    return Reply.json(404, tree);
  }
}
