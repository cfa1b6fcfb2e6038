package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.cli.Library;
import alchemy.local.TestCloud;
import alchemy.net.Fault;
import alchemy.net.FaultyProxy;
import alchemy.state.Holder;
import alchemy.state.KeySource;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Ctrl-C in a deploy or a destroy, wherever it is: once ends it in order, twice at once, and the
 * next run goes on without making anything twice.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("interrupted") // one method after the other
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("processes")
class InterruptTest {
  private static final String DATABASES = "POST /v1/projects/[^/]+/databases";
  private static final String CONNECTIONS = "POST /v1/databases/[^/]+/connections";
  private static final String LISTS = "GET /v1/projects/[^/]+/databases";
  // Less than a run is given to end what is under way.
  private static final Duration AT_ONCE = Duration.ofSeconds(6);

  @TempDir static Path folder;
  private TestCloud cloud;
  private FaultyProxy proxy;
  private Shell shell;
  private String stage;
  private int stages;

  @BeforeAll
  void aCloudAndAScript() throws IOException {
    cloud = new TestCloud(folder.resolve("cloud"));
    proxy = new FaultyProxy(cloud.variables().get("PRISMA_API_BASE_URL"));
    Files.writeString(
        folder.resolve("alchemy.run.java"),
        Library.DEPS
            + """
            //JAVA 17+
            import alchemy.*;
            import alchemy.prisma.*;

            class Infra {
                public static void main(String... args) {
                    Alchemy.run("stopped", args, app -> {
                        var project = Project.of("project", p -> p.delete(true));
                        var database = Database.of("database", project, d -> d.delete(true));
                        var connection = Connection.of("connection", database);
                        System.out.println("declared");
                    });
                }
            }
            """);
  }

  @AfterAll
  void noCloud() {
    proxy.close();
    cloud.close();
  }

  @BeforeEach
  void aStage() {
    stage = "test" + ++stages;
    shell =
        new Shell(folder)
            .with(proxy.over(cloud.variables()))
            .with("ALCHEMY_STAGE", stage)
            .with("ALCHEMY_PASSWORD", "a password");
  }

  @AfterEach
  void nothingGoesWrongAnyMore() {
    proxy.clear();
  }

  @Test
  void onceRecordsWhatIsUnderWayAndStartsNothingNew() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    proxy.on(DATABASES, 1, Fault.late(done, gate));
    try (Running deploy = shell.start("deploy")) {
      done.await();
      List<ProcessHandle> family = deploy.family();

      deploy.signal("INT");
      deploy.await("interrupted: ending what is under way");
      gate.countDown();

      assertEquals(130, deploy.end());
      assertTrue(deploy.toString().contains("\nInterrupted.\n"), deploy::toString);
      Running.awaitEnd(family, AT_ONCE.toSeconds());
    }
    Row database = row("database");
    assertEquals(RowStatus.CREATING, database.status());
    assertTrue(database.remoteId().startsWith("db_"), database::toString);
    assertEquals(0, proxy.heard(CONNECTIONS));
    theNextRunMakesNothingTwice();
  }

  @Test
  void twiceEndsItAtOnceAndTheIntentStays() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    proxy.on(DATABASES, 1, Fault.late(done, gate));
    try (Running deploy = shell.start("deploy")) {
      done.await();
      List<ProcessHandle> family = deploy.family();

      deploy.signal("INT");
      deploy.await("once more stops at once");
      Instant second = Instant.now();
      deploy.signal("INT");

      assertEquals(130, deploy.end());
      assertSoon(second);
      Running.awaitEnd(family, AT_ONCE.toSeconds());
    }
    gate.countDown();
    assertEquals(RowStatus.CREATING, row("database").status());
    assertNull(row("database").remoteId());
    theNextRunMakesNothingTwice();
  }

  @Test
  void aWaitForADatabaseEndsAtOnce() throws Exception {
    UnaryOperator<String> never = body -> body.replace("\"ready\"", "\"provisioning\"");
    proxy.on(LISTS, Integer.MAX_VALUE, Fault.rewritten("application/json", never));
    try (Running deploy = shell.start("deploy")) {
      deploy.await("waiting until the database is ready: provisioning");

      Instant since = Instant.now();
      deploy.signal("TERM");

      assertEquals(143, deploy.end());
      assertSoon(since);
    }
    assertEquals(RowStatus.CREATING, row("database").status());
    proxy.clear();
    shell.run("deploy").expect(0);
    assertEquals(0, proxy.heard(DATABASES));
    assertEquals(1, databases());
  }

  @Test
  void aWaitForAnotherRunEndsAtOnce() throws Exception {
    Holder other = Holder.ofThisProcess("test", Instant.now());
    try (var held = store().lock(other, Duration.ZERO);
        Running deploy = shell.start("deploy", "--lock-timeout", "5m")) {
      deploy.await("declared");

      Instant since = Instant.now();
      deploy.signal("INT");

      assertEquals(130, deploy.end());
      assertSoon(since);
      assertEquals(0, held.state().serial());
    }
    shell.run("deploy").expect(0);
  }

  @Test
  void aQuestionEndsAtOnceAndNothingIsDone() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "makes a terminal");
    shell.run("deploy").expect(0);
    String destroy = "sh '" + Shell.HOME.resolve("alchemy") + "' destroy";
    try (Running asked =
        shell.startProgram(List.of("script", "-q", "-e", "-c", destroy, folder + "/typescript"))) {
      asked.await("delete prisma:Project");

      Instant since = Instant.now();
      asked.type("\u0003");

      assertEquals(130, asked.end());
      assertSoon(since);
      assertTrue(asked.toString().contains("Interrupted."), asked::toString);
    }
    assertEquals(0, proxy.heard("DELETE .*"));
    assertEquals(1, databases());
    assertFalse(Files.exists(folder.resolve(".alchemy/stopped/" + stage + "/lock.json")));
  }

  private void theNextRunMakesNothingTwice() throws Exception {
    shell.run("deploy").expect(0);
    assertEquals(1, proxy.heard(DATABASES));
    assertEquals(1, databases());
    assertEquals(RowStatus.CREATED, row("connection").status());
  }

  private int databases() throws IOException {
    String path = "/v1/projects/" + row("project").remoteId() + "/databases";
    List<?> all = cloud.prisma().get(path).at("data");
    return all.size();
  }

  private static void assertSoon(Instant since) {
    Duration took = Duration.between(since, Instant.now());
    assertTrue(took.compareTo(AT_ONCE) < 0, () -> "it took " + took);
  }

  private StateStore store() {
    return StateStore.files(folder.resolve(".alchemy"), "stopped", stage, KeySource.none());
  }

  private Row row(String key) {
    return store().load().row(key).orElseThrow();
  }
}
