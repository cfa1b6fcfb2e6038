package alchemy.local.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is bound works at run time, in the real workerd. */
class BindingsTest {
  private static final String SCRIPTS = "/workers/scripts";
  private static final String ENTRYPOINTS =
      """
      import { WorkerEntrypoint, DurableObject } from "cloudflare:workers";
      export default { fetch() { return new Response("default"); } };
      export class Named extends WorkerEntrypoint {
        async fetch() { return new Response("named " + this.ctx.props.who); }
        async times(a, b) { return a * b; }
        async call(f) { return f(20); }
        get answer() { return { is: 42 }; }
      }
      export class Counter extends DurableObject {
        async next() {
          const n = 1 + ((await this.ctx.storage.get("n")) ?? 0);
          await this.ctx.storage.put("n", n);
          return n;
        }
        rows() {
          return this.ctx.storage.sql.exec("select 7 as x").toArray()[0].x;
        }
      }
      """;

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

  private static String answering(String expression) {
    return "export default { async fetch(request, env) { return Response.json("
        + expression
        + "); } };";
  }

  private static Map<String, Object> with(Map<?, ?>... bindings) {
    return Map.of("bindings", List.of(bindings));
  }

  private String answer(String code, Map<?, ?>... bindings) throws IOException {
    var uploaded = cloud.upload("user", code, with(bindings));
    assertEquals(200, uploaded.status(), uploaded::toString);
    return LocalCloudflare.fetch(cloud.enable("user"));
  }

  private void store(StoredResources.Kind kind, String key, Map<String, Object> tree) {
    cloud.stored().put(kind, key, tree);
  }

  @Test
  void anEntrypointOfAnotherWorkerIsCalledWithPropsByFetchAndByMethod() throws IOException {
    cloud.upload("target", ENTRYPOINTS, Map.of());
    var named =
        Map.of(
            "type",
            "service",
            "name",
            "NAMED",
            "service",
            "target",
            "entrypoint",
            "Named",
            "props",
            Map.of("who", "you"));
    var code =
        answering(
            "[await (await env.NAMED.fetch('http://x')).text(), await env.NAMED.times(6, 7),"
                + " await env.NAMED.call((x) => x + 1), (await env.NAMED.answer).is]");
    assertEquals("[\"named you\",42,21,42]", answer(code, named));
    var missing =
        Map.of("type", "service", "name", "X", "service", "target", "entrypoint", "Missing");
    var refused = cloud.upload("user", code, with(missing));
    assertEquals(10144, refused.code());
    assertTrue(refused.message().contains("no entrypoint Missing"), refused::message);
  }

  @Test
  void aWorkerCallsItsOwnEntrypointWithProps() throws IOException {
    var self =
        Map.of(
            "type",
            "service",
            "name",
            "SELF",
            "service",
            "user",
            "entrypoint",
            "Named",
            "props",
            Map.of("who", "me"));
    var code =
        ENTRYPOINTS.replace(
            "fetch() { return new Response(\"default\"); }",
            "fetch(request, env) { return env.SELF.fetch(request); }");
    assertEquals("named me", answer(code, self));
  }

