package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.bundle.Bundle;
import alchemy.bundle.BundleCache;
import alchemy.bundle.Module;
import alchemy.cloudflare.WorkerProvider.Outputs;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.CheckCall;
import alchemy.http.ProviderCall;
import alchemy.http.RecordedServer;
import alchemy.http.RecordedServer.Heard;
import alchemy.http.ServiceException;
import alchemy.json.Json;
import alchemy.provider.Existing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProviderTest {
  private static final String SCRIPT = "/accounts/acc/workers/scripts/app-id-stage";
  private static final String NONE =
      "{\"success\":false,\"errors\":[{\"code\":10007,\"message\":\"none\"}]}";
  private static final String UPLOADED =
      "{\"success\":true,\"result\":{\"id\":\"app-id-stage\",\"etag\":\"e1\",\"tag\":\"t1\","
          + "\"deployment_id\":\"d1\",\"created_on\":\"2026-01-01T00:00:00Z\"}}";
  private static final String DONE = "{\"success\":true,\"result\":null}";
  private static final String URL = "http://127.0.0.1:4711";
  private static final String WORKER_PATH = "/accounts/acc/workers/workers/app-id-stage";
  private static final String WORKER =
      "{\"success\":true,\"result\":{\"subdomain\":{\"enabled\":true,\"url\":\"" + URL + "\"}}}";

  @TempDir Path root;
  private final WorkerProvider workers = new WorkerProvider();
  private final ProviderCall call = new ProviderCall().named("App-id-stage");
  private RecordedServer server;
  private String code;

  @BeforeEach
  void start() throws Exception {
    server = new RecordedServer();
    call.with("CLOUDFLARE_API_BASE_URL", server.base())
        .with("CLOUDFLARE_API_TOKEN", "cloudflare-token")
        .with("CLOUDFLARE_ACCOUNT_ID", "acc")
        .at(root);
    byte[] content = "export default {}".getBytes(StandardCharsets.UTF_8);
    Module module = new Module("worker.js", "application/javascript+module", content);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    String head = "worker.js\napplication/javascript+module\n" + content.length + "\n";
    digest.update(head.getBytes(StandardCharsets.UTF_8));
    code = HexFormat.of().formatHex(digest.digest(content));
    BundleCache.of(root).put(new Bundle(List.of(module), List.of(), code));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Props props(Map<String, Object> bindings, Boolean url, String... crons) {
    return Workers.props(
        "main",
        "src/worker.ts",
        "code",
        code,
        "bindings",
        bindings,
        "compatibilityFlags",
        List.of("nodejs_compat"),
        "url",
        url,
        "crons",
        crons.length == 0 ? null : List.of(crons));
  }

  private static Object metadata(Heard upload) {
    String text = upload.text();
    int start = text.indexOf("\r\n\r\n") + 4;
    return Json.read(text.substring(start, text.indexOf("\r\n", start)));
  }

  @Test
  void aNewWorkerIsLookedUpUploadedAndGivenItsUrl() {
    server.says(404, NONE).says(200, UPLOADED).says(200, DONE).always(WORKER_PATH, 200, WORKER);
    Map<String, Object> bindings = new LinkedHashMap<>();
    bindings.put("HYPERDRIVE", Map.of("type", "hyperdrive", "id", "h1", "extra", "x"));
    bindings.put("STAGE", "prod");
    bindings.put("KEY", Secret.of("key-of-something"));
    bindings.put("OTHER", Map.of("type", "service", "service", "other"));
    bindings.put("LIMIT", Bindings.value(3));
    bindings.put("LATER", null);
    Outputs made = workers.create(call, props(bindings, null));
    assertEquals(
        List.of(
            "GET " + SCRIPT + "/settings",
            "PUT " + SCRIPT + "?excludeScript=true&bindings_inherit=strict"),
        server.lines().subList(0, 2));
    assertEquals(
        Set.of("POST " + SCRIPT + "/subdomain", "GET " + WORKER_PATH),
        Set.copyOf(server.lines().subList(2, 4)),
        "beside each other");
    Heard upload = server.heard().get(1);
    assertEquals(
        Map.of(
            "main_module",
            "worker.js",
            "compatibility_date",
            "2026-11-01",
            "compatibility_flags",
            List.of("nodejs_compat"),
            "tags",
            List.of("alchemy:x1y2", "alchemy:x1y2:id"),
            "observability",
            Map.of("enabled", false),
            "annotations",
            Map.of("workers/tag", code),
            "bindings",
            List.of(
                Map.of("name", "HYPERDRIVE", "type", "hyperdrive", "id", "h1"),
                Map.of("name", "STAGE", "type", "plain_text", "text", "prod"),
                Map.of("name", "KEY", "type", "secret_text", "text", "key-of-something"),
                Map.of("name", "OTHER", "type", "service", "service", "other"),
                Map.of("name", "LIMIT", "type", "json", "json", 3L))),
        metadata(upload));
    assertTrue(
        upload
            .text()
            .contains(
                "name=\"worker.js\"; filename=\"worker.js\"\r\n"
                    + "Content-Type: application/javascript+module\r\n\r\nexport default {}\r\n"),
        upload::text);
    Heard reached = server.heard().stream().filter(h -> h.method().equals("POST")).findAny().get();
    assertEquals(Map.of("enabled", true, "previews_enabled", true), reached.json());
    assertEquals(URL, made.url());
    assertEquals("d1", made.deploymentId());
    assertEquals(List.of("app-id-stage", "app-id-stage"), call.savedIds());
  }

  @Test
  void aWorkerOfSomebodyElseIsNotOverwritten() {
    server.says(200, "{\"success\":true,\"result\":{\"tags\":[\"alchemy:other\"]}}");
    NameTakenException e =
        assertThrows(NameTakenException.class, () -> workers.create(call, props(null, null)));
    assertTrue(e.getMessage().contains("\"app-id-stage\""), e::getMessage);
    assertEquals(1, server.heard().size());
  }

  @Test
  void aWorkerThatAnInterruptedRunUploadedIsOurs() {
    String ours = "{\"success\":true,\"result\":{\"tags\":[\"alchemy:x1y2\"]}}";
    server.says(200, ours).says(200, UPLOADED).says(200, DONE).always(WORKER_PATH, 200, WORKER);
    server.says(200, ours);
    workers.create(call, props(null, null));
    assertEquals("app-id-stage", workers.find(call, props(null, null)).get(0).remoteId());
    server.says(404, NONE);
    assertEquals(List.of(), workers.find(call, props(null, null)));
  }

  @Test
  void aBindingsTargetThatCannotBeSeenYetIsWaitedFor() {
    server
        .says(404, NONE)
        .says(400, "{\"success\":false,\"errors\":[{\"code\":10157,\"message\":\"no config\"}]}")
        .says(200, UPLOADED)
        .says(200, DONE)
        .always(WORKER_PATH, 200, WORKER);
    workers.create(call, props(null, null));
    assertEquals(List.of(2000L), call.waits());
  }

  @Test
  void onlyWhatDiffersIsSentAgain() {
    Outputs known =
        Workers.outputs(
            "id",
            "w",
            "name",
            "w",
            "url",
            URL,
            "compatibilityDate",
            "2025-01-01",
            "tag",
            "t1",
            "etag",
            "e1",
            "deploymentId",
            "d1");
    server.says(200, DONE).says(200, WORKER);
    Outputs after =
        workers.update(
            call,
            new Existing<>("w", props(null, null), known),
            props(null, null, "0 3 * * *", "0 4 * * *"));
    assertEquals("PUT /accounts/acc/workers/scripts/w/schedules", server.lines().get(0));
    assertEquals(
        List.of(Map.of("cron", "0 3 * * *"), Map.of("cron", "0 4 * * *")),
        server.heard().get(0).json());
    assertEquals(known, after);
    server.says(200, DONE).says(200, DONE);
    after =
        workers.update(
            call, new Existing<>("w", props(null, null, "0 3 * * *"), known), props(null, false));
    assertEquals(Map.of("enabled", false, "previews_enabled", false), server.heard().get(2).json());
    assertEquals(List.of(), server.heard().get(3).json());
    assertNull(after.url());
  }

  @Test
  void aDefaultDateThatWasTakenIsKept() {
    Outputs known =
        Workers.outputs(
            "id",
            "w",
            "name",
            "w",
            "url",
            URL,
            "compatibilityDate",
            "2025-01-01",
            "tag",
            "t1",
            "etag",
            "e1",
            "deploymentId",
            "d1");
    Props before = props(null, null);
    server.says(404, NONE).says(200, UPLOADED).says(200, WORKER);
    workers.update(call, new Existing<>("w", before, known), props(Map.of("A", "b"), null));
    assertEquals(
        "2025-01-01", ((Map<?, ?>) metadata(server.heard().get(1))).get("compatibility_date"));
  }

  @Test
  void withoutAUrlFromTheServiceTheAccountsSubdomainMakesIt() {
    server
        .says(404, NONE)
        .says(200, UPLOADED)
        .says(200, DONE)
        .always(
            WORKER_PATH, 200, "{\"success\":true,\"result\":{\"subdomain\":{\"enabled\":true}}}")
        .always(
            "/accounts/acc/workers/subdomain",
            200,
            "{\"success\":true,\"result\":{\"subdomain\":\"acme\"}}");
    assertEquals(
        "https://app-id-stage.acme.workers.dev", workers.create(call, props(null, null)).url());
  }

  @Test
  void anAccountWithoutASubdomainIsTold() {
    server
        .says(404, NONE)
        .says(200, UPLOADED)
        .says(200, DONE)
        .always(WORKER_PATH, 404, NONE)
        .always("/accounts/acc/workers/subdomain", 404, NONE);
    assertThrows(NoSubdomainException.class, () -> workers.create(call, props(null, null)));
    assertEquals("app-id-stage", call.savedIds().get(0));
  }

  @Test
  void deletingIsDoneEvenIfItIsGone() {
    server.says(404, NONE).says(404, NONE);
    workers.delete(call, new Existing<>("w", null, null));
    assertEquals("DELETE /accounts/acc/workers/scripts/w", server.last().line());
  }

  @Test
  void whatOthersBindIsDeletedOnlyIfTheyAreOfThisStageAndSoDeletedNext() {
    String refused =
        "{\"success\":false,\"errors\":[{\"code\":10142,\"message\":\"w is still referenced by"
            + " service bindings in Workers: a, b\"}]}";
    String bound =
        "{\"success\":true,\"result\":{\"services\":{\"incoming\":[{\"service\":\"a\"},"
            + "{\"service\":\"b\"}]}}}";
    String ours = "{\"success\":true,\"result\":{\"tags\":[\"alchemy:x1y2\"]}}";
    String theirs = "{\"success\":true,\"result\":{\"tags\":[\"alchemy:other\"]}}";
    server.says(200, ours).says(400, refused).says(200, bound).says(200, ours).says(200, theirs);
    assertThrows(
        ServiceException.class,
        () -> workers.delete(call, new Existing<>("w", props(null, false), null)));
    assertEquals(5, server.heard().size());
    server.says(200, ours).says(400, refused).says(200, bound).says(200, ours).says(200, ours);
    server.says(200, DONE);
    workers.delete(call, new Existing<>("w", props(null, false), null));
    assertEquals("DELETE /accounts/acc/workers/scripts/w?force=true", server.last().line());
    String free = bound.replaceFirst("\\[.*]", "[]");
    server.says(200, ours).says(400, refused).says(200, free).says(200, DONE);
    workers.delete(call, new Existing<>("w", props(null, false), null));
    assertEquals("DELETE /accounts/acc/workers/scripts/w", server.last().line());
  }

  @Test
  void whatCannotWorkIsAFault() throws IOException {
    CheckCall check = new CheckCall(root, Map.of("CLOUDFLARE_API_TOKEN", "x"));
    Map<String, Object> bindings = new LinkedHashMap<>();
    bindings.put("a-b", "text");
    bindings.put("JSON", Map.of("type", "json", "json", Map.of("k", Secret.of("abcdefgh"))));
    workers.check(
        check,
        Workers.props(
            "main",
            "src/missing.ts",
            "name",
            "Big",
            "bindings",
            bindings,
            "compatibilityDate",
            "soon"));
    assertEquals(
        List.of(
            "main: \"src/missing.ts\" is not there",
            "name: \"Big\" is not valid",
            "compatibilityDate: \"soon\" is not a date",
            "bindings.a-b: is no name that JavaScript takes",
            "bindings.JSON: holds a secret inside JSON, which the service would show to others"),
        check.faults());
  }

  @Test
  void whatTheServiceWouldNotServeIsAFault() {
    CheckCall check = new CheckCall(root, Map.of("CLOUDFLARE_API_TOKEN", "x"));
    workers.check(
        check,
        Workers.props(
            "script",
            "export default {}",
            "previews",
            true,
            "assetsConfig",
            Map.of("html_handling", "none"),
            "bindings",
            Map.of(
                "ASSETS", Binding.assets().binding(), "IT", Binding.durableObject("A").binding()),
            "routes",
            List.of("*.example.com/a/*", "https://example.com/", "Example.com/*", "a.b/*/c"),
            "domains",
            List.of("app.example.com", "App.example.com", "example.com/a")));
    assertEquals(
        List.of(
            "assetsConfig: is set, and no assets",
            "bindings.ASSETS: binds assets, and has none",
            "routes: have \"Example.com/*\", which is not valid",
            "routes: have \"a.b/*/c\", which is not valid",
            "domains: have \"App.example.com\", which is not valid",
            "domains: have \"example.com/a\", which is not valid",
            "previews: are on, and the service has none for a Worker with Durable Object classes of"
                + " its own"),
        check.faults());
  }

  @Test
  void aGeneratedNameIsALabelOfAHostName() {
    assertEquals("app-us-east-1-api-prod", Names.fit("app-us-east-1-API-prod"));
    String fitted = Names.fit("x".repeat(100));
    assertEquals(63, fitted.length());
    assertFalse(fitted.equals(Names.fit("x".repeat(101))));
  }
}
