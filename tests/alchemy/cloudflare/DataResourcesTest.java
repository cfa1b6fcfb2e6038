package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Body;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.Session;
import alchemy.engine.Step;
import alchemy.http.ProviderCall;
import alchemy.local.Api;
import alchemy.local.TestCloud;
import alchemy.provider.Existing;
import alchemy.provider.Provider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Namespaces, buckets, databases and queues over the local cloud. */
class DataResourcesTest {
  private static final KVNamespace.Namespaces NAMESPACES = new KVNamespace.Namespaces();
  private static final R2Bucket.Buckets BUCKETS = new R2Bucket.Buckets();
  private static final D1Database.Databases DATABASES = new D1Database.Databases();
  private static final Queue.Queues QUEUES = new Queue.Queues();

  @TempDir static Path folder;
  private static TestCloud cloud;
  private static int apps;

  @TempDir Path root;
  private final ProviderCall call = new ProviderCall().named("App-id-stage");
  private final String app = "app" + ++apps;
  private Api api;

  @BeforeAll
  static void start() {
    cloud = new TestCloud(folder);
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void point() {
    cloud.variables().forEach(call::with);
    api = cloud.cloudflare();
  }

  private static R2Bucket.Props bucket(String name, String jurisdiction, String storageClass) {
    return new R2Bucket.Props(name, null, jurisdiction, storageClass, null, null, null);
  }

  private static Queue.Props queue(String name, Duration delay, Boolean paused, Duration kept) {
    return new Queue.Props(name, delay, paused, kept, null, null, null, null);
  }

  // A kind, what is made, what it becomes, and as what both are read back.
  private static Stream<Arguments> kinds() {
    Duration days = Duration.ofDays(4);
    return Stream.of(
        Arguments.of(
            Named.of(NAMESPACES.type(), NAMESPACES),
            new KVNamespace.Props("kv", "eu", null, null, null),
            new KVNamespace.Props("renamed", "eu", null, null, null),
            new KVNamespace.Props("kv", "eu", null, null, null),
            new KVNamespace.Props("renamed", "eu", null, null, null)),
        Arguments.of(
            Named.of(BUCKETS.type(), BUCKETS),
            bucket("bucket", "eu", null),
            bucket("bucket", "eu", "InfrequentAccess"),
            bucket("bucket", "eu", "Standard"),
            bucket("bucket", "eu", "InfrequentAccess")),
        Arguments.of(
            Named.of(DATABASES.type(), DATABASES),
            new D1Database.Props("d1", "weur", null, null, null, null, null),
            new D1Database.Props("d1", "weur", null, true, null, null, null),
            new D1Database.Props("d1", "weur", null, false, null, null, null),
            new D1Database.Props("d1", "weur", null, true, null, null, null)),
        Arguments.of(
            Named.of(QUEUES.type(), QUEUES),
            queue("queue", null, null, null),
            queue("renamed", Duration.ofSeconds(9), true, Duration.ofHours(1)),
            queue("queue", Duration.ZERO, false, days),
            queue("renamed", Duration.ofSeconds(9), true, Duration.ofHours(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  <P extends Record & DataProvider.Common> void eachIsMadeFoundReadChangedAndDeleted(
      Provider<P, DataProvider.Outputs> provider, P first, P second, P readFirst, P readSecond) {
    DataProvider.Outputs made = provider.create(call, first);
    assertEquals(first.name(), made.name());
    assertEquals(made.id(), provider.find(call, first).get(0).remoteId());
    var existing = new Existing<>(made.id(), first, made);
    assertEquals(made, provider.read(call, existing).orElseThrow());
    assertEquals(readFirst, provider.inspect(call, existing).orElseThrow().props());
    var foreign = new Existing<P, DataProvider.Outputs>(made.id(), null, null);
    assertEquals(first.name(), provider.inspect(call, foreign).orElseThrow().outputs().name());
    assertThrows(NameTakenException.class, () -> provider.create(call, first));

    DataProvider.Outputs changed = provider.update(call, existing, second);
    assertEquals(made.id(), changed.id());
    var after = new Existing<>(made.id(), second, changed);
    assertEquals(readSecond, provider.inspect(call, after).orElseThrow().props());
    assertEquals(second.name(), provider.read(call, after).orElseThrow().name());

    provider.delete(call, after);
    assertEquals(Optional.empty(), provider.read(call, after));
    assertEquals(List.of(), provider.find(call, second));
    provider.delete(call, after);
  }

  @Test
  void aBucketOfAJurisdictionIsSeenOnlyThere() {
    DataProvider.Outputs made = BUCKETS.create(call, bucket("there", "eu", null));
    assertEquals(List.of(), BUCKETS.find(call, bucket("there", null, null)));
    assertEquals(Optional.empty(), BUCKETS.read(call, new Existing<>("there", null, null)));
    BUCKETS.delete(call, new Existing<>(made.id(), null, made));
  }

  @Test
  void aGeneratedNameThatNobodyChangedIsReadAsNone() {
    KVNamespace.Props wanted = new KVNamespace.Props(null, null, null, null, null);
    DataProvider.Outputs made = NAMESPACES.create(call, wanted);
    assertEquals("app-id-stage", made.name());
    var existing = new Existing<>(made.id(), wanted, made);
    assertEquals(wanted, NAMESPACES.inspect(call, existing).orElseThrow().props());
    NAMESPACES.delete(call, existing);
  }

  private static void four(App any) {
    KVNamespace.of("kv");
    R2Bucket.of("bucket");
    D1Database.of("db");
    Queue.of("queue");
  }

  private static void fourToDelete(App any) {
    KVNamespace.of("kv", kv -> kv.delete(true));
    R2Bucket.of("bucket", b -> b.delete(true).storageClass("InfrequentAccess"));
    D1Database.of("db", d -> d.delete(true).readReplication(true));
    Queue.of("queue", q -> q.delete(true).deliveryDelay(Duration.ofSeconds(1)));
  }

  @Test
  void theyHoldDataSoThatAScriptKeepsThemUnlessItSaysOtherwise() throws IOException {
    assertEquals(4, count(deploy(DataResourcesTest::four), Step.Create.class));
    assertEquals(4, count(deploy(DataResourcesTest::four), Step.Keep.class));
    destroy();
    assertEquals(4, there());
    Plan back = deploy(DataResourcesTest::fourToDelete);
    assertEquals(4, count(back, Step.Adopt.class), back::toString);
    assertEquals(4, there());
    destroy();
    assertEquals(0, there());
  }

  @Test
  void aJurisdictionIsNotChangedUnderTheSameNameWhileItIsKept() {
    deploy(any -> KVNamespace.of("kv"));
    RuntimeException refused =
        assertThrows(
            RuntimeException.class,
            () -> deploy(any -> KVNamespace.of("kv", kv -> kv.jurisdiction("eu"))));
    assertTrue(refused.getMessage().contains("delete(false)"), refused::getMessage);
    deploy(any -> KVNamespace.of("kv", kv -> kv.delete(true)));
    Plan replaced = deploy(any -> KVNamespace.of("kv", kv -> kv.delete(true).jurisdiction("eu")));
    assertEquals(1, count(replaced, Step.Replace.class));
    destroy();
  }

  @Test
  void aWorkerBindsEachByWhatItsApiNames() {
    deploy(
        any -> {
          var bucket = R2Bucket.of("bucket", b -> b.delete(true).jurisdiction("eu"));
          assertEquals(
              Map.of("type", "r2_bucket", "bucket_name", bucket.name(), "jurisdiction", "eu"),
              known(bucket.binding()));
          var kv = KVNamespace.of("kv", k -> k.delete(true));
          assertEquals(
              Map.of("type", "kv_namespace", "namespace_id", kv.id()), known(kv.binding()));
          var db = D1Database.of("db", d -> d.delete(true));
          assertEquals(Map.of("type", "d1", "id", db.id()), known(db.binding()));
          var queue = Queue.of("queue", q -> q.delete(true).name("orders"));
          assertEquals(Map.of("type", "queue", "queue_name", "orders"), known(queue.binding()));
          assertNotNull(db.createdAt());
        });
    destroy();
  }

  private static Map<String, Object> known(Map<String, Object> binding) {
    var known = new java.util.HashMap<>(binding);
    known.replaceAll(
        (field, value) ->
            value instanceof java.util.function.Supplier<?> later ? later.get() : value);
    return known;
  }

  private int there() throws IOException {
    List<?> buckets = api.get("/r2/buckets").at("result", "buckets");
    int count = buckets.size();
    for (String each : List.of("/storage/kv/namespaces", "/d1/database", "/queues")) {
      count += api.get(each).<List<?>>at("result").size();
    }
    return count;
  }

  private static long count(Plan plan, Class<? extends Step> kind) {
    return plan.steps().stream().filter(kind::isInstance).count();
  }

  private Plan deploy(Body body) {
    App opened = App.open(app, options());
    try {
      opened.record(body);
      return opened.finish();
    } finally {
      opened.close();
    }
  }

  private void destroy() {
    Session session = new Session(app, options());
    try {
      session.destroy();
    } finally {
      session.close();
    }
  }

  private RunOptions options() {
    return new RunOptions(
        Mode.DEPLOY,
        Session.LOCAL_STAGE,
        root,
        name -> Optional.ofNullable(cloud.variables().get(name)),
        List.of(),
        4,
        Duration.ZERO,
        steps -> true,
        new Listener() {},
        "deploy");
  }
}
