package alchemy.local.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.local.cloudflare.LocalCloudflare.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsTest {
  private static final String SCRIPTS = "/workers/scripts";
  private static final String WORKER =
      "export default { async fetch(request, env) { return new Response('worker' + (env.ASSETS ?"
          + " await (await env.ASSETS.fetch('http://x/app.css')).text() : '')); } };";

  @TempDir Path folder;
  private LocalCloudflare cloud;

  @BeforeEach
  void open() {
    cloud = new LocalCloudflare(folder);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static String hash(String content) {
    return String.format("%032x", content.hashCode() & 0xffffffffL);
  }

  private Answer begin(String script, Map<String, String> files) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    files.forEach(
        (path, text) -> manifest.put(path, Map.of("hash", hash(text), "size", text.length())));
    return cloud.call(
        "POST", SCRIPTS + "/" + script + "/assets-upload-session", Map.of("manifest", manifest));
  }

  private Answer bring(String jwt, String... contents) {
    var parts = new ArrayList<Multipart.Part>();
    for (var each : contents) {
      var base64 = Base64.getEncoder().encode(each.getBytes(StandardCharsets.UTF_8));
      parts.add(new Multipart.Part(hash(each), "text/html", base64));
    }
    return cloud.send(
        jwt,
        "POST",
        cloud.account("/workers/assets/upload?base64=true"),
        "multipart/form-data; boundary=XX",
        new Multipart(parts).write("XX"));
  }

  private String complete(String script, Map<String, String> files) {
    String jwt = begin(script, files).at("result", "jwt");
    return bring(jwt, files.values().toArray(String[]::new)).at("result", "jwt");
  }

  @Test
  void filesAreServedBeforeTheWorkerAndByItsBinding() throws IOException {
    var files = Map.of("/index.html", "<p>start", "/app.css", "css", "/about/us.html", "<p>us");
    var begun = begin("site", files);
    List<List<String>> buckets = begun.at("result", "buckets");
    assertEquals(3, buckets.stream().mapToInt(List::size).sum());
    String jwt = begun.at("result", "jwt");
    var first = bring(jwt, "<p>start", "css");
    assertEquals(202, first.status(), first::toString);
    var last = bring(jwt, "<p>us");
    assertEquals(201, last.status(), last::toString);
    var config = Map.of("not_found_handling", "none", "_headers", "/*\n  X-From: rules\n");
    var metadata =
        Map.of(
            "assets", Map.of("jwt", last.<String>at("result", "jwt"), "config", config),
            "bindings", List.of(Map.of("type", "assets", "name", "ASSETS")));
    var made = cloud.upload("site", WORKER, metadata);
    assertEquals(true, made.at("result", "has_assets"), made::toString);
    var url = cloud.enable("site");
    assertEquals("<p>start", LocalCloudflare.fetch(url));
    assertEquals("<p>us", LocalCloudflare.fetch(url + "/about/us"));
    assertEquals("workercss", LocalCloudflare.fetch(url + "/other"));
    assertEquals(List.of("rules"), cloud.headers(url + "/app.css").get("x-from"));

    var kept =
        Map.of("keep_assets", true, "assets", Map.of("config", Map.of("run_worker_first", true)));
    assertEquals(200, cloud.upload("site", WORKER, kept).status());
    assertEquals("worker", LocalCloudflare.fetch(url + "/app.css"));
    assertEquals(200, cloud.upload("site", WORKER, Map.of("keep_assets", true)).status());
    assertEquals("worker", LocalCloudflare.fetch(url + "/app.css"));
    var gone = cloud.upload("site", WORKER, Map.of());
    assertEquals(false, gone.at("result", "has_assets"));
  }

  @Test
  void whatTheAccountHasIsNotAskedForAgain() {
    complete("one", Map.of("/a.txt", "same"));
    var begun = begin("two", Map.of("/b.txt", "same"));
    assertEquals(List.of(), begun.at("result", "buckets"));
    var metadata = Map.of("assets", Map.of("jwt", begun.<String>at("result", "jwt")));
    assertEquals(200, cloud.upload("two", WORKER, metadata).status());
    var stolen = cloud.upload("one", WORKER, metadata);
    assertEquals(10021, stolen.code());
    assertTrue(stolen.message().contains("not valid or expired"), stolen::message);
  }

  @Test
  void aWorkerMayBeAssetsAloneAndOthersMayCallIt() throws IOException {
    var jwt = complete("alone", Map.of("/index.html", "app", "/x.txt", "x"));
    var config = Map.of("not_found_handling", "single-page-application");
    var metadata = Map.of("assets", Map.of("jwt", jwt, "config", config));
    var made = cloud.assetsOnly("alone", metadata);
    assertEquals(200, made.status(), made::toString);
    var url = cloud.enable("alone");
    assertEquals("x", LocalCloudflare.fetch(url + "/x.txt"));
    assertEquals("app", LocalCloudflare.fetch(url + "/any/route"));
    var site = Map.of("type", "service", "name", "SITE", "service", "alone");
    var code = "export default { fetch: (request, env) => env.SITE.fetch('http://site/x.txt') };";
    assertEquals(200, cloud.upload("caller", code, Map.of("bindings", List.of(site))).status());
    assertEquals("x", LocalCloudflare.fetch(cloud.enable("caller")));
    cloud.close();
    cloud = new LocalCloudflare(folder);
    assertEquals("x", LocalCloudflare.fetch(url + "/x.txt"));
  }

  @Test
  void whatIsNotInTheManifestOrNotItsSizeIsRefused() {
    String jwt = begin("w", Map.of("/a.txt", "text")).at("result", "jwt");
    assertTrue(bring(jwt, "other").message().contains("not in the session's manifest"));
    assertEquals(401, bring("a.b.c", "text").status());
    var unready = Map.of("assets", Map.of("jwt", jwt));
    assertEquals(10021, cloud.upload("w", WORKER, unready).code());
    var up = begin("w", Map.of("/../../key", "text"));
    assertEquals("body.manifest./../../key is no path from / on", up.message());
    var rules =
        Map.of(
            "jwt", complete("w", Map.of("/a.txt", "text")), "config", Map.of("html_handling", "x"));
    assertTrue(
        cloud.upload("w", WORKER, Map.of("assets", rules)).message().contains("must be one of"));
  }

  @Test
  void aTokenEndsAfterAnHour() {
    var now = Clock.systemUTC();
    var shelf = new AssetShelf(folder.resolve("other"));
    var tick = new Clock[] {now};
    var sessions = new AssetSessions(shelf, new Following(tick));
    var jwt = sessions.begin("w", new Fields(Map.of(), "manifest", 1)).jwt();
    tick[0] = Clock.offset(now, Duration.ofMinutes(59));
    assertEquals(Map.of(), sessions.completed("w", jwt));
    tick[0] = Clock.offset(now, Duration.ofMinutes(61));
    assertThrows(ApiErrorException.class, () -> sessions.completed("w", jwt));
  }

  /** A clock that a test sets. */
  private static final class Following extends Clock {
    private final Clock[] now;

    Following(Clock[] now) {
      this.now = now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return now[0].getZone();
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return now[0].withZone(zone);
    }

    @Override
    public java.time.Instant instant() {
      return now[0].instant();
    }
  }
}
