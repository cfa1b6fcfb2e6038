package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.bundle.Bundle;
import alchemy.bundle.BundleCache;
import alchemy.bundle.Module;
import alchemy.cloudflare.WorkerProvider.Outputs;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.ProviderCall;
import alchemy.local.Api;
import alchemy.local.TestCloud;
import alchemy.provider.Actual;
import alchemy.provider.Existing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody did to a Worker by hand is read back as that, and as nothing more. */
class WorkerInspectionTest {
  private static final String NAME = "app-id-stage";
  private static final String SCRIPT = "/workers/scripts/" + NAME;
  private static final String OURS = "export default { fetch: () => new Response('ours') }";
  private static final String THEIRS = "export default { fetch: () => new Response('theirs') }";
  private static final String DATE = "2026-01-01";

  @TempDir static Path folder;
  private static TestCloud cloud;

  @TempDir Path root;
  private final WorkerProvider workers = new WorkerProvider();
  private final ProviderCall call = new ProviderCall().named("App-id-stage");
  private Api api;
  private String code;

  @BeforeAll
  static void start() {
    cloud = new TestCloud(folder);
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void point() throws Exception {
    cloud.variables().forEach(call::with);
    call.at(root);
    api = cloud.cloudflare();
    byte[] content = OURS.getBytes(StandardCharsets.UTF_8);
    Module module = new Module("worker.js", "application/javascript+module", content);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    String head = "worker.js\napplication/javascript+module\n" + content.length + "\n";
    digest.update(head.getBytes(StandardCharsets.UTF_8));
    code = HexFormat.of().formatHex(digest.digest(content));
    BundleCache.of(root).put(new Bundle(List.of(module), List.of(), code));
  }

  @AfterEach
  void delete() throws IOException {
    api.delete(SCRIPT + "?force=true");
  }

  private Props props(Map<String, Object> bindings, String... crons) {
    return Workers.props(
        "main",
        "src/worker.ts",
        "code",
        code,
        "bindings",
        bindings,
        "compatibilityDate",
        DATE,
        "compatibilityFlags",
        List.of("nodejs_compat"),
        "url",
        true,
        "crons",
        List.of(crons),
        "observability",
        false,
        "delete",
        true);
  }

  private static Map<String, Object> bindings() {
    Map<String, Object> bindings = new LinkedHashMap<>();
    bindings.put("STAGE", "prod");
    bindings.put("LIMIT", Bindings.json(3L));
    bindings.put("SELF", Map.of("type", "service", "service", NAME));
    return bindings;
  }

  private Actual<Props, Outputs> seen(Props props, Outputs made) {
    return workers.inspect(call, new Existing<>(NAME, props, made)).orElseThrow();
  }

  private void settings(Map<String, ?> changed) throws IOException {
    Api.Answer answer = api.form("PATCH", SCRIPT + "/settings", "settings", changed, Map.of());
    assertEquals(200, answer.status(), () -> String.valueOf(answer.tree()));
  }

  private void upload(String script, Map<String, ?> metadata) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>(metadata);
    all.put("main_module", "worker.js");
    all.putIfAbsent("compatibility_date", DATE);
    Api.Answer answer = api.form("PUT", SCRIPT, "metadata", all, Map.of("worker.js", script));
    assertEquals(200, answer.status(), () -> String.valueOf(answer.tree()));
  }

  private Instant deployed() throws IOException {
    Api.Answer answer = api.get(SCRIPT + "/deployments");
    return Instant.parse(answer.at("result", "deployments", 0, "created_on"));
  }

  @Test
  void aWorkerThatNobodyTouchedShowsWhatWasApplied() {
    Map<String, Object> all = bindings();
    all.put("KEY", Secret.of("key-of-something"));
    Props wanted = props(all, "0 3 * * *", "0 4 * * *");
    Outputs made = workers.create(call, wanted);
    Actual<Props, Outputs> now = seen(wanted, made);
    assertEquals(wanted, now.props());
    assertEquals(made, now.outputs());
    assertNull(now.modified());
  }

