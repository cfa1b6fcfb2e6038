package alchemy.local.cloudflare;

import alchemy.fetch.Tools;
import alchemy.local.Events;
import alchemy.local.Json;
import alchemy.local.Ports;
import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.Store;
import alchemy.local.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Cloudflare API over a folder of a test, called as its HTTP server would call it. */
final class LocalCloudflare implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Tokens tokens;
  private final CloudflareApi api;
  final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  LocalCloudflare(Path folder) {
    var store = new Store(folder);
    this.tokens = Tokens.of(store);
    this.api =
        new CloudflareApi(
            store,
            new Ports(store),
            tokens,
            new Recorder(),
            () -> Tools.standard(l -> {}).workerd());
    api.start();
  }

  /** An answer of the API. */
  record Answer(int status, String contentType, byte[] body) {
    @SuppressWarnings("unchecked")
    <T> T at(Object... path) {
      Object here = Json.read(body);
      for (var step : path) {
        here = step instanceof Integer i ? ((List<?>) here).get(i) : ((Map<?, ?>) here).get(step);
      }
      return (T) here;
    }

    Map<String, Object> result() {
      return at("result");
    }

    int code() {
      return at("errors", 0, "code");
    }

    String message() {
      return at("errors", 0, "message");
    }

    @Override
    public String toString() {
      return status + " " + new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Calls a path below the account with a JSON body. */
  Answer call(String method, String path, Object body) {
    var bytes = body == null ? new byte[0] : Json.write(body);
    return send(tokens.cloudflare(), method, account(path), "text/plain;charset=UTF-8", bytes);
  }

  Answer get(String path) {
    return call("GET", path, null);
  }

  String account(String path) {
    return "/accounts/" + tokens.accountId() + path;
  }

  /** The namespaces and so on of the account. */
  StoredResources stored() {
    return api.stored();
  }

  String token() {
    return tokens.cloudflare();
  }

  Answer send(String token, String method, String pathAndQuery, String type, byte[] body) {
    var parts = pathAndQuery.split("\\?", 2);
    Map<String, String> query = new LinkedHashMap<>();
    if (parts.length == 2) {
      for (var each : parts[1].split("&")) {
        query.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
      }
    }
    var headers = Map.of("authorization", "Bearer " + token, "content-type", type);
    Reply reply = api.routes().route(new Request(method, parts[0], query, headers, body, Map.of()));
    String whole = "/client/v4" + parts[0];
    alchemy.local.Recorder.add(new Request(method, whole, query, headers, body, Map.of()), reply);
    return new Answer(
        reply.status(), reply.headers().getOrDefault("Content-Type", ""), reply.body());
  }

  /** Uploads a Worker of one ES module. */
  Answer upload(String name, String code, Map<String, ?> metadata) {
    return form("PUT", "/workers/scripts/" + name, code, metadata);
  }

  Answer form(String method, String path, String code, Map<String, ?> metadata) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("main_module", "worker.js");
    all.put("compatibility_date", "2026-11-01");
    all.putAll(metadata);
    // As wrangler sends it: the metadata is a plain field, without a file name or a type.
    var text =
        "--XX\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n"
            + new String(Json.write(all), StandardCharsets.UTF_8)
            + "\r\n--XX\r\nContent-Disposition: form-data; name=\"worker.js\";"
            + " filename=\"worker.js\"\r\nContent-Type: application/javascript+module\r\n\r\n"
            + code
            + "\r\n--XX--\r\n";
    return send(
        tokens.cloudflare(),
        method,
        account(path),
        "multipart/form-data; boundary=XX",
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** Uploads a Worker without code. */
  Answer assetsOnly(String name, Map<String, ?> metadata) {
    Map<String, Object> all = new LinkedHashMap<>(metadata);
    all.put("compatibility_date", "2026-11-01");
    var part = new Multipart.Part("metadata", "application/json", Json.write(all));
    return send(
        tokens.cloudflare(),
        "PUT",
        account("/workers/scripts/" + name),
        "multipart/form-data; boundary=XX",
        new Multipart(List.of(part)).write("XX"));
  }

  /** The headers of what a Worker answers. */
  Map<String, List<String>> headers(String url) throws IOException {
    return answer(url).headers().map();
  }

  /** Opens a Worker's port and gives its address. */
  String enable(String name) {
    call("POST", "/workers/scripts/" + name + "/subdomain", Map.of("enabled", true));
    return get("/workers/workers/" + name).at("result", "subdomain", "url");
  }

  /** What a Worker answers. */
  static String fetch(String url) throws IOException {
    return answer(url).body();
  }

  private static HttpResponse<String> answer(String url) throws IOException {
    try {
      var request = HttpRequest.newBuilder(URI.create(url)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Waits until something is logged that contains a text. */
  String awaitLog(String text) throws InterruptedException {
    var seen = new ArrayList<String>();
    for (var line = log.poll(5, TimeUnit.SECONDS);
        line != null;
        line = log.poll(5, TimeUnit.SECONDS)) {
      if (line.contains(text)) {
        return line;
      }
      seen.add(line);
    }
    throw new AssertionError("not logged: " + text + "; but " + seen);
  }

  @Override
  public void close() {
    api.close();
  }

  private final class Recorder implements Events {
    @Override
    public void log(String worker, String text) {
      log.add(worker + ": " + text);
    }

    @Override
    public void request(String worker, String method, String path, int status, long millis) {
      requests.add(worker + " " + method + " " + path + " " + status);
    }

    @Override
    public void note(String text) {
      log.add(text);
    }
  }
}
