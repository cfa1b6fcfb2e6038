package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The examples in one local cloud, as their READMEs say: what minimal makes, others refer to. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("examples") // one method after the other
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("processes")
class ExamplesTest {
  @TempDir static Path folder;
  private Cloud cloud;
  private Shell shell;
  private Map<?, ?> minimal;

  @BeforeAll
  void copiesAndALocalCloud() throws IOException {
    for (String each : List.of("minimal", "connections", "workspaces", "shell", "shop")) {
      Files.createDirectories(folder.resolve("examples"));
      Shell.copy(Shell.HOME.resolve("examples").resolve(each), folder.resolve("examples/" + each));
    }
    cloud = Cloud.start(folder.resolve("cloud"));
    shell =
        new Shell(folder)
            .with(cloud.variables())
            .with("ALCHEMY_PASSWORD", "a password")
            .with("ALCHEMY_STAGE", "shared");
  }

  @AfterAll
  void end() {
    cloud.close();
  }

  @Test
  @Order(1)
  void minimalGivesSixValuesOfWhichTwoAreSecret() throws Exception {
    shell.run("deploy", "examples/minimal").expect(0);

    minimal = outputs("minimal");
    assertEquals(
        Set.of(
            "projectId",
            "databaseId",
            "host",
            "user",
            "connectionString",
            "prismaConnectionString"),
        minimal.keySet());
    assertTrue(minimal.get("projectId").toString().startsWith("proj_"), minimal::toString);
    assertTrue(minimal.get("databaseId").toString().startsWith("db_"), minimal::toString);
    assertEquals("127.0.0.1", minimal.get("host"));
    assertFalse(minimal.get("user").toString().isBlank());
    assertEquals(minimal.get("connectionString"), minimal.get("prismaConnectionString"));
    assertFalse(minimal.toString().contains("postgres"), "a connection string is shown");
  }

  @Test
  @Order(2)
  void connectionsAddsThreeToParentsThatAreNamedByTheirIds() throws Exception {
    String connections = "/v1/connections?databaseId=" + minimal.get("databaseId");
    assertEquals(List.of("app-connection", "default"), cloud.prisma(connections));

    shell
        .with("PROJECT_ID", minimal.get("projectId").toString())
        .with("DATABASE_ID", minimal.get("databaseId").toString())
        .run("deploy", "examples/connections")
        .expect(0);

    assertEquals(
        List.of("analytics", "app-connection", "backup-reader", "default", "main-app"),
        cloud.prisma(connections));
    assertEquals(1, cloud.prisma("/v1/projects").size());
    Map<?, ?> outputs = outputs("connections");
    assertEquals("127.0.0.1", outputs.get("backupHost"));
    assertFalse(outputs.toString().contains("postgres"), "a connection string is shown");
  }

  @Test
  @Order(3)
  void connectionsRefusesADatabaseThatIsNotInTheProject() throws Exception {
    Ran ran =
        shell
            .with("PROJECT_ID", "proj_elsewhere")
            .run("deploy", "examples/connections", "--stage", "wrong")
            .expect(1);

    assertTrue(ran.err().contains("proj_elsewhere"), ran::toString);
    assertTrue(ran.err().contains("\"main\" (alchemy.run.java:19)"), ran::toString);
  }

  @Test
  @Order(4)
  void workspacesMakesEachProjectInItsOwn() throws Exception {
    String tokenA = cloud.token("workspace-a");
    String tokenB = cloud.token("workspace-b");
    shell
        .with("PRISMA_SERVICE_TOKEN", null)
        .with("PRISMA_SERVICE_TOKEN_WORKSPACE_A", tokenA)
        .with("PRISMA_SERVICE_TOKEN_WORKSPACE_B", tokenB);

    shell.run("deploy", "examples/workspaces").expect(0);

    Map<?, ?> first = outputs("workspaces");
    assertEquals(1, cloud.prisma("/v1/projects", tokenA).size());
    assertEquals(1, cloud.prisma("/v1/projects", tokenB).size());
    assertEquals(List.of(), cloud.prisma("/v1/databases", tokenA));
    assertEquals(1, cloud.prisma("/v1/databases", tokenB).size());
    assertFalse(first.get("workspaceA").equals(first.get("workspaceB")), first::toString);

    shell
        .with("WORKSPACE_B", first.get("workspaceB").toString())
        .run("deploy", "examples/workspaces");

    assertEquals(first, outputs("workspaces"), "found by its id");
    shell.with(cloud.variables());
  }

