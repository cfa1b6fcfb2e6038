package alchemy.local.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkersTest {
  private static final String SCRIPTS = "/workers/scripts";

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

  private static String saying(String expression) {
    return "export default { async fetch(request, env) { return new Response("
        + expression
        + "); } };";
  }

  private static Map<String, ?> bindings(Map<?, ?>... bindings) {
    return Map.of("bindings", List.of(bindings));
  }

  private static Map<String, String> secret(String name, String text) {
    return Map.of("type", "secret_text", "name", name, "text", text);
  }

  @Test
  void onlyTheTokenOfTheAccountIsServed() {
    var wrong = cloud.send("wrong", "GET", cloud.account(SCRIPTS), "", new byte[0]);
    assertEquals(401, wrong.status());
    assertEquals(10000, wrong.code());
    var foreign =
        cloud.send(cloud.token(), "GET", "/accounts/other/workers/scripts", "", new byte[0]);
    assertEquals(403, foreign.status());
    var accounts = cloud.send(cloud.token(), "GET", "/accounts", "", new byte[0]);
    assertEquals(cloud.account(""), "/accounts/" + accounts.at("result", 0, "id"));
    assertEquals("active", cloud.get("/tokens/verify").at("result", "status"));
  }

  @Test
  void aWorkerRunsAtItsPortOnceEnabledAndIsGoneAfterDelete() throws IOException {
    assertEquals(10007, cloud.get(SCRIPTS + "/hello").code());
    assertEquals(10090, cloud.get("/workers/services/hello").code());
    var made = cloud.upload("hello", saying("'hello'"), Map.of("tags", List.of("a:b")));
    assertEquals(200, made.status(), made::toString);
    assertEquals(List.of("fetch"), made.at("result", "handlers"));
    assertEquals("hello", made.at("result", "id"));
    String url = cloud.get("/workers/workers/hello").at("result", "subdomain", "url");
    assertThrows(ConnectException.class, () -> LocalCloudflare.fetch(url));
    assertEquals(url, cloud.enable("hello"));
    assertEquals("hello", LocalCloudflare.fetch(url));
    assertEquals("hello", cloud.get(SCRIPTS + "?tags=a:b:yes").at("result", 0, "id"));
    assertEquals(0, cloud.get(SCRIPTS + "?tags=a:b:no").<List<?>>at("result").size());
    var code = cloud.get(SCRIPTS + "/hello");
    assertTrue(code.contentType().startsWith("multipart/form-data"));
    assertTrue(code.toString().contains(saying("'hello'")));
    assertEquals(200, cloud.call("DELETE", SCRIPTS + "/hello", null).status());
    assertEquals(404, cloud.get(SCRIPTS + "/hello").status());
    assertEquals(10090, cloud.call("DELETE", "/workers/services/hello", null).code());
    assertThrows(ConnectException.class, () -> LocalCloudflare.fetch(url));
  }

  @Test
  void anUploadThatFailsLeavesTheOldVersionServing() throws IOException {
    cloud.upload("w", saying("'one'"), Map.of());
    var url = cloud.enable("w");
    var syntax = cloud.upload("w", "export default { fetch( {", Map.of());
    assertEquals(400, syntax.status());
    assertEquals(10021, syntax.code());
    assertTrue(syntax.message().startsWith("Uncaught SyntaxError"), syntax::message);
    assertTrue(syntax.message().contains("worker.js:1"), syntax::message);
    assertTrue(
        cloud
            .upload("w", "throw new Error('too early');", Map.of())
            .message()
            .contains("too early"));
    assertEquals(10068, cloud.upload("w", "export default {};", Map.of()).code());
    var future = cloud.upload("w", saying("1"), Map.of("compatibility_date", "2999-01-01"));
    assertTrue(future.message().contains("2999-01-01"), future::message);
    var experimental = List.of("service_binding_extra_handlers");
    var flag = cloud.upload("w", saying("1"), Map.of("compatibility_flags", experimental));
    assertTrue(flag.message().contains("is experimental"), flag::message);
    assertEquals(10021, cloud.upload("w", saying("1"), Map.of("main_module", "x.js")).code());
    assertEquals("one", LocalCloudflare.fetch(url));
    assertEquals(1, cloud.get(SCRIPTS + "/w/versions").<List<?>>at("result", "items").size());
  }

  @Test
  void itIsNotToldWhatIsTheDefaultAlreadyAndPrintsToTheLog() throws Exception {
    var code = "console.log('begun'); export default { fetch() { throw new Error('boom'); } };";
    cloud.upload("w", code, Map.of("compatibility_flags", List.of("nodejs_compat")));
    LocalCloudflare.fetch(cloud.enable("w"));
    assertEquals("w: begun", cloud.log.peek());
    assertEquals("w: Uncaught Error: boom", cloud.awaitLog("boom"));
    assertTrue(cloud.awaitLog("worker.js:1:").startsWith("w:     at Object.fetch"));
  }

  @Test
  void bindingsArriveAndWhatIsNotListedGoesUnlessKept() throws IOException {
    var json = Map.of("type", "json", "name", "J", "json", Map.of("a", List.of(1, "é")));
    var text = Map.of("type", "plain_text", "name", "T", "text", "q\"uo\\te\n é");
    var code = saying("JSON.stringify([env.J, env.T, env.S])");
    cloud.upload("w", code, bindings(json, text, secret("S", "hush")));
    var url = cloud.enable("w");
    assertEquals("[{\"a\":[1,\"é\"]},\"q\\\"uo\\\\te\\n é\",\"hush\"]", LocalCloudflare.fetch(url));
    var settings = cloud.get(SCRIPTS + "/w/settings");
    assertFalse(settings.toString().contains("hush"), settings::toString);
    assertEquals(3, settings.<List<?>>at("result", "bindings").size());

    cloud.upload("w", code, Map.of("keep_bindings", List.of("secret_text")));
    assertEquals("[null,null,\"hush\"]", LocalCloudflare.fetch(url));
    cloud.upload("w", code, Map.of());
    assertEquals("[null,null,null]", LocalCloudflare.fetch(url));
  }

  @Test
  void aSecretIsSetAndRemovedWithoutAnUpload() throws IOException {
    cloud.upload("w", saying("String(env.S)"), Map.of());
    var url = cloud.enable("w");
    var path = SCRIPTS + "/w/secrets";
    var put = cloud.call("PUT", path, secret("S", "hush"));
    assertEquals(Map.of("name", "S", "type", "secret_text"), put.result());
    assertEquals("hush", LocalCloudflare.fetch(url));
    assertEquals("S", cloud.get(path).at("result", 0, "name"));
    assertEquals(200, cloud.call("DELETE", path + "/S", null).status());
    assertEquals("undefined", LocalCloudflare.fetch(url));
    assertEquals(10056, cloud.call("DELETE", path + "/S", null).code());
  }

  @Test
  void aVersionServesWhenItIsDeployed() throws IOException {
    cloud.upload("w", saying("'one'"), Map.of());
    var url = cloud.enable("w");
    var kept = cloud.form("POST", SCRIPTS + "/w/versions", saying("'two'"), Map.of());
    assertEquals(2, (int) kept.at("result", "number"), kept::toString);
    assertEquals("one", LocalCloudflare.fetch(url));
    String id = kept.at("result", "id");
    var versions = List.of(Map.of("version_id", id, "percentage", 100));
    var body = Map.of("strategy", "percentage", "versions", versions);
    assertEquals(200, cloud.call("POST", SCRIPTS + "/w/deployments", body).status());
    assertEquals("two", LocalCloudflare.fetch(url));
    var deployments = cloud.get(SCRIPTS + "/w/deployments").<List<?>>at("result", "deployments");
    assertEquals(2, deployments.size());
  }

  @Test
  void workersCallEachOtherByFetchAndByMethod() throws IOException {
    var backend =
        """
        import { WorkerEntrypoint } from "cloudflare:workers";
        export default class extends WorkerEntrypoint {
          async fetch() { return new Response("backend"); }
          async add(a, b) { return a + b; }
        }
        """;
    var service = Map.of("type", "service", "name", "BACKEND", "service", "backend");
    var code =
        saying("await (await env.BACKEND.fetch('http://x/')).text() + await env.BACKEND.add(1, 2)");
    assertEquals(10144, cloud.upload("front", code, bindings(service)).code());
    // The backend itself is reachable by no port of its own.
    assertEquals(
        List.of("fetch"), cloud.upload("backend", backend, Map.of()).at("result", "handlers"));
    assertEquals(200, cloud.upload("front", code, bindings(service)).status());
    var url = cloud.enable("front");
    assertEquals("backend3", LocalCloudflare.fetch(url));
    cloud.upload("backend", backend.replace("a + b", "a - b"), Map.of());
    assertEquals("backend-1", LocalCloudflare.fetch(url));
    var refused = cloud.call("DELETE", SCRIPTS + "/backend", null);
    assertTrue(refused.message().contains("still referenced by bindings in Workers: front"));
    assertEquals(200, cloud.call("DELETE", SCRIPTS + "/backend?force=true", null).status());
    cloud.upload("backend", backend, Map.of());
    assertEquals("backend3", LocalCloudflare.fetch(url));
  }

  @Test
  void aRestartBringsWorkersBackAtTheirPorts() throws IOException {
    cloud.upload("w", saying("env.S"), bindings(secret("S", "very-secret-text")));
    cloud.upload("off", saying("1"), Map.of());
    var url = cloud.enable("w");
    var before = cloud.get(SCRIPTS + "/w/settings").result();
    cloud.close();
    assertThrows(ConnectException.class, () -> LocalCloudflare.fetch(url));
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("very-secret-text"), file::toString);
      }
    }
    cloud = new LocalCloudflare(folder);
    assertEquals("very-secret-text", LocalCloudflare.fetch(url));
    assertEquals(before, cloud.get(SCRIPTS + "/w/settings").result());
    String off = cloud.get("/workers/workers/off").at("result", "subdomain", "url");
    assertNotEquals(url, off);
    assertThrows(ConnectException.class, () -> LocalCloudflare.fetch(off));
  }

  @Test
  void aWorkerThatIsTooLargeIsRefused() {
    var noise = new byte[9 << 20];
    new java.util.Random(1).nextBytes(noise);
    var text = java.util.Base64.getEncoder().encodeToString(noise);
    var small = cloud.upload("w", saying("1") + "//" + " ".repeat(11 << 20), Map.of());
    assertEquals(200, small.status(), small::toString);
    assertEquals(200, cloud.upload("w", saying("1") + "//" + text, Map.of()).status());
    var large = cloud.upload("w", saying("1") + "//" + text + text, Map.of());
    assertEquals(10027, large.code());
    assertEquals(413, large.status());
  }

  @Test
  void settingsThatAreNotVersionedAndSchedulesAreKept() {
    cloud.upload("w", saying("1"), Map.of("tags", List.of("one")));
    cloud.call("PATCH", SCRIPTS + "/w/script-settings", Map.of("tags", List.of("two")));
    assertEquals(List.of("two"), cloud.get(SCRIPTS + "/w/settings").at("result", "tags"));
    cloud.call("PUT", SCRIPTS + "/w/schedules", List.of(Map.of("cron", "*/5 * * * *")));
    assertEquals(
        "*/5 * * * *", cloud.get(SCRIPTS + "/w/schedules").at("result", "schedules", 0, "cron"));
    assertEquals("local", cloud.get("/workers/subdomain").at("result", "subdomain"));
  }
}
