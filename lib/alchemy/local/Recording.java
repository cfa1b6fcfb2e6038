package alchemy.local;

import alchemy.local.cloudflare.Multipart;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every exchange with its bodies, one JSON line each, in a folder that {@code ALCHEMY_LOCAL_RECORD}
 * names; so the test run has all that was said checked against the two contracts, whoever said it.
 * Secrets are masked, code and files are left out.
 */
final class Recording implements AutoCloseable {
  static final String FOLDER = "ALCHEMY_LOCAL_RECORD";
  private static final Set<String> SECRET =
      Set.of(
          "password",
          "pass",
          "connectionString",
          "text",
          "access_client_secret",
          "key_base64",
          "key_jwk",
          "jwt");

  private final OutputStream file;

  private Recording(OutputStream file) {
    this.file = file;
  }

  /** One of its own for each local cloud; none if the variable is not set. */
  static Optional<Recording> ofEnvironment() {
    return Optional.ofNullable(System.getenv(FOLDER))
        .filter(each -> !each.isEmpty())
        .map(each -> in(Path.of(each)));
  }

  /** A new file in a folder, which has to be there. */
  static Recording in(Path folder) {
    try {
      var file = Files.createTempFile(folder, "local-", ".ndjson");
      // No channel: the first interrupt of a thread that writes would close it for all others.
      return new Recording(new FileOutputStream(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds a line.
   *
   * @param fault whether the answer is one that was asked for with {@code --fail}
   * @throws UncheckedIOException if it cannot be written, as after the end: none goes unnoticed
   */
  synchronized void add(Request request, Reply reply, boolean fault) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("method", request.method());
    line.put("path", request.path());
    line.put("query", request.query());
    line.put("agent", request.headers().getOrDefault("user-agent", ""));
    var type = request.headers().getOrDefault("content-type", "");
    line.put("type", type.replaceFirst(";.*", ""));
    body(line, "body", type, request.body());
    line.put("status", reply.status());
    line.put("fault", fault);
    var told = reply.headers().getOrDefault("Content-Type", "");
    line.put("answerType", told.replaceFirst(";.*", ""));
    if (told.startsWith("application/json")) {
      line.put("answer", masked(Json.read(reply.body())));
    }
    try {
      var json = Json.write(line);
      // In one piece, since the process may be killed at any time.
      var ended = Arrays.copyOf(json, json.length + 1);
      ended[json.length] = '\n';
      file.write(ended);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void body(Map<String, Object> line, String name, String type, byte[] body) {
    if (body.length == 0) {
      return;
    }
    try {
      line.put(name, type.startsWith("multipart/") ? parts(type, body) : masked(Json.read(body)));
    } catch (RuntimeException e) {
      line.put("unreadable", e.getClass().getSimpleName());
    }
  }

  private static List<Map<String, Object>> parts(String type, byte[] body) {
    List<Map<String, Object>> parts = new ArrayList<>();
    for (var each : Multipart.parse(type, body).parts()) {
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("name", each.name());
      part.put("type", each.contentType());
      if (each.name().equals("metadata") || each.name().equals("settings")) {
        part.put("json", masked(Json.read(each.content())));
      }
      parts.add(part);
    }
    return parts;
  }

  private static Object masked(Object tree) {
    if (tree instanceof List<?> list) {
      return list.stream().map(Recording::masked).toList();
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return tree;
    }
    Map<Object, Object> masked = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> masked.put(name, SECRET.contains(name) ? hidden(value) : masked(value)));
    return masked;
  }

  // Of the same type, so that the check still sees that.
  private static Object hidden(Object value) {
    return value instanceof String ? "***" : value instanceof Map ? Map.of() : masked(value);
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
