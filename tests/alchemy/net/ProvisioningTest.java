package alchemy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.engine.ApplyFailedException;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A database is used once it is ready, however long that takes. */
class ProvisioningTest extends NetCase {
  private static final String LISTS = "GET /v1/projects/[^/]+/databases";
  private static final String GETS = "GET /v1/databases/[^/]+";

  private static void chain(App app) {
    var project = Project.of("project", p -> p.delete(true));
    var database = Database.of("database", project, d -> d.delete(true));
    Connection.of("connection", database);
  }

  private static Fault status(String status) {
    return Fault.rewritten(
        "application/json", body -> body.replace("\"ready\"", "\"" + status + "\""));
  }

  @Test
  void whatIsNotReadyIsWaitedForAndShown() {
    proxy.on(LISTS, 1, status("provisioning")).on(LISTS, 1, status("recovering"));

    deploy(ProvisioningTest::chain);

    assertEquals(
        List.of(
            "database: waiting until the database is ready: provisioning",
            "database: waiting until the database is ready: recovering"),
        progress);
    assertEquals(
        List.of(
            "POST projects",
            "POST databases",
            "GET databases",
            "GET databases",
            "GET databases",
            "POST connections"),
        proxy.lines().stream()
            .filter(each -> !each.contains("workspaces"))
            .map(each -> each.replaceFirst(" .*/", " "))
            .toList());
    assertEquals("ready", state().row("database").orElseThrow().outputs().get("status"));
  }

  @Test
  void allDatabasesOfAProjectAreAskedForAtOnce() {
    AtomicInteger whole = new AtomicInteger();
    // From when on all five are there, three more times "provisioning".
    UnaryOperator<String> late =
        body ->
            body.split("\"type\":\"database\"", -1).length <= 5 || whole.incrementAndGet() <= 3
                ? body.replace("\"ready\"", "\"provisioning\"")
                : body;
    proxy.on(LISTS, Integer.MAX_VALUE, Fault.rewritten("application/json", late));

    deploy(
        app -> {
          var project = Project.of("project", p -> p.delete(true));
          for (int i = 1; i <= 5; i++) {
            Database.of("database-" + i, project, d -> d.delete(true));
          }
        });

    assertEquals(6, state().rows().size());
    assertEquals(0, proxy.heard(GETS), proxy.lines()::toString);
    // Each by itself would need at least five to see that it is ready.
    assertTrue(whole.get() > 3 && whole.get() <= 6, () -> whole + " in " + proxy.lines());
  }

  @Test
  void aFailureIsToldWithResourceAndLineAndGoneOnWithLater() throws IOException {
    proxy.on(LISTS, 1, status("failure"));

    ApplyFailedException failed =
        assertThrows(ApplyFailedException.class, () -> deploy(ProvisioningTest::chain));

    Row row = state().row("database").orElseThrow();
    assertEquals(RowStatus.CREATING, row.status());
    assertEquals(1, failed.exitCode());
    assertEquals(
        """
        A step failed.
          prisma:Database "database" (ProvisioningTest.java:LINE): A database did not become ready.
            database ID: status failure after 0 s
            Prisma could not provision it. Delete it in Prisma's console and run again.
          not started: prisma:Connection "connection"
          What was done is recorded; run the command again to go on.\
        """
            .replace("ID", row.remoteId()),
        failed.getMessage().replaceFirst("java:\\d+", "java:LINE"));

    // Still the same: nothing is made beside it.
    proxy.on(GETS, 9, status("failure"));
    assertThrows(ApplyFailedException.class, () -> deploy(ProvisioningTest::chain));
    assertEquals(1, proxy.heard(DATABASES));

    // Deleted, as the message said: a new one.
    proxy.clear();
    assertEquals(204, prisma().delete("/v1/databases/" + row.remoteId()).status());
    deploy(ProvisioningTest::chain);
    assertEquals(1, proxy.heard(DATABASES));
    assertNotEquals(row.remoteId(), state().row("database").orElseThrow().remoteId());
  }

  @Test
  void whatBecomesReadyAfterARunThatGaveUpIsGoneOnWith() {
    proxy.on(LISTS, 1, status("failure"));
    assertThrows(ApplyFailedException.class, () -> deploy(ProvisioningTest::chain));
    String id = state().row("database").orElseThrow().remoteId();
    proxy.on(GETS, 2, status("recovering")).on(LISTS, 1, status("something new"));

    deploy(ProvisioningTest::chain);

    assertEquals(id, state().row("database").orElseThrow().remoteId());
    assertEquals(1, proxy.heard(DATABASES));
    assertTrue(progress.toString().contains("something new"), progress::toString);
    assertFalse(plan(ProvisioningTest::chain).acts());
  }
}