  @Test
  @Order(5)
  void theShopServesFromTwoRegionsAndItsRecordIsInTheZone() throws Exception {
    Ran deploy =
        shell
            .with("BACKUP_DATABASE", minimal.get("databaseId").toString())
            .run("deploy", "examples/shop")
            .expect(0);

    String front = null;
    int stocks = 0;
    for (String worker : cloud.cloudflare("/workers/scripts")) {
      String answer = cloud.get(cloud.urlOf(worker));
      if (worker.contains("front")) {
        assertEquals("Shop, stage shared, with a backup.\n", answer);
        front = cloud.urlOf(worker);
      } else {
        assertEquals("[]", answer, "the stock of " + worker);
        stocks++;
      }
    }
    assertEquals(2, stocks, deploy::toString);
    String record = outputs("shop").get("record").toString();
    assertEquals(
        List.of("shop.example.com. 300 IN URI 10 1 \"" + front + "\" ; " + record),
        Files.readAllLines(folder.resolve("examples/shop/shop.zone")));
    assertEquals(2, cloud.cloudflare("/hyperdrive/configs").size());
    String types = "examples/shop/src/worker-configuration.d.ts";
    assertEquals(
        Files.readString(Shell.HOME.resolve(types)), Files.readString(folder.resolve(types)));
    Ran graph = shell.run("graph", "-f", "examples/shop", "--html").expect(0);
    assertTrue(graph.out().contains("data-key=\"us-east-1/hyperdrive\""), graph::toString);
  }

  @Test
  @Order(6)
  void destroyTakesTheShopAwayAndLeavesTheDatabaseThatItReferredTo() throws Exception {
    Ran refused = shell.run("destroy", "examples/shop").expect(3);
    assertTrue(refused.err().contains("--yes"), refused::toString);

    shell.run("destroy", "examples/shop", "--yes").expect(0);

    assertEquals(List.of(), cloud.cloudflare("/workers/scripts"));
    assertEquals(List.of(), cloud.cloudflare("/hyperdrive/configs"));
    assertEquals(List.of(), Files.readAllLines(folder.resolve("examples/shop/shop.zone")));
    assertEquals(1, cloud.prisma("/v1/databases").size());
    assertEquals(1, cloud.prisma("/v1/projects").size());
  }

  @Test
  @Order(7)
  void theShopsTestPlansItOffline() throws Exception {
    int before = cloud.requests();

    Ran ran =
        new Shell(folder.resolve("examples/shop"))
            .withJBang(folder.resolve("bin"))
            .program("", List.of("jbang", "ShopTest.java"))
            .expect(0);

    assertEquals("3 passed, 0 failed\n", ran.out());
    assertEquals(before, cloud.requests());
  }

  @Test
  @Order(8)
  void theyServeFromACloudOfTheirOwnUntilCtrlC() throws Exception {
    Shell here = new Shell(folder);
    for (String each : List.of("minimal", "connections", "workspaces", "shell")) {
      try (Running dev = here.start("dev", "examples/" + each)) {
        dev.await("serving until Ctrl-C");
        assertEquals(130, dev.stop("INT"), dev::toString);
      }
    }
    Ran outputs = here.run("outputs", "-f", "examples/minimal", "--stage", "local").expect(0);
    assertTrue(outputs.out().contains("databaseId: db_"), outputs::toString);
  }

  @Test
  @Order(9)
  void localPrintsTheVariablesThatPointToIt() throws Exception {
    try (Running local = new Shell(folder).start("local")) {
      local.await("export CLOUDFLARE_ACCOUNT_ID=");
      assertEquals(130, local.stop("INT"), local::toString);
      for (String each : cloud.variables().keySet()) {
        assertTrue(local.toString().contains("export " + each + "="), local::toString);
      }
    }
  }

  private Map<?, ?> outputs(String example) throws IOException, InterruptedException {
    Ran ran = shell.run("outputs", "-f", "examples/" + example, "--json").expect(0);
    return (Map<?, ?>) ((Map<?, ?>) Json.read(ran.out())).get("outputs");
  }
}