  @Test
  void settingsThatWereChangedByHandShowAndOneUpdateTakesThemBack() throws IOException {
    Props wanted = props(bindings(), "0 3 * * *");
    Outputs made = workers.create(call, wanted);
    settings(
        Map.of(
            "bindings",
            List.of(
                Map.of("name", "STAGE", "type", "plain_text", "text", "test"),
                Map.of("name", "SELF", "type", "inherit"),
                Map.of("name", "NEW", "type", "secret_text", "text", "something-of-theirs")),
            "compatibility_date",
            "2026-02-02",
            "compatibility_flags",
            List.of()));
    api.put(SCRIPT + "/schedules", List.of(Map.of("cron", "0 5 * * *")));
    api.post(SCRIPT + "/subdomain", Map.of("enabled", false));
    api.patch(SCRIPT + "/script-settings", Map.of("observability", Map.of("enabled", true)));
    Actual<Props, Outputs> now = seen(wanted, made);
    Map<String, Object> theirs = new LinkedHashMap<>();
    theirs.put("STAGE", "test");
    theirs.put("SELF", bindings().get("SELF"));
    theirs.put("NEW", Map.of("type", "secret_text"));
    assertEquals(
        Workers.props(
            "main",
            "src/worker.ts",
            "code",
            code,
            "bindings",
            theirs,
            "compatibilityDate",
            "2026-02-02",
            "compatibilityFlags",
            List.of(),
            "url",
            false,
            "crons",
            List.of("0 5 * * *"),
            "observability",
            true,
            "delete",
            true),
        now.props());
    assertNull(now.outputs().url());
    Outputs repaired =
        workers.update(call, new Existing<>(NAME, now.props(), now.outputs()), wanted);
    assertEquals(wanted, seen(wanted, repaired).props());
    assertNull(seen(wanted, repaired).modified());
    assertNotNull(repaired.url());
  }

  @Test
  void changedSettingsWithTheSameCodeAndNoSecretAreReadableAndSoNotModified() throws IOException {
    Props wanted = props(bindings());
    Outputs made = workers.create(call, wanted);
    settings(Map.of("compatibility_flags", List.of()));
    assertNull(seen(wanted, made).modified());
    assertEquals(List.of(), seen(wanted, made).props().compatibilityFlags());
    assertEquals(code, seen(wanted, made).props().code());
  }

  @Test
  void aSecretThatMayHaveBeenSetByHandIsSeenAsAChangeSinceOurUpload() throws IOException {
    Props wanted = props(Map.of("KEY", Secret.of("key-of-something")));
    Outputs made = workers.create(call, wanted);
    api.put(
        SCRIPT + "/secrets",
        Map.of("name", "KEY", "type", "secret_text", "text", "another-key-of-theirs"));
    Actual<Props, Outputs> now = seen(wanted, made);
    assertEquals(wanted, now.props());
    assertEquals(deployed(), now.modified());
    assertEquals(made.deploymentId(), now.outputs().deploymentId());
  }

  @Test
  void codeThatWasUploadedByHandIsSeenAsAChangeSinceOurUpload() throws IOException {
    Props wanted = props(Map.of());
    Outputs made = workers.create(call, wanted);
    upload(THEIRS, Map.of("compatibility_flags", List.of("nodejs_compat")));
    Actual<Props, Outputs> now = seen(wanted, made);
    assertEquals(wanted, now.props());
    assertEquals(deployed(), now.modified());
    Outputs repaired = workers.update(call, new Existing<>(NAME, null, made), wanted);
    assertNull(seen(wanted, repaired).modified());
  }

  @Test
  void anEarlierUploadThatWasBroughtBackByHandShowsItsCode() throws IOException {
    Props wanted = props(Map.of());
    Outputs made = workers.create(call, wanted);
    String earlier = "0".repeat(64);
    upload(
        THEIRS,
        Map.of(
            "compatibility_flags",
            List.of("nodejs_compat"),
            "annotations",
            Map.of("workers/tag", earlier)));
    assertEquals(earlier, seen(wanted, made).props().code());
    assertEquals(deployed(), seen(wanted, made).modified());
  }

