package alchemy.local;

import alchemy.local.page.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The HTTP server on 127.0.0.1. It answers only requests that name it by a loopback name in {@code
 * Host}, and none that carries the {@code Origin} of another site: so a page in a browser cannot
 * reach it, not even by a DNS name that was made to point here.
 */
final class LoopbackServer implements AutoCloseable {
  private static final int LARGEST_BODY = 128 << 20;
  private static final String DROPPED = "dropped";
  // Of the JDK's own 50, a client that sends hundreds at once would wait a second for the rest.
  private static final int BACKLOG = 1024;

  static {
    // Read once by the JDK's server. Without the first each answer waits 40 ms for the client's
    // acknowledgement; without the second it closes idle connections under the client's next POST.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackServer::daemon);
  private final RequestLog log;
  private final Events events;
  private final Faults faults;
  private volatile Router router;
  private volatile Recording recording;

  /** Binds the port; requests wait until {@link #serve}. */
  LoopbackServer(int port, RequestLog log, Events events, Faults faults) {
    this.log = log;
    this.faults = faults;
    this.events = events;
    try {
      server = HttpServer.create(Loopback.at(port), BACKLOG);
    } catch (IOException e) {
      throw new PortTakenException(port, e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /**
   * Answers from now on.
   *
   * @param recorded is given all that is asked and answered
   * @throws StoppedException if it was closed meanwhile
   */
  synchronized void serve(Router all, Optional<Recording> recorded) {
    if (threads.isShutdown()) {
      throw new StoppedException();
    }
    router = all;
    recording = recorded.orElse(null);
    server.setExecutor(threads);
    server.createContext("/", this::exchange);
    server.start();
  }

  /** Stops listening; may be called again. */
  @Override
  public synchronized void close() {
    if (threads.isShutdown()) {
      return;
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private void exchange(HttpExchange exchange) throws IOException {
    try (exchange) {
      var began = System.nanoTime();
      var path = exchange.getRequestURI().getRawPath();
      var answer = answer(exchange, path);
      var reply = answer.reply();
      if (!Page.owns(path)) {
        log.add(
            exchange.getRequestMethod(),
            path,
            reply.status(),
            Duration.ofNanos(System.nanoTime() - began),
            answer.fault());
      }
      if (answer.fault().equals(DROPPED)) {
        return;
      }
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      // To the JDK's server 0 means "unknown length" and -1 "no body".
      exchange.sendResponseHeaders(
          reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
      if (reply.body().length > 0) {
        exchange.getResponseBody().write(reply.body());
      }
    }
  }

  private record Answer(Reply reply, String fault) {}

  private Answer answer(HttpExchange exchange, String path) throws IOException {
    var headers = headers(exchange);
    var names = Set.of(Loopback.HOST + ":" + port(), "localhost:" + port());
    if (!names.contains(headers.getOrDefault("host", ""))) {
      return refused(403, "forbidden", "The Host header does not name this server.");
    }
    var origin = headers.get("origin");
    if (origin != null && names.stream().noneMatch(name -> origin.equals("http://" + name))) {
      return refused(403, "forbidden", "Requests of other sites' pages are refused.");
    }
    var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      return refused(413, "payload-too-large", "The request body is too large.");
    }
    var request =
        new Request(exchange.getRequestMethod(), path, query(exchange), headers, body, Map.of());
    if (Page.owns(path)) { // which no client of the services asks
      return new Answer(reply(request), "");
    }
    faults.delay();
    var fault = faults.next(request);
    var answer =
        fault.isPresent() && !fault.get().drops()
            ? new Answer(fault.get().reply(), "failed")
            : new Answer(reply(request), fault.isPresent() ? DROPPED : "");
    if (threads.isShutdown()) { // What the stop broke off is no answer of a service.
      return new Answer(answer.reply(), DROPPED);
    }
    if (recording != null) {
      recording.add(request, answer.reply(), answer.fault().equals("failed"));
    }
    return answer;
  }

  private Reply reply(Request request) {
    try {
      return router.route(request);
    } catch (RuntimeException e) {
      // Told here and not to the client, who could do nothing about it.
      var cause = e instanceof RequestFailedException ? e.getCause() : e;
      events.note(request.method() + " " + request.path() + " failed: " + cause);
      return error(500, "internal-error", "The local cloud failed on this request.");
    }
  }

  private static Answer refused(int status, String code, String message) {
    return new Answer(error(status, code, message), "");
  }

  // Prisma's clients look at "error", Cloudflare's at "success" and "errors".
  static Reply error(int status, String code, String message) {
    return Reply.json(
        status,
        Map.of(
            "success",
            false,
            "errors",
            List.of(Map.of("code", status, "message", message)),
            "error",
            Map.of("code", code, "message", message)));
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    return headers;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    var raw = exchange.getRequestURI().getRawQuery();
    if (raw == null || raw.isEmpty()) {
      return query;
    }
    for (var pair : raw.split("&")) {
      var equals = pair.indexOf('=');
      query.put(
          decode(equals < 0 ? pair : pair.substring(0, equals)),
          equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "request");
    thread.setDaemon(true);
    return thread;
  }
}
