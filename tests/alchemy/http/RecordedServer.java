package alchemy.http;

import alchemy.local.Recorder;
import alchemy.local.Request;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A service on loopback that says what it was told to say, in order, and remembers what it heard.
 */
public final class RecordedServer implements AutoCloseable {
  /** What was heard. */
  public record Heard(String method, String path, Map<String, List<String>> headers, byte[] body) {
    public String line() {
      return method + " " + path;
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public Object json() {
      return alchemy.json.Json.read(body);
    }
  }

  private record Said(int status, Map<String, String> headers, String body) {}

  static {
    // Headers and body go out as two packets, the second of which else waits 40 ms for the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Said NOTHING = new Said(0, Map.of(), "");
  private static final Said NONE_LEFT = new Said(599, Map.of(), "\"no reply left\"");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Said> replies = new ArrayDeque<>();
  private final Map<String, Said> standing = new HashMap<>();
  private final List<Heard> heard = new ArrayList<>();

  public RecordedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri(String path) {
    return URI.create(base() + path);
  }

  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public synchronized RecordedServer says(int status, String body, String... headers) {
    Map<String, String> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    replies.add(new Said(status, map, body));
    return this;
  }

  /** What it says to a path whenever it is asked, out of that order: for what is asked beside. */
  public synchronized RecordedServer always(String path, int status, String body) {
    standing.put(path, new Said(status, Map.of(), body));
    return this;
  }

  /** Hears the request and closes the connection without a word. */
  public synchronized RecordedServer hangsUp() {
    replies.add(NOTHING);
    return this;
  }

  public synchronized List<Heard> heard() {
    return List.copyOf(heard);
  }

  public synchronized List<String> lines() {
    return heard.stream().map(Heard::line).toList();
  }

  public synchronized Heard last() {
    return heard.get(heard.size() - 1);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      record(exchange, body);
      Said said;
      synchronized (this) {
        heard.add(
            new Heard(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                body));
        said = standing.get(exchange.getRequestURI().getPath());
        if (said == null) {
          said = replies.isEmpty() ? NONE_LEFT : replies.remove();
        }
      }
      if (said.status() == 0) {
        return;
      }
      byte[] answer = said.body().getBytes(StandardCharsets.UTF_8);
      said.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(said.status(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  // For the check against the contracts. Prisma's paths have their version in them; the others are
  // below a base URL that a test leaves out.
  private static void record(HttpExchange exchange, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    if (!alchemy.http.Request.AGENT.equals(headers.get("user-agent"))) {
      return;
    }
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String each : raw == null ? new String[0] : raw.split("&")) {
      String[] pair = each.split("=", 2);
      query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    String path = exchange.getRequestURI().getRawPath();
    String whole = path.startsWith("/v1/") ? path : "/client/v4" + path;
    Recorder.asked(new Request(exchange.getRequestMethod(), whole, query, headers, body, Map.of()));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
