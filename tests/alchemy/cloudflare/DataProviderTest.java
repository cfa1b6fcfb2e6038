package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.http.CheckCall;
import alchemy.http.ProviderCall;
import alchemy.http.RecordedServer;
import alchemy.http.ServiceException;
import alchemy.provider.Existing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent for namespaces, buckets, databases and queues. */
class DataProviderTest {
  private final KVNamespace.Namespaces namespaces = new KVNamespace.Namespaces();
  private final R2Bucket.Buckets buckets = new R2Bucket.Buckets();
  private final D1Database.Databases databases = new D1Database.Databases();
  private final Queue.Queues queues = new Queue.Queues();
  private final ProviderCall call = new ProviderCall().named("App_id-stage");
  private RecordedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordedServer();
    call.with("CLOUDFLARE_API_BASE_URL", server.base())
        .with("CLOUDFLARE_API_TOKEN", "cloudflare-token")
        .with("CLOUDFLARE_ACCOUNT_ID", "acc");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void says(String result) {
    server.says(200, "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":" + result + "}");
  }

  private void refuses(int status, int code) {
    server.says(
        status,
        "{\"success\":false,\"errors\":[{\"code\":"
            + code
            + ",\"message\":\"no\"}],"
            + "\"result\":null}");
  }

  private static KVNamespace.Props kv(String name, String jurisdiction) {
    return new KVNamespace.Props(name, jurisdiction, null, null, null);
  }

  private static R2Bucket.Props r2(String name, String jurisdiction, String storageClass) {
    return new R2Bucket.Props(name, "weur", jurisdiction, storageClass, null, null, null);
  }

  private static D1Database.Props d1(String jurisdiction, Boolean replicated) {
    return new D1Database.Props(null, "enam", jurisdiction, replicated, null, null, null);
  }

  private static Queue.Props queue(Duration delay, Boolean paused, Duration retention) {
    return new Queue.Props(null, delay, paused, retention, null, null, null, null);
  }

  @Test
  void aNamespaceIsMadeRenamedByPutAndDeleted() {
    says("{\"id\":\"n1\",\"title\":\"app-id-stage\",\"jurisdiction\":\"eu\"}");
    DataProvider.Outputs made = namespaces.create(call, kv(null, "eu"));
    assertEquals("POST /accounts/acc/storage/kv/namespaces", server.last().line());
    assertEquals(Map.of("title", "app-id-stage", "jurisdiction", "eu"), server.last().json());
    assertEquals(new DataProvider.Outputs("n1", "app-id-stage", null), made);
    assertEquals(List.of("n1"), call.savedIds());
    says("{\"id\":\"n1\",\"title\":\"other\"}");
    namespaces.update(call, new Existing<>("n1", kv(null, "eu"), made), kv("other", "eu"));
    assertEquals("PUT /accounts/acc/storage/kv/namespaces/n1", server.last().line());
    assertEquals(Map.of("title", "other"), server.last().json());
    says("null");
    namespaces.delete(call, new Existing<>("n1", null, null));
    assertEquals("DELETE /accounts/acc/storage/kv/namespaces/n1", server.last().line());
  }

  @Test
  void aBucketsJurisdictionAndItsNewStorageClassAreHeaders() {
    says("{\"name\":\"app-id-stage\",\"creation_date\":\"2026-01-01T00:00:00Z\"}");
    R2Bucket.Props wanted = r2(null, "eu", "InfrequentAccess");
    DataProvider.Outputs made = buckets.create(call, wanted);
    assertEquals(
        Map.of("name", "app-id-stage", "locationHint", "weur", "storageClass", "InfrequentAccess"),
        server.last().json());
    assertEquals(List.of("eu"), server.last().headers().get("Cf-r2-jurisdiction"));
    assertEquals("eu/app-id-stage", made.id());
    assertEquals(Instant.parse("2026-01-01T00:00:00Z"), made.createdAt());
    says("{\"name\":\"app-id-stage\"}");
    buckets.update(call, new Existing<>(made.id(), wanted, made), r2(null, "eu", null));
    assertEquals("PATCH /accounts/acc/r2/buckets/app-id-stage", server.last().line());
    assertEquals(List.of("Standard"), server.last().headers().get("Cf-r2-storage-class"));
    assertEquals(List.of("eu"), server.last().headers().get("Cf-r2-jurisdiction"));
    says("{}");
    buckets.delete(call, new Existing<>(made.id(), null, null));
    assertEquals("DELETE /accounts/acc/r2/buckets/app-id-stage", server.last().line());
    assertEquals(List.of("eu"), server.last().headers().get("Cf-r2-jurisdiction"));
    says("{\"name\":\"plain\"}");
    assertEquals("plain", buckets.create(call, r2("plain", null, null)).id());
    assertNull(server.last().headers().get("Cf-r2-jurisdiction"));
  }

