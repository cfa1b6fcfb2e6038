package alchemy.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Running;
import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cloudflare's own command line deploys to the local cloud, and manages what is there. */
@Tag("full")
@Tag("processes")
class WranglerTest {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final String WORKER =
      """
      import { Client } from "pg";
      export default {
        async fetch(request: Request, env: Record<string, any>) {
          const client = new Client({ connectionString: env.HYPERDRIVE.connectionString });
          await client.connect();
          const { rows } = await client.query("SELECT 6 * 7 AS answer");
          await client.end();
          return Response.json({ rows, said: env.SAID, deep: env.DEEP, token: env.TOKEN ?? null });
        },
      };
      """;

  @TempDir static Path folder;
  private static TestCloud cloud;
  private static Clients clients;
  private static String database;

  @BeforeAll
  static void start() throws IOException {
    cloud = new TestCloud(folder.resolve("cloud"), line -> {});
    clients = new Clients(folder.resolve("clients"), cloud.variables());
    database = SomeDatabase.in(cloud);
  }

  @AfterAll
  static void stop() throws IOException {
    clients.close();
    cloud.close();
  }

  @Test
  void theUserAndTheAccountAreShown() throws Exception {
    String account = cloud.variables().get("CLOUDFLARE_ACCOUNT_ID");

    Ran ran = clients.wrangler("whoami").expect(0);

    assertTrue(ran.out().contains("logged in with an User API Token"), ran::all);
    assertTrue(ran.out().contains(account), ran::all);
  }

  @Test
  void anAccountThatIsNotNamedIsFound() throws Exception {
    Map<String, String> variables = new LinkedHashMap<>(cloud.variables());
    variables.remove("CLOUDFLARE_ACCOUNT_ID");
    try (Clients nameless = new Clients(folder.resolve("nameless"), variables)) {
      nameless.wrangler("hyperdrive", "list").expect(0);
    }
  }

  @Test
  void hyperdriveConfigsAreMadeListedShownChangedAndDeleted() throws Exception {
    String id = hyperdrive("managed", "--origin-connection-limit", "8");

    assertTrue(clients.wrangler("hyperdrive", "list").expect(0).out().contains("managed"));
    Map<?, ?> shown = json(clients.wrangler("hyperdrive", "get", id).expect(0).out());
    assertEquals(8, ((Number) shown.get("origin_connection_limit")).intValue());
    assertFalse(((Map<?, ?>) shown.get("origin")).containsKey("password"));

    Ran changed =
        clients
            .wrangler("hyperdrive", "update", id, "--name", "renamed", "--caching-disabled")
            .expect(0);
    Map<?, ?> after = json(changed.out());
    assertEquals("renamed", after.get("name"));
    assertEquals(Map.of("disabled", true), after.get("caching"));
    assertEquals(shown.get("origin"), after.get("origin"));

    clients.wrangler("hyperdrive", "delete", id).expect(0);
    assertFalse(clients.wrangler("hyperdrive", "list").expect(0).out().contains("renamed"));
  }

  @Test
  void aWorkerIsDeployedChangedGivenASecretAndDeleted() throws Exception {
    String id = hyperdrive("bound");
    Files.writeString(clients.folder().resolve("worker.ts"), WORKER);
    config("job", id, "first");

    String first = currentVersion(clients.wrangler("deploy").expect(0));
    assertEquals(
        Json.read(
            """
            {"rows": [{"answer": 42}], "said": "first", "deep": {"a": [1, 2]}, "token": null}\
            """),
        answer("job"));

    // From the second on it is an upload of a version, which is then deployed.
    config("job", id, "second");
    clients.wrangler("deploy").expect(0);
    assertEquals("second", answer("job").get("said"));
    assertEquals(2, matches("Version\\(s\\):", "deployments", "list"));
    assertEquals(2, matches("Version ID:", "versions", "list"));
    assertEquals(1, matches("\\(100%\\)", "deployments", "status"));

    clients.answer("text-of-the-token", "secret", "put", "TOKEN").expect(0);
    assertEquals("text-of-the-token", answer("job").get("token"));
    clients.wrangler("deploy").expect(0);
    assertEquals("text-of-the-token", answer("job").get("token"));
    assertEquals(1, matches("\"TOKEN\"", "secret", "list"));
    clients.wrangler("secret", "delete", "TOKEN").expect(0);
    assertEquals(0, matches("\"TOKEN\"", "secret", "list"));
    assertNull(answer("job").get("token"));

    clients.wrangler("rollback", "--yes", "--message", "back", first).expect(0);
    assertEquals("first", answer("job").get("said"));

    clients.wrangler("delete", "--force").expect(0);
    assertEquals(404, cloud.cloudflare().get("/workers/scripts/job/settings").status());
    clients.wrangler("hyperdrive", "delete", id).expect(0);
  }