  @Test
  void objectsKeepWhatTheyStoreOverVersionsAndRestartsAndOtherWorkersReachThem()
      throws IOException {
    var bound = Map.of("type", "durable_object_namespace", "name", "C", "class_name", "Counter");
    var code =
        ENTRYPOINTS.replace(
            "fetch() { return new Response(\"default\"); }",
            "async fetch(request, env) { const c = env.C.get(env.C.idFromName('a'));"
                + " return new Response(await c.next() + ' ' + await c.rows()); }");
    var first =
        Map.of(
            "bindings",
            List.of(bound),
            "migrations",
            Map.of("new_tag", "v1", "new_sqlite_classes", List.of("Counter")));
    assertEquals(10061, cloud.upload("owner", code, with(bound)).code());
    var made = cloud.upload("owner", code, first);
    assertEquals("v1", made.at("result", "migration_tag"), made::toString);
    var url = cloud.enable("owner");
    assertEquals("1 7", LocalCloudflare.fetch(url));
    var again = cloud.upload("owner", code, first);
    assertEquals(412, again.status());
    assertTrue(again.message().contains("when expected tag is 'v1'"), again::message);
    assertEquals(200, cloud.upload("owner", code, with(bound)).status());
    assertEquals("2 7", LocalCloudflare.fetch(url));
    assertEquals(10064, cloud.upload("owner", answering("1"), Map.of()).code());
    assertEquals("3 7", LocalCloudflare.fetch(url));
    var far =
        Map.of(
            "type",
            "durable_object_namespace",
            "name",
            "FAR",
            "class_name",
            "Counter",
            "script_name",
            "owner");
    var counting =
        answering(
            "[await env.FAR.get(env.FAR.idFromName('a')).next(),"
                + " await env.FAR.get(env.FAR.idFromName('b')).next()]");
    assertEquals("[4,1]", answer(counting, far));
    var needed = cloud.call("DELETE", SCRIPTS + "/owner", null);
    assertEquals(10142, needed.code());
    assertTrue(needed.message().endsWith("referenced by bindings in Workers: user"));
    cloud.close();
    cloud = new LocalCloudflare(folder);
    assertEquals("5 7", LocalCloudflare.fetch(url));

    var renamed =
        Map.of(
            "bindings",
            List.of(Map.of("type", "durable_object_namespace", "name", "C", "class_name", "Other")),
            "migrations",
            Map.of(
                "old_tag",
                "v1",
                "new_tag",
                "v2",
                "steps",
                List.of(
                    Map.of("renamed_classes", List.of(Map.of("from", "Counter", "to", "Other"))))));
    assertEquals(200, cloud.upload("owner", code.replace("Counter", "Other"), renamed).status());
    assertEquals("6 7", LocalCloudflare.fetch(url));
    var both = code.replace("Counter", "Other") + "export class Last extends DurableObject {}";
    var onto =
        Map.of(
            "migrations",
            Map.of(
                "old_tag",
                "v2",
                "new_tag",
                "v3",
                "new_sqlite_classes",
                List.of("Last"),
                "renamed_classes",
                List.of(Map.of("from", "Last", "to", "Other"))));
    assertEquals(10074, cloud.upload("owner", both, onto).code());
    assertEquals("7 7", LocalCloudflare.fetch(url));
    var deleted =
        Map.of("migrations", Map.of("old_tag", "v2", "deleted_classes", List.of("Other")));
    assertEquals(200, cloud.upload("owner", answering("0"), deleted).status());
    assertEquals("0", LocalCloudflare.fetch(url));
    var unmigrated = cloud.form("POST", SCRIPTS + "/owner/versions", code, first);
    assertEquals(10211, unmigrated.code());
    cloud.log.clear();
    assertEquals(200, cloud.call("DELETE", SCRIPTS + "/owner?force=true", null).status());
    assertEquals(
        "Worker user: The Worker owner of service binding FAR was not found.", cloud.log.poll());
  }

  @Test
  void keyValueAndDatabaseKeepTheirDataOverARestart() throws IOException {
    var kv = Map.of("type", "kv_namespace", "name", "KV", "namespace_id", "k1");
    var d1 = Map.of("type", "d1", "name", "DB", "database_id", "d1");
    var code =
        answering(
            """
            await (async () => {
              const before = await env.KV.get("key");
              await env.KV.put("key", "value", { metadata: { a: 1 } });
              await env.DB.exec("create table if not exists t (a int)");
              await env.DB.prepare("insert into t values (?)").bind(1).run();
              const { c } = await env.DB.prepare("select count(*) c from t").first();
              const found = await env.KV.getWithMetadata("key");
              return [before, found.value, found.metadata.a, (await env.KV.list()).keys.length, c];
            })()
            """);
    assertEquals(10041, cloud.upload("user", code, with(kv)).code());
    assertEquals(10181, cloud.upload("user", code, with(d1)).code());
    store(StoredResources.Kind.KV, "k1", Map.of("id", "k1"));
    store(StoredResources.Kind.D1, "d1", Map.of("uuid", "d1"));
    assertEquals("[null,\"value\",1,1,1]", answer(code, kv, d1));
    cloud.close();
    cloud = new LocalCloudflare(folder);
    assertEquals("[\"value\",\"value\",1,1,2]", LocalCloudflare.fetch(cloud.enable("user")));
  }

  @Test
  void aConsumerThatCannotBeReadTakesNothingElseAlong() throws Exception {
    var nobody = Map.of("type", "worker");
    store(
        StoredResources.Kind.QUEUE,
        "odd",
        Map.of("queue_name", "odd", "consumers", List.of(nobody)));
    store(StoredResources.Kind.KV, "k1", Map.of("id", "k1"));
    var kv = Map.of("type", "kv_namespace", "name", "KV", "namespace_id", "k1");
    assertEquals("null", answer(answering("await env.KV.get('x')"), kv));
    cloud.awaitLog("A consumer of queue odd: consumer.script_name is required");
  }

