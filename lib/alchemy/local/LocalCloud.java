package alchemy.local;

import alchemy.fetch.Tools;
import alchemy.local.cloudflare.CloudflareApi;
import alchemy.local.postgres.Postgres;
import alchemy.local.prisma.PrismaApi;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The parts of a local cloud in the order of their start; they are closed in the reverse order,
 * also when a start fails half-way or is overtaken by a {@link #close}.
 */
final class LocalCloud implements AutoCloseable {
  private static final byte[] HELLO =
      "Alchemy for Java: the local cloud. Prisma's API is at /v1, Cloudflare's at /client/v4.\n"
          .getBytes(StandardCharsets.UTF_8);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts everything.
   *
   * @param folder the data folder, of which this process is the owner
   * @param port for HTTP, or 0 for the one that the folder remembers
   * @param faults what goes wrong on request
   * @param shown is given each request in words
   */
  Ready start(Path folder, int port, Events events, Faults faults, Consumer<String> shown) {
    var store = new Store(folder);
    var tokens = Tokens.of(store);
    var ports = new Ports(store);
    var log = part(new RequestLog(folder, Clock.systemUTC(), shown));
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
    server.serve(
        new Router()
            .mount("/v1", prisma.routes(), prisma::notFound)
            .mount("/client/v4", cloudflare.routes(), LocalCloud::noCloudflareRoute)
            .on("GET", "/", r -> Reply.text(200, "text/plain", HELLO)),
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
