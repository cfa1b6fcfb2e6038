package alchemy.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * An HTTP server on loopback in front of a service: it hands every request on, but for those that a
 * rule lets go wrong, and remembers what it heard and what the service was given. Safe for use by
 * several threads.
 */
public final class FaultyProxy implements AutoCloseable {
  // What belongs to one connection and not to the message.
  private static final Set<String> OF_CONNECTION =
      Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "expect");

  static {
    // Headers and body go out as two packets, the second of which else waits 40 ms for the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
  }

  private static final class Rule {
    private final Pattern pattern;
    private final Fault fault;
    private int left;

    Rule(Pattern pattern, int left, Fault fault) {
      this.pattern = pattern;
      this.left = left;
      this.fault = fault;
    }
  }

  private final String target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultyProxy::daemon);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Rule> rules = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final List<String> forwarded = new ArrayList<>();
  private final Map<String, byte[]> bodies = new LinkedHashMap<>();

  /** Stands in front of a service, as {@code "http://127.0.0.1:8080"}. */
  public FaultyProxy(String target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** What stands in for the service's own base URL. */
  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** These variables, with the service's base URL replaced by this one. */
  public Map<String, String> over(Map<String, String> variables) {
    Map<String, String> changed = new LinkedHashMap<>(variables);
    changed.replaceAll((name, value) -> value.replace(target, base()));
    return changed;
  }

  /**
   * Lets requests go wrong.
   *
   * @param lines matches the whole of {@code "METHOD /path"}, the query left out
   * @param times how many of them; the rest goes through
   */
  public synchronized FaultyProxy on(String lines, int times, Fault fault) {
    rules.add(new Rule(Pattern.compile(lines), times, fault));
    return this;
  }

  /** Nothing more goes wrong, and nothing was heard yet. */
  public synchronized void clear() {
    rules.clear();
    heard.clear();
    forwarded.clear();
    bodies.clear();
  }

  /** How many faults are still to come. */
  public synchronized int left() {
    return rules.stream().mapToInt(each -> each.left).sum();
  }

  /** How many matching requests came in. */
  public synchronized long heard(String lines) {
    return heard.stream().filter(each -> each.matches(lines)).count();
  }

  /** How many matching requests the service was given. */
  public synchronized long forwarded(String lines) {
    return forwarded.stream().filter(each -> each.matches(lines)).count();
  }

  /** All that came in. */
  public synchronized List<String> lines() {
    return List.copyOf(heard);
  }

  /** What was sent with the last request of that method and path. */
  public synchronized byte[] body(String lines) {
    return bodies.entrySet().stream()
        .filter(each -> each.getKey().matches(lines))
        .map(Map.Entry::getValue)
        .reduce((before, last) -> last)
        .orElseThrow(() -> new AssertionError("not heard: " + lines + " in " + heard));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      keep(line, body);
      Fault.Said said = fault(line).apply(() -> forward(line, exchange, body));
      if (said == null) {
        return;
      }
      said.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(
          said.status(), said.body().length == 0 ? -1 : said.body().length);
      int sent = said.sent() < 0 ? said.body().length : said.sent();
      exchange.getResponseBody().write(said.body(), 0, sent);
    }
  }

  private synchronized void keep(String line, byte[] body) {
    bodies.remove(line);
    bodies.put(line, body);
  }

  private synchronized Fault fault(String line) {
    heard.add(line);
    for (Rule each : rules) {
      if (each.left > 0 && each.pattern.matcher(line).matches()) {
        each.left--;
        return each.fault;
      }
    }
    return Fault.Service::answer;
  }

  private Fault.Said forward(String line, HttpExchange exchange, byte[] body) throws IOException {
    synchronized (this) {
      forwarded.add(line);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> values.forEach(each -> header(request, name, each)));
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> headers = new LinkedHashMap<>();
      answer.headers().map().forEach((name, values) -> keep(headers, name, values));
      return new Fault.Said(answer.statusCode(), headers, answer.body(), -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + line, e);
    }
  }

  private static void header(HttpRequest.Builder request, String name, String value) {
    if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
      request.header(name, value);
    }
  }

  private static void keep(Map<String, String> headers, String name, List<String> values) {
    if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
      headers.put(name, String.join(", ", values));
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
