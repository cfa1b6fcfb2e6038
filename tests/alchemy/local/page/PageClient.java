package alchemy.local.page;

import alchemy.local.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Asks for the page's addresses, as a browser that was given the one with the token. */
final class PageClient {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  PageClient(URI address) {
    this.address = address;
  }

  /** The cookie that the address is exchanged for. */
  String cookie() throws IOException {
    return get(address.getPath() + "?" + address.getQuery())
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .replaceFirst(";.*", "");
  }

  HttpResponse<String> get(String path, String... headers) throws IOException {
    return send(request(path, headers));
  }

  HttpResponse<String> post(String path, Object body, String... headers) throws IOException {
    var content = HttpRequest.BodyPublishers.ofByteArray(Json.write(body));
    return send(request(path, headers).POST(content));
  }

  /** The origin that the browser names. */
  String origin() {
    return "http://" + address.getAuthority();
  }

  /** What the page's script is told. */
  Answer state(String query) throws IOException {
    return Answer.of(get("/page/state?" + query, "Cookie", cookie()));
  }

  /** Runs SQL in the database of an id. */
  Answer sql(String database, String text) throws IOException {
    return Answer.of(own("/page/sql", Map.of("id", "1", "database", database, "text", text)));
  }

  /** A POST of the page's script. */
  HttpResponse<String> own(String path, Object body) throws IOException {
    return post(path, body, "Cookie", cookie(), "Origin", origin());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(address.resolve(path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** An answer's tree. */
  record Answer(Map<?, ?> tree) {
    static Answer of(HttpResponse<String> answer) {
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer + " " + answer.body());
      }
      return new Answer((Map<?, ?>) Json.read(answer.body().getBytes(StandardCharsets.UTF_8)));
    }

    @SuppressWarnings("unchecked")
    <T> T at(Object... path) {
      Object here = tree;
      for (var step : path) {
        here = step instanceof Integer i ? ((List<?>) here).get(i) : ((Map<?, ?>) here).get(step);
      }
      return (T) here;
    }
  }
}
