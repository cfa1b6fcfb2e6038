package alchemy.e2e;

import alchemy.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The local cloud, started by the launcher as {@code alchemy local}, and looked at from outside.
 */
final class Cloud implements AutoCloseable {
  private final Process process;
  private final Path data;
  private final Map<String, Object> ready;
  private final HttpClient http = HttpClient.newHttpClient();

  private Cloud(Process process, Path data, Map<String, Object> ready) {
    this.process = process;
    this.data = data;
    this.ready = ready;
  }

  @SuppressWarnings("unchecked")
  static Cloud start(Path data, String... more) throws IOException {
    Path log = Files.createTempFile("local-cloud", ".log");
    List<String> command = new ArrayList<>(List.of("sh", Shell.HOME.resolve("alchemy").toString()));
    command.addAll(List.of("local", "--data", data.toString(), "--json"));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    String first = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (first == null) {
      throw new IOException("the local cloud did not start: " + Files.readString(log));
    }
    return new Cloud(process, data, (Map<String, Object>) Json.read(first));
  }

  /** The variables that point a deploy at it. */
  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("PRISMA_API_BASE_URL", text("prisma"));
    variables.put("PRISMA_SERVICE_TOKEN", text("prismaToken"));
    variables.put("CLOUDFLARE_API_BASE_URL", text("cloudflare"));
    variables.put("CLOUDFLARE_API_TOKEN", text("cloudflareToken"));
    variables.put("CLOUDFLARE_ACCOUNT_ID", text("accountId"));
    return variables;
  }

  String text(String name) {
    return (String) ready.get(name);
  }

  /** How many requests it has answered. */
  int requests() throws IOException {
    return log().size();
  }

  /** The requests that it answered, as {@code POST /v1/projects 201}. */
  List<String> log() throws IOException {
    Path file = data.resolve("requests.ndjson");
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(line -> (Map<?, ?>) Json.read(line))
        .map(each -> each.get("method") + " " + each.get("path") + " " + each.get("status"))
        .toList();
  }

  /** The token of a workspace of its own, which is made when it is first used. */
  String token(String workspace) {
    return text("prismaToken") + "." + workspace;
  }

  /** The names of what Prisma's API lists at a path. */
  List<String> prisma(String path) throws IOException, InterruptedException {
    return prisma(path, text("prismaToken"));
  }

  List<String> prisma(String path, String token) throws IOException, InterruptedException {
    return names(text("prisma") + path, token, "data");
  }

  /** Where a Worker answers. */
  String urlOf(String worker) throws IOException, InterruptedException {
    Map<?, ?> answer =
        read(
            text("cloudflare") + "/accounts/" + text("accountId") + "/workers/workers/" + worker,
            text("cloudflareToken"));
    Map<?, ?> result = (Map<?, ?>) answer.get("result");
    return (String) ((Map<?, ?>) result.get("subdomain")).get("url");
  }

  /** What Cloudflare's API lists at a path below the account. */
  List<String> cloudflare(String path) throws IOException, InterruptedException {
    return names(
        text("cloudflare") + "/accounts/" + text("accountId") + path,
        text("cloudflareToken"),
        "result");
  }

  private List<String> names(String url, String token, String list)
      throws IOException, InterruptedException {
    return ((List<?>) read(url, token).get(list))
        .stream()
            .map(each -> (Map<?, ?>) each)
            .map(each -> String.valueOf(each.get(each.containsKey("name") ? "name" : "id")))
            .sorted()
            .toList();
  }

  private Map<?, ?> read(String url, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(url + " answered " + answer.statusCode());
    }
    return (Map<?, ?>) Json.read(answer.body());
  }

  /** What a Worker answers. */
  String get(String url) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the local cloud did not end on SIGTERM");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
