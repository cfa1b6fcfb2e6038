package alchemy.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Speaks JSON to a local cloud, as any client would. */
public final class Api {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final String token;

  /** A client with a token of its own. */
  public Api(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /** The same server, another token. */
  public Api as(String other) {
    return new Api(base, other);
  }

  /** An answer's status and tree; an empty body is an empty map. */
  public record Answer(int status, Map<?, ?> tree) {
    /** What a path of names and list positions leads to. */
    // The caller knows what it expects; a test fails where it is wrong.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T at(Object... path) {
      Object here = tree;
      for (var step : path) {
        here = step instanceof Integer i ? ((List<?>) here).get(i) : ((Map<?, ?>) here).get(step);
      }
      return (T) here;
    }

    /** The id of what was answered. */
    public String id() {
      return at("data", "id");
    }
  }

  public Answer get(String path) throws IOException {
    return send("GET", path, null);
  }

  public Answer delete(String path) throws IOException {
    return send("DELETE", path, null);
  }

  public Answer post(String path, Map<String, ?> body) throws IOException {
    return send("POST", path, body);
  }

  public Answer patch(String path, Map<String, ?> body) throws IOException {
    return send("PATCH", path, body);
  }

  public Answer put(String path, Object body) throws IOException {
    return send("PUT", path, body);
  }

  /** Sends a form: its first part is JSON, each other one an ES module of that name. */
  public Answer form(
      String method, String path, String first, Object json, Map<String, String> modules)
      throws IOException {
    var text = new StringBuilder();
    var head = "--XX\r\nContent-Disposition: form-data; name=\"";
    text.append(head).append(first).append("\"\r\n\r\n");
    text.append(new String(Json.write(json), StandardCharsets.UTF_8)).append("\r\n");
    modules.forEach(
        (name, code) ->
            text.append(head)
                .append(name + "\"; filename=\"" + name + "\"\r\n")
                .append("Content-Type: application/javascript+module\r\n\r\n")
                .append(code + "\r\n"));
    text.append("--XX--\r\n");
    var content = HttpRequest.BodyPublishers.ofString(text.toString());
    return send(method, path, content, "multipart/form-data; boundary=XX");
  }

  private Answer send(String method, String path, Object body) throws IOException {
    var content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(Json.write(body));
    return send(method, path, content, "application/json");
  }

  private Answer send(String method, String path, HttpRequest.BodyPublisher content, String type)
      throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type)
            .method(method, content)
            .build();
    try {
      var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
      var tree = answer.body().length == 0 ? Map.of() : (Map<?, ?>) Json.read(answer.body());
      return new Answer(answer.statusCode(), tree);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + path, e);
    }
  }
}