  @Test
  void aDatabaseIsMadeWithItsHintAndItsReplicationIsPatched() {
    says("{\"uuid\":\"d1\",\"name\":\"app-id-stage\",\"created_at\":\"2026-01-01T00:00:00Z\"}");
    DataProvider.Outputs made = databases.create(call, d1("eu", null));
    assertEquals(
        Map.of("name", "app-id-stage", "jurisdiction", "eu", "primary_location_hint", "enam"),
        server.last().json());
    says("{\"uuid\":\"d1\"}");
    databases.update(call, new Existing<>("d1", d1("eu", null), made), d1("eu", true));
    assertEquals("PATCH /accounts/acc/d1/database/d1", server.last().line());
    assertEquals(Map.of("read_replication", Map.of("mode", "auto")), server.last().json());
  }

  @Test
  void aQueuesSettingsAreSentWholeOnceOneDiffers() {
    says("{\"queue_id\":\"q1\",\"queue_name\":\"app-id-stage\"}");
    Queue.Props plain = queue(null, null, null);
    DataProvider.Outputs made = queues.create(call, plain);
    assertEquals(Map.of("queue_name", "app-id-stage"), server.last().json());
    Queue.Props set = queue(Duration.ofSeconds(5), null, Duration.ofHours(1));
    says("{\"queue_id\":\"q1\"}");
    queues.update(call, new Existing<>("q1", plain, made), set);
    assertEquals("PATCH /accounts/acc/queues/q1", server.last().line());
    assertEquals(
        Map.of(
            "settings",
            Map.of(
                "delivery_delay", 5L, "delivery_paused", false, "message_retention_period", 3600L)),
        server.last().json());
  }

  @Test
  void nothingIsSentWhereNothingDiffersAndAllOfItWhereThatIsNotKnown() {
    DataProvider.Outputs known = new DataProvider.Outputs("q1", "app-id-stage", null);
    Queue.Props plain = queue(null, null, null);
    queues.update(call, new Existing<>("q1", plain, known), queue(Duration.ZERO, false, null));
    assertEquals(List.of(), server.lines());
    says("{\"queue_id\":\"q1\"}");
    queues.update(call, new Existing<>("q1", null, known), plain);
    assertEquals(
        Map.of(
            "queue_name",
            "app-id-stage",
            "settings",
            Map.of("delivery_delay", 0L, "delivery_paused", false)),
        server.last().json());
  }

  @Test
  void aNameThatIsTakenIsNamedWithItsId() {
    refuses(400, 10014);
    says("[{\"id\":\"theirs\",\"title\":\"shared\"}]");
    NameTakenException taken =
        assertThrows(NameTakenException.class, () -> namespaces.create(call, kv("shared", null)));
    assertTrue(taken.getMessage().contains("a KV namespace called \"shared\""), taken::getMessage);
    assertTrue(taken.getMessage().contains("import id theirs"), taken::getMessage);
    refuses(409, 10004);
    says("{\"name\":\"shared\"}");
    taken =
        assertThrows(
            NameTakenException.class, () -> buckets.create(call, r2("shared", null, null)));
    assertTrue(taken.getMessage().contains("import id shared"), taken::getMessage);
    assertEquals("GET /accounts/acc/r2/buckets/shared", server.last().line());
  }

  @Test
  void aJurisdictionThatIsNotToldIsAsItWasSet() {
    says("{\"id\":\"n1\",\"title\":\"n\"}");
    var existing = new Existing<KVNamespace.Props, DataProvider.Outputs>("n1", kv("n", "eu"), null);
    assertEquals(kv("n", "eu"), namespaces.inspect(call, existing).orElseThrow().props());
    says("{\"id\":\"n1\",\"title\":\"n\",\"jurisdiction\":\"default\"}");
    assertEquals(kv("n", null), namespaces.inspect(call, existing).orElseThrow().props());
  }

  @Test
  void aNameThatWasTakenOverIsNotFitted() {
    call.named("My_Queue");
    DataProvider.Outputs taken = new DataProvider.Outputs("q1", "My_Queue", null);
    says("{\"queue_id\":\"q1\"}");
    DataProvider.Outputs now =
        queues.update(
            call, new Existing<>("q1", queue(null, null, null), taken), queue(null, true, null));
    assertEquals(taken, now);
    assertEquals(
        Map.of("settings", Map.of("delivery_delay", 0L, "delivery_paused", true)),
        server.last().json());
  }

  @Test
  void aBucketThatIsNotEmptyIsNotDeletedAndTheErrorSaysWhatToDo() {
    refuses(409, 10008);
    ServiceException e =
        assertThrows(
            ServiceException.class, () -> buckets.delete(call, new Existing<>("b", null, null)));
    assertTrue(e.getMessage().contains("The bucket still holds objects"), e::getMessage);
  }

  @Test
  void whatTheServicesWouldNotTakeIsAFault() {
    CheckCall check =
        new CheckCall(Path.of("."), Map.of("CLOUDFLARE_API_TOKEN", "cloudflare-token"));
    namespaces.check(check, kv(" ", null));
    queues.check(check, queue(Duration.ofMillis(1500), null, Duration.ofSeconds(59)));
    assertEquals(
        List.of("name: is empty", "deliveryDelay: is PT1.5S", "messageRetention: is PT59S"),
        check.faults());
  }
}
