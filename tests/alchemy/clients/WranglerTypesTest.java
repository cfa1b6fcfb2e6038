package alchemy.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.cloudflare.Bindable;
import alchemy.cloudflare.Binding;
import alchemy.cloudflare.WorkerTypes;
import alchemy.cloudflare.WorkerTypes.Source;
import alchemy.cloudflare.WranglerConfig;
import alchemy.e2e.Shell;
import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write for a Worker's sources is what wrangler writes, and the compiler takes it. */
@Tag("full")
@Tag("processes")
class WranglerTypesTest {
  private static final String WORKER =
      """
      import { DurableObject, WorkerEntrypoint, WorkflowEntrypoint } from "cloudflare:workers";
      import page from "./page.html";

      export class Counter extends DurableObject<Env> {
        next(): number {
          return 1;
        }
      }

      export class Admin extends WorkerEntrypoint<Env> {}

      export class Flow extends WorkflowEntrypoint<Env, { order: number }> {
        async run() {}
      }

      export default {
        async fetch(_request: Request, env: Env): Promise<Response> {
          const text: "a text" = env.TEXT;
          const size: number = env.OPTIONS.sizes[0];
          const next: number = await env.COUNTER.getByName("one").next();
          await env.FLOW.create({ params: { order: 3 } });
          await env.KV.put(text, env.SECRET.toUpperCase());
          await env.QUEUE.send({ size, next });
          const rows = await env.D1.prepare("SELECT 1").all();
          return Response.json([page, env.HYPERDRIVE.connectionString, env.VERSION.id, rows]);
        },
      };
      """;
  private static final String PROGRAM =
      """
      {
        "compilerOptions": {
          "target": "es2024", "module": "esnext", "moduleResolution": "bundler", "lib": ["es2024"],
          "types": ["@cloudflare/workers-types"], "strict": true, "noEmit": true, "skipLibCheck": true
        },
        "include": ["src"]
      }
      """;

  @TempDir static Path folder;
  private static Clients clients;
  private static Path app;
  private static String compiler;

  @BeforeAll
  static void aWorkerWithAllThatCanBeBound() throws IOException {
    clients = new Clients(folder.resolve("clients"), Map.of());
    app = Files.createDirectories(clients.folder().resolve("app"));
    Path types = Installed.like(Shell.HOME.resolve("tests/types")).resolve("node_modules");
    compiler = types.resolve("typescript/bin/tsc").toString();
    Files.createSymbolicLink(app.resolve("node_modules"), types);
    Files.createDirectory(app.resolve("src"));
    Files.createDirectory(app.resolve("public"));
    Files.writeString(app.resolve("src/worker.ts"), WORKER);
    Files.writeString(app.resolve("src/page.html"), "<p>page</p>");
    Files.writeString(app.resolve("tsconfig.json"), PROGRAM);
    Files.writeString(app.resolve("wrangler.jsonc"), config());
  }

  @AfterAll
  static void takeLinksAway() throws IOException {
    Files.delete(app.resolve("node_modules"));
    clients.close();
  }

  private static Map<String, Object> props() {
    Map<String, Object> bindings = new LinkedHashMap<>();
    bindings.put("TEXT", "a text");
    bindings.put("OPTIONS", Map.of("type", "json", "json", Map.of("sizes", List.of(1, 2))));
    bindings.put("ON", Map.of("type", "json", "json", true));
    bindings.put("SECRET", Secret.of("a secret of this test"));
    Map<String, Bindable> others = new LinkedHashMap<>();
    others.put("KV", Binding.kv("1".repeat(32)));
    others.put("R2", Binding.r2("bucket", "eu"));
    others.put("D1", Binding.d1("d1d1d1d1-0000-4000-8000-000000000000"));
    others.put("VECTORS", Binding.vectorize("index"));
    others.put("HYPERDRIVE", Binding.hyperdrive("2".repeat(32)));
    others.put("CLICKS", Binding.analyticsEngine("clicks"));
    others.put("TENANTS", Binding.dispatchNamespace("tenants", "outbound"));
    others.put("CERTIFICATE", Binding.mtlsCertificate("certificate"));
    others.put("QUEUE", Binding.queue("queue"));
    others.put("VAULT", Binding.secretsStoreSecret("store", "name"));
    others.put("ARTIFACTS", Binding.artifacts("artifacts"));
    others.put("FLAGS", Binding.flagship("app"));
    others.put("LIMIT", Binding.rateLimit("1001", 10, Duration.ofSeconds(60)));
    others.put("LOADER", Binding.workerLoader());
    others.put("PRIVATE", Binding.vpcService("service"));
    others.put("NETWORK", Binding.vpcNetwork("network"));
    others.put("SEARCHES", Binding.aiSearchNamespace("searches"));
    others.put("SEARCH", Binding.aiSearch("search"));
    others.put("MEMORY", Binding.agentMemory("memory"));
    others.put("BROWSER", Binding.browser());
    others.put("AI", Binding.ai());
    others.put("IMAGES", Binding.images());
    others.put("MEDIA", Binding.media());
    others.put("VERSION", Binding.versionMetadata());
    others.put("ASSETS", Binding.assets());
    others.put("STREAM", Binding.pipeline("stream"));
    others.put("COUNTER", Binding.durableObject("Counter"));
    others.put("ROOM", Binding.durableObject("Room", "chat"));
    others.put("OTHER", Binding.service("other"));
    others.put("ADMIN", Binding.service("other").entrypoint("Admin"));
    others.put("FLOW", Binding.workflow("flow", "Flow"));
    others.put("THEIR_FLOW", Binding.workflow("their-flow", "Flow", "other"));
    others.forEach((name, each) -> bindings.put(name, each.binding()));
    Map<String, Object> props = new LinkedHashMap<>();
    props.put("main", "src/worker.ts");
    props.put("compatibilityFlags", List.of("nodejs_compat"));
    props.put("assetsFolder", "public");
    props.put("assetsConfig", Map.of("run_worker_first", List.of("/api/*")));
    props.put("crons", List.of("0 3 * * *"));
    props.put("routes", List.of("example.com/api/*"));
    props.put("domains", List.of("app.example.com"));
    props.put("observability", true);
    props.put("limits", Map.of("cpu_ms", 50));
    props.put("placement", Map.of("mode", "smart"));
    props.put("tailConsumers", List.of("tail"));
    props.put("bindings", bindings);
    return props;
  }