  @Test
  void aMessageSentToAQueueReachesTheWorkerThatConsumesIt() throws Exception {
    var queue = Map.of("type", "queue", "name", "Q", "queue_name", "jobs");
    var code =
        """
        export default {
          async fetch(request, env) { await env.Q.send({ n: 5 }); return new Response("sent"); },
          async queue(batch) {
            for (const m of batch.messages) {
              console.log(batch.queue, "got", m.body.n, "attempt", m.attempts);
              if (m.attempts === 1) m.retry();
            }
          },
        };
        """;
    assertEquals(11000, cloud.upload("user", code, with(queue)).code());
    var settings = Map.of("max_wait_time_ms", 50, "batch_size", 5, "retry_delay", 0);
    var consumer = Map.of("type", "worker", "script_name", "user", "settings", settings);
    store(StoredResources.Kind.QUEUE, "jobs", Map.of("queue_name", "jobs"));
    assertEquals("sent", answer(code, queue));
    store(
        StoredResources.Kind.QUEUE,
        "jobs",
        Map.of("queue_name", "jobs", "consumers", List.of(consumer)));
    LocalCloudflare.fetch(cloud.enable("user"));
    assertEquals("user: jobs got 5 attempt 1", cloud.awaitLog("got"));
    cloud.awaitLog("jobs got 5 attempt 2");
  }

  @Test
  void aRateIsLimitedAKeyIsUsedAndDataPointsAreTaken() throws IOException {
    var limit =
        Map.of(
            "type",
            "ratelimit",
            "name",
            "RL",
            "namespace_id",
            "1",
            "simple",
            Map.of("limit", 2, "period", 60));
    var key =
        Map.of(
            "type",
            "secret_key",
            "name",
            "KEY",
            "format",
            "raw",
            "usages",
            List.of("sign"),
            "key_base64",
            "MDEyMzQ1Njc4OWFiY2RlZg==",
            "algorithm",
            Map.of("name", "HMAC", "hash", "SHA-256"));
    var points = Map.of("type", "analytics_engine", "name", "AE", "dataset", "d");
    var loader = Map.of("type", "worker_loader", "name", "LOADER");
    var code =
        answering(
            """
            await (async () => {
              env.AE.writeDataPoint({ blobs: ["a"] });
              const rates = [];
              for (let i = 0; i < 3; i++) rates.push((await env.RL.limit({ key: "a" })).success);
              const bytes = await crypto.subtle.sign("HMAC", env.KEY, new Uint8Array(1));
              const loaded = env.LOADER.get("a", () => ({
                compatibilityDate: "2026-01-01", mainModule: "m.js",
                modules: { "m.js": "export default { fetch() { return new Response('in') } }" },
              })).getEntrypoint();
              return [rates, bytes.byteLength, await (await loaded.fetch("http://x")).text()];
            })()
            """);
    assertEquals("[[true,true,false],32,\"in\"]", answer(code, limit, key, points, loader));
    var shown = cloud.get(SCRIPTS + "/user/settings");
    assertTrue(!shown.toString().contains("MDEyMzQ1"), shown::toString);
  }

  @Test
  void aTypeThatCannotRunIsRefusedByItsNameAndSaysThatItWorksInTheRealCloud() {
    var refused = cloud.upload("user", answering("1"), with(Map.of("type", "ai", "name", "MODEL")));
    assertEquals(10021, refused.code());
    assertTrue(refused.message().contains("type ai (binding MODEL)"), refused::message);
    assertTrue(refused.message().contains("works in the real cloud"), refused::message);
    var wrong =
        cloud.upload("user", answering("1"), with(Map.of("type", "kv_namespace", "name", "K")));
    assertEquals("binding K.namespace_id is required", wrong.message());
    var unknown = cloud.upload("user", answering("1"), with(Map.of("type", "kvv", "name", "K")));
    assertEquals("binding K: there is no type kvv", unknown.message());
  }

  @Test
  void aScheduledHandlerIsTriggeredByHand() throws Exception {
    var code =
        "export default { fetch() { return new Response('x'); }, scheduled(c) {"
            + " console.log('cron', c.cron); if (c.cron === 'bad') throw new Error('no'); } };";
    cloud.upload("user", code, Map.of());
    var url = cloud.enable("user");
    assertEquals("ok", LocalCloudflare.fetch(url + "/cdn-cgi/handler/scheduled?cron=*+*+*+*+*"));
    assertEquals("user: cron * * * * *", cloud.awaitLog("cron"));
    assertEquals("exception", LocalCloudflare.fetch(url + "/cdn-cgi/handler/scheduled?cron=bad"));
    cloud.awaitLog("Uncaught Error: no");
  }
}
