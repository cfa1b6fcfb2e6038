package alchemy.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.json.Json;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A Worker of a local cloud, asked at its address. */
record DeployedWorker(TestCloud cloud, String name) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What it answers, which must be a success. */
  String text(String path) throws IOException, InterruptedException {
    String url =
        cloud.cloudflare().get("/workers/workers/" + name).at("result", "subdomain", "url");
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(url + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer::body);
    return answer.body();
  }

  /** The same, read as JSON. */
  Object json(String path) throws IOException, InterruptedException {
    return Json.read(text(path));
  }
}