  private static String config() {
    return WranglerConfig.of(
        "everything",
        "3".repeat(32),
        props(),
        Map.of(
            "compatibilityDate", "2026-11-01",
            "classes", List.of("Counter"),
            "migrationTag", "alchemy-1"),
        Map.of("d1d1d1d1-0000-4000-8000-000000000000", "database"));
  }

  private static String ours() {
    return WorkerTypes.of(app, Set.of("test"), List.of(new Source("worker", props(), Map.of())))
        .get("src/" + WorkerTypes.FILE);
  }

  @Test
  void ourTypesAreThoseThatWranglerMakesOfOurConfiguration() throws Exception {
    Ran ran =
        clients
            .wrangler(
                "types",
                "app/src/theirs.d.ts",
                "-c",
                "app/wrangler.jsonc",
                "--include-runtime=false")
            .expect(0);
    Path written = app.resolve("src/theirs.d.ts");
    String text =
        Files.readString(written).lines().skip(2).collect(Collectors.joining("\n", "", "\n"));
    Files.delete(written);
    assertEquals(text, ours(), ran::toString);
  }

  @Test
  void wranglerTakesTheConfigurationAndBindsTheSame() throws Exception {
    Ran ran = clients.wrangler("deploy", "--dry-run", "-c", "app/wrangler.jsonc").expect(0);
    assertFalse(ran.all().contains("Unexpected fields"), ran::toString);
    for (String each :
        List.of(
            "env.HYPERDRIVE (" + "2".repeat(32) + ")",
            "env.KV (" + "1".repeat(32) + ")",
            "env.D1 (database)",
            "env.COUNTER (Counter)",
            "env.QUEUE (queue)")) {
      assertTrue(ran.out().contains(each), ran::toString);
    }
  }

  @Test
  void theConfigurationOfADeployedStageHasItsIdsAndPasses() throws Exception {
    Path example = folder.resolve("clients/example");
    Shell.copy(Shell.HOME.resolve("examples/hyperdrive-worker"), example);
    Shell shell = new Shell(example);
    shell.run("dev", "--fetch", "/").expect(0);
    shell.run("types", "--wrangler", "--stage", "local").expect(0);
    String state = ".alchemy/prisma-postgres-example/local/state.json";
    Map<?, ?> rows = (Map<?, ?>) ((Map<?, ?>) json(example.resolve(state))).get("rows");
    Object id = ((Map<?, ?>) rows.get("prisma-postgres")).get("remoteId");
    Ran ran = clients.wrangler("deploy", "--dry-run", "-c", "example/wrangler.jsonc").expect(0);
    assertTrue(ran.out().contains("env.HYPERDRIVE (" + id + ")"), ran::toString);

    Path config = example.resolve("wrangler.jsonc");
    Files.writeString(config, "{ \"name\": \"mine\" }");
    shell.run("types", "--wrangler", "--stage", "local").expect(1);
    assertEquals("{ \"name\": \"mine\" }", Files.readString(config));
  }

  private static Object json(Path file) throws IOException {
    return Json.read(Files.readString(file));
  }

  @Test
  void theCompilerKnowsWhatIsBoundAndRefusesWhatIsNot() throws Exception {
    Path types = Files.writeString(app.resolve("src").resolve(WorkerTypes.FILE), ours());
    compile(app).expect(0);
    Path worker = app.resolve("src/worker.ts");
    Files.writeString(worker, WORKER.replace("env.VERSION.id", "env.NOTHING, env.TEXT === \"x\""));
    Ran refused = compile(app);
    Files.writeString(worker, WORKER);
    Files.delete(types);
    assertTrue(refused.all().contains("'NOTHING' does not exist"), refused::toString);
    assertTrue(refused.all().contains("have no overlap"), refused::toString);
  }

  @Test
  void theWorkersOfExamplesAndTemplatesPass() throws Exception {
    int checked = 0;
    for (String room : List.of("examples", "templates")) {
      for (Path each : projects(Shell.HOME.resolve(room))) {
        Path copy = folder.resolve(room).resolve(each.getFileName());
        Files.createDirectories(copy.getParent());
        Shell.copy(each, copy);
        Path link = Installed.into(copy);
        compile(copy).expect(0);
        Files.delete(link);
        checked++;
      }
    }
    assertTrue(checked >= 3, "checked " + checked);
  }

  // A client that Prisma generates is not there before that was asked for.
  private static List<Path> projects(Path room) throws IOException {
    try (Stream<Path> all = Files.list(room)) {
      return all.filter(each -> Files.exists(each.resolve("src").resolve(WorkerTypes.FILE)))
          .filter(each -> Files.notExists(each.resolve("prisma")))
          .toList();
    }
  }

  private static Ran compile(Path project) throws IOException, InterruptedException {
    return clients.script(compiler, "--noEmit", "-p", project.toString());
  }
}