  @Test
  void aRowWithoutADeploymentIsNotTakenForChanged() throws IOException {
    Props wanted = props(Map.of());
    Outputs made = workers.create(call, wanted);
    upload(THEIRS, Map.of("compatibility_flags", List.of("nodejs_compat")));
    Outputs old =
        Workers.outputs(
            "id",
            made.id(),
            "name",
            made.name(),
            "url",
            made.url(),
            "compatibilityDate",
            DATE,
            "tag",
            made.tag());
    Actual<Props, Outputs> now = seen(wanted, old);
    assertNull(now.modified());
    assertEquals(wanted, now.props());
    assertNotNull(now.outputs().deploymentId());
  }

  @Test
  void aWorkerThatIsTakenOverTellsAllThatCanBeRead() throws IOException {
    upload(
        THEIRS,
        Map.of(
            "bindings",
            List.of(
                Map.of("name", "STAGE", "type", "plain_text", "text", "prod"),
                Map.of("name", "KEY", "type", "secret_text", "text", "something-of-theirs")),
            "compatibility_flags",
            List.of("nodejs_compat"),
            "observability",
            Map.of("enabled", true)));
    api.put(SCRIPT + "/schedules", List.of(Map.of("cron", "0 5 * * *")));
    Props wanted = props(Map.of("STAGE", "prod"));
    NameTakenException taken =
        assertThrows(NameTakenException.class, () -> workers.create(call, wanted));
    assertTrue(taken.getMessage().contains("import id " + NAME), taken::getMessage);
    assertEquals(List.of(), workers.find(call, wanted));
    assertEquals(NAME, workers.named(call, wanted).get(0).remoteId());
    Actual<Props, Outputs> found =
        workers.inspect(call, new Existing<>(NAME, null, null)).orElseThrow();
    assertEquals(
        Workers.props(
            "bindings",
            Map.of("STAGE", "prod", "KEY", Map.of("type", "secret_text")),
            "compatibilityDate",
            DATE,
            "compatibilityFlags",
            List.of("nodejs_compat"),
            "url",
            false,
            "crons",
            List.of("0 5 * * *"),
            "observability",
            true),
        found.props());
    assertNull(found.modified());
    Outputs ours =
        workers.update(call, new Existing<>(NAME, found.props(), found.outputs()), wanted);
    assertEquals(wanted, seen(wanted, ours).props());
  }

  @Test
  void anUploadOfOursTellsItsCodeAndKeepsItsDateWhenItIsTakenOver() {
    Outputs made = workers.create(call, props(Map.of()));
    Actual<Props, Outputs> found =
        workers.inspect(call, new Existing<>(NAME, null, null)).orElseThrow();
    assertEquals(code, found.props().code());
    assertEquals(made.deploymentId(), found.outputs().deploymentId());
    assertEquals(made.etag(), found.outputs().etag());
    Props undated = Workers.props("main", "src/worker.ts", "code", code, "bindings", bindings());
    workers.update(call, new Existing<>(NAME, found.props(), found.outputs()), undated);
    assertEquals(DATE, seen(props(Map.of()), made).props().compatibilityDate());
  }

  @Test
  void tagsThatOthersGaveItStay() throws IOException {
    Props wanted = props(Map.of());
    Outputs made = workers.create(call, wanted);
    List<String> both = List.of("alchemy:x1y2", "alchemy:x1y2:id", "team-a");
    api.patch(SCRIPT + "/script-settings", Map.of("tags", both));
    workers.update(call, new Existing<>(NAME, null, made), wanted);
    assertEquals(both, api.get(SCRIPT + "/script-settings").at("result", "tags"));
  }

  @Test
  void aWorkerThatWasDeletedByHandIsGone() throws IOException {
    Props wanted = props(Map.of());
    Outputs made = workers.create(call, wanted);
    api.delete(SCRIPT);
    assertEquals(Optional.empty(), workers.inspect(call, new Existing<>(NAME, wanted, made)));
    assertEquals(List.of(), workers.named(call, wanted));
  }
}