  @Test
  void whatAWorkerWritesIsToldToWhoWatchesIt() throws Exception {
    Path home = Files.createDirectories(clients.folder().resolve("watched"));
    String code = "export default { fetch() { console.log('a line'); return new Response('ok') } }";
    Files.writeString(home.resolve("worker.js"), code);
    clients
        .wrangler(
            "deploy",
            "watched/worker.js",
            "--name",
            "watched",
            "--compatibility-date",
            "2026-11-01")
        .expect(0);

    try (Running tail = clients.startWrangler("tail", "watched", "--format", "pretty")) {
      tail.await("waiting for logs");
      assertEquals("ok", new DeployedWorker(cloud, "watched").text("/"));
      tail.await("(log) a line");
      assertEquals(0, tail.stop("INT"), tail::toString);
    }
    clients.wrangler("delete", "--name", "watched", "--force").expect(0);
  }

  @Test
  void whatIsRefusedEndsWithOneAndTheServicesReason() throws Exception {
    String id = hyperdrive("taken");
    String wrong = database.replaceFirst(":[^:@/]+@", ":not-the-password@");
    String absent = "0".repeat(32);

    refused("[code: 2017]", "hyperdrive", "create", "taken", "--connection-string=" + database);
    refused("[code: 2013]", "hyperdrive", "create", "other", "--connection-string=" + wrong);
    refused("[code: 2013]", "hyperdrive", "update", id, "--origin-password", "not-the-password");
    refused("[code: 2006]", "hyperdrive", "get", absent);
    refused("[code: 2006]", "hyperdrive", "delete", absent);
    refused("[code: 10007]", "deployments", "list", "--name", "absent");
    refused("[code: 10007]", "versions", "list", "--name", "absent");
    refused("Worker \"absent\" not found", "secret", "list", "--name", "absent");
    refused("[code: 10090]", "delete", "--name", "absent", "--force");

    clients.wrangler("hyperdrive", "delete", id).expect(0);
  }

  @Test
  void aWrongTokenIsToldAsSuch() throws Exception {
    try (Clients stranger = new Clients(folder.resolve("stranger"), cloud.variables())) {
      stranger.with("CLOUDFLARE_API_TOKEN", "wrong");

      Ran ran = stranger.wrangler("hyperdrive", "list").expect(1);

      assertTrue(ran.all().contains("Authentication error [code: 10000]"), ran::all);
      assertFalse(ran.all().contains("error handler also failed"), ran::all);
    }
  }

  private static String hyperdrive(String name, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("hyperdrive", "create", name, "--connection-string", database));
    command.addAll(List.of(more));
    Ran ran = clients.wrangler(command.toArray(String[]::new)).expect(0);
    Matcher id = ID.matcher(ran.out());
    assertTrue(id.find(), ran::all);
    return id.group();
  }

  private static void config(String worker, String hyperdrive, String said) throws IOException {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", worker);
    config.put("main", "worker.ts");
    config.put("compatibility_date", "2026-11-01");
    config.put("compatibility_flags", List.of("nodejs_compat"));
    config.put("workers_dev", true);
    config.put("vars", Map.of("SAID", said, "DEEP", Map.of("a", List.of(1, 2))));
    config.put("hyperdrive", List.of(Map.of("binding", "HYPERDRIVE", "id", hyperdrive)));
    Files.write(clients.folder().resolve("wrangler.json"), Json.write(config, true));
  }

  private static Map<?, ?> answer(String worker) throws Exception {
    return (Map<?, ?>) new DeployedWorker(cloud, worker).json("/");
  }

  private static String currentVersion(Ran deploy) {
    Matcher version = Pattern.compile("Current Version ID: (\\S+)").matcher(deploy.out());
    assertTrue(version.find(), deploy::all);
    return version.group(1);
  }

  private static Map<?, ?> json(String text) {
    return (Map<?, ?>) Json.read(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1));
  }

  private static long matches(String pattern, String... command) throws Exception {
    Ran ran = clients.wrangler(command).expect(0);
    return Pattern.compile(pattern).matcher(ran.out()).results().count();
  }

  private static void refused(String reason, String... command) throws Exception {
    Ran ran = clients.wrangler(command).expect(1);
    assertTrue(ran.all().contains(reason), ran::toString);
  }
}
