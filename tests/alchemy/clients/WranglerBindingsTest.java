package alchemy.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wrangler makes beside Workers, and binds to them, is there for them in the local cloud. */
@Tag("full")
@Tag("processes")
class WranglerBindingsTest {
  private static final Pattern ID = Pattern.compile("\"(?:database_)?id\": \"([0-9a-f-]{32,36})\"");
  private static final String WORKER =
      """
      import { DurableObject } from "cloudflare:workers";

      export class Counter extends DurableObject {
        async next() {
          const next = ((await this.ctx.storage.get("n")) ?? 0) + 1;
          await this.ctx.storage.put("n", next);
          return next;
        }
      }

      export default {
        async fetch(request, env) {
          await env.KV.put("key", "kept");
          await env.DB.exec("CREATE TABLE IF NOT EXISTS t (a int)");
          await env.DB.prepare("INSERT INTO t VALUES (1)").run();
          await env.QUEUE.send("a message");
          return Response.json({
            kv: await env.KV.get("key"),
            d1: await env.DB.prepare("SELECT count(*) FROM t").first("count(*)"),
            counter: await env.COUNTER.getByName("one").next(),
            versioned: env.VERSION.id.length,
            asset: await (await env.ASSETS.fetch("http://assets/note.txt")).text(),
          });
        },
        async scheduled() {},
      };
      """;
  private static final String CONFIG =
      """
      {
        "name": "everything",
        "main": "worker.js",
        "compatibility_date": "2026-11-01",
        "workers_dev": true,
        "kv_namespaces": [{ "binding": "KV", "id": "%s" }],
        "d1_databases": [{ "binding": "DB", "database_name": "bound", "database_id": "%s" }],
        "queues": { "producers": [{ "binding": "QUEUE", "queue": "bound" }] },
        "durable_objects": { "bindings": [{ "name": "COUNTER", "class_name": "Counter" }] },
        "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Counter"] }],
        "version_metadata": { "binding": "VERSION" },
        "assets": { "directory": "public", "binding": "ASSETS", "run_worker_first": ["/api/*"] },
        "triggers": { "crons": ["*/5 * * * *"] },
        "observability": { "enabled": true }
      }
      """;

  @TempDir static Path folder;
  private static TestCloud cloud;
  private static Clients clients;

  @BeforeAll
  static void start() throws IOException {
    cloud = new TestCloud(folder.resolve("cloud"), line -> {});
    clients = new Clients(folder.resolve("clients"), cloud.variables());
  }

  @AfterAll
  static void stop() throws IOException {
    clients.close();
    cloud.close();
  }

  @Test
  void kvNamespacesAreMadeRenamedListedAndDeleted() throws Exception {
    String id = id(clients.wrangler("kv", "namespace", "create", "first").expect(0));
    refused("already exists", "kv", "namespace", "create", "first");
    clients
        .wrangler("kv", "namespace", "rename", "--namespace-id", id, "--new-name", "second")
        .expect(0);
    assertTrue(shown("second", "kv", "namespace", "list"));
    clients.wrangler("kv", "namespace", "delete", "--namespace-id", id).expect(0);
    assertFalse(shown("second", "kv", "namespace", "list"));
  }

  @Test
  void databasesAreMadeListedAndDeletedByTheirName() throws Exception {
    clients.wrangler("d1", "create", "named").expect(0);
    assertTrue(shown("named", "d1", "list"));
    clients.wrangler("d1", "delete", "named", "--skip-confirmation").expect(0);
    assertFalse(shown("named", "d1", "list"));
    refused("Couldn't find a D1 DB", "d1", "delete", "named", "--skip-confirmation");
  }

  @Test
  void queuesAreMadeListedShownAndDeleted() throws Exception {
    clients.wrangler("queues", "create", "jobs").expect(0);
    refused("[code: 11009]", "queues", "create", "jobs");
    assertTrue(shown("jobs", "queues", "list"));
    assertTrue(shown("Number of Consumers: 0", "queues", "info", "jobs"));
    clients.wrangler("queues", "delete", "jobs").expect(0);
    assertFalse(shown("jobs", "queues", "list"));
  }

  @Test
  void bucketsAreMadeListedAndDeleted() throws Exception {
    clients.wrangler("r2", "bucket", "create", "files").expect(0);
    refused("[code: 10004]", "r2", "bucket", "create", "files");
    assertTrue(shown("name:           files", "r2", "bucket", "list"));
    clients.wrangler("r2", "bucket", "delete", "files").expect(0);
    refused("[code: 10006]", "r2", "bucket", "delete", "files");
  }

  @Test
  void aWorkerWithAssetsAndBindingsOfManyKindsKeepsItsDataOverADeploy() throws Exception {
    String kv = id(clients.wrangler("kv", "namespace", "create", "bound").expect(0));
    String database = id(clients.wrangler("d1", "create", "bound").expect(0));
    clients.wrangler("queues", "create", "bound").expect(0);
    Path home = clients.folder();
    Files.writeString(home.resolve("worker.js"), WORKER);
    Files.writeString(home.resolve("wrangler.json"), CONFIG.formatted(kv, database));
    Files.createDirectory(home.resolve("public"));
    Files.writeString(home.resolve("public/index.html"), "<h1>home</h1>");
    Files.writeString(home.resolve("public/note.txt"), "a note");
    DeployedWorker worker = new DeployedWorker(cloud, "everything");

    Ran first = clients.wrangler("deploy").expect(0);
    assertTrue(first.out().contains("Uploaded 2 of 2 assets"), first::all);
    assertTrue(first.out().contains("schedule: */5 * * * *"), first::all);
    assertEquals("<h1>home</h1>", worker.text("/"));
    assertEquals("a note", worker.text("/note.txt"));
    assertEquals(found(1), worker.json("/api/all"));

    Ran second = clients.wrangler("deploy").expect(0);
    assertTrue(second.out().contains("No updated asset files to upload"), second::all);
    assertEquals("<h1>home</h1>", worker.text("/"));
    assertEquals(found(2), worker.json("/api/all"));

    Files.writeString(home.resolve("public/note.txt"), "another note");
    Ran third = clients.wrangler("deploy").expect(0);
    assertTrue(third.out().contains("Uploaded 1 of 1 asset"), third::all);
    assertEquals("another note", worker.text("/note.txt"));

    clients.wrangler("delete", "--force").expect(0);
  }

  private static Object found(int times) {
    String found =
        "{'kv': 'kept', 'd1': %1$d, 'counter': %1$d, 'versioned': 36, 'asset': 'a note'}";
    return Json.read(found.formatted(times).replace('\'', '"'));
  }

  private static String id(Ran created) {
    Matcher id = ID.matcher(created.out());
    assertTrue(id.find(), created::all);
    return id.group(1);
  }

  private static boolean shown(String text, String... command) throws Exception {
    return clients.wrangler(command).expect(0).out().contains(text);
  }

  private static void refused(String reason, String... command) throws Exception {
    Ran ran = clients.wrangler(command).expect(1);
    assertTrue(ran.all().contains(reason), ran::toString);
  }
}
