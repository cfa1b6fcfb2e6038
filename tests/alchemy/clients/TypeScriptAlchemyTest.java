package alchemy.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Shell;
import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The TypeScript Alchemy runs its own script of the main example in the local cloud. */
@Tag("full")
@Tag("processes")
class TypeScriptAlchemyTest {
  private static final Path EXAMPLE = Shell.HOME.resolve("examples/hyperdrive-worker");
  private static final String PASSWORD = "a password of the test's own";
  private static final String STAGE = "prod";

  @TempDir Path folder;
  private TestCloud cloud;
  private Clients clients;

  @BeforeEach
  void start() throws IOException {
    cloud = new TestCloud(folder.resolve("cloud"), line -> {});
    clients =
        new Clients(folder.resolve("clients"), cloud.variables())
            .with("CLOUDFLARE_BASE_URL", cloud.variables().get("CLOUDFLARE_API_BASE_URL"))
            .with("ALCHEMY_PASSWORD", PASSWORD);
    Path worker = Files.createDirectories(clients.folder().resolve("src")).resolve("worker.ts");
    Files.copy(EXAMPLE.resolve("src/worker.ts"), worker);
  }

  @AfterEach
  void stop() throws IOException {
    clients.close();
    cloud.close();
  }

  @Test
  void itsOwnScriptOfTheMainExampleDeploysAgainAndIsDestroyed() throws Exception {
    run().expect(0);
    assertTrue(isAnswering());
    List<String> made = ids();
    int before = requests().size();

    run().expect(0);
    List<String> asked = requests().subList(before, requests().size());
    // A Worker is the one kind of resource that it writes again each time (its alwaysUpdate).
    String script = "/workers/scripts/prisma-postgres-example-worker-" + STAGE;
    assertEquals(
        Set.of("PUT .*" + script, "POST .*" + script + "/subdomain"),
        asked.stream()
            .filter(each -> !each.startsWith("GET "))
            .map(each -> each.replaceFirst(" .*/accounts/[^/]+", " .*"))
            .collect(Collectors.toSet()));
    assertEquals(made, ids());
    assertTrue(isAnswering());

    run("--destroy").expect(0);
    assertEquals(List.of(), ids());
  }

  @Test
  void whatItMadeIsTakenOverByTheJavaScriptOfTheSameExample() throws Exception {
    run().expect(0);
    List<String> made = ids();
    Path example = folder.resolve("example");
    Shell.copy(EXAMPLE, example);
    Shell shell = new Shell(example).with(cloud.variables()).with("ALCHEMY_PASSWORD", PASSWORD);

    Path theirs = clients.folder().resolve(".alchemy");
    shell.run("import", "--from", theirs.toString(), "--stage", STAGE).expect(0);
    shell.run("plan", "--check", "--stage", STAGE).expect(0);
    shell.run("deploy", "--stage", STAGE).expect(0);

    assertEquals(made, ids());
    assertTrue(isAnswering());
  }

  private Ran run(String... flags) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("--import=./preload.mjs", "alchemy.run.ts", "--stage", STAGE));
    command.addAll(List.of(flags));
    return clients.script(command.toArray(String[]::new));
  }

  private boolean isAnswering() throws IOException, InterruptedException {
    String name = cloud.cloudflare().get("/workers/scripts").at("result", 0, "id");
    Map<?, ?> answer = (Map<?, ?>) new DeployedWorker(cloud, name).json("/");
    return Boolean.TRUE.equals(answer.get("success"));
  }

  /** All that the local cloud was asked so far, as {@code "METHOD /path"}. */
  private List<String> requests() throws IOException {
    return Files.readAllLines(folder.resolve("cloud/requests.ndjson")).stream()
        .map(each -> (Map<?, ?>) Json.read(each))
        .map(each -> each.get("method") + " " + each.get("path"))
        .toList();
  }

  /** Of all that the two services list. */
  private List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    for (String each : List.of("projects", "databases", "connections")) {
      add(cloud.prisma().get("/v1/" + each).at("data"), ids);
    }
    for (String each : List.of("hyperdrive/configs", "workers/scripts")) {
      add(cloud.cloudflare().get("/" + each).at("result"), ids);
    }
    return ids;
  }

  private static void add(List<Map<?, ?>> objects, List<String> ids) {
    objects.forEach(each -> ids.add((String) each.get("id")));
  }
}
