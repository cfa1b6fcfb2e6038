package alchemy.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Secret;
import alchemy.local.Api;
import alchemy.net.Fault;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The traps in Prisma's API, by their numbers in {@code tests/contracts/traps.md}. */
class PrismaTrapsTest extends TrapCase {
  private static final String DATABASES = "(GET|POST) /v1/(projects/[^/]+/)?databases(/[^/]+)?";
  private static final String CONNECTIONS = "POST /v1/databases/[^/]+/connections";

  private static void chain(App app) {
    var project = Project.of("project", p -> p.delete(true));
    var database = Database.of("database", project, d -> d.delete(true));
    var connection = Connection.of("connection", database);
    app.output("host", connection::host);
    app.output("region", database::region);
  }

  @Test
  @DisplayName("2 any success of a create counts, whichever of the two it is")
  void anySuccessOfACreateCounts() {
    Fault other =
        service -> {
          Fault.Said said = service.answer();
          return new Fault.Said(said.status() == 200 ? 201 : 200, said.headers(), said.body(), -1);
        };
    proxy.on(CONNECTIONS, 1, other).on("POST /v1/projects", 1, other);
    script(PrismaTrapsTest::chain);

    run(0, "deploy");

    assertEquals(0, proxy.left());
  }

  @Test
  @DisplayName("3 a password in an answer that only reads is shown nowhere")
  void aPasswordInAnAnswerThatOnlyReadsIsShownNowhere() {
    script(PrismaTrapsTest::chain);
    run(0, "deploy");
    proxy.on(
        "GET /v1/connections/[^/]+",
        5,
        Fault.instead(
            200,
            "{\"data\":{\"directConnection\":{\"pass\":\"canary-pass-1\"},"
                + "\"connectionString\":\"prisma+postgres://a/?api_key=canary-key-1\","
                + "\"endpoints\":{\"direct\":{\"connectionString\":"
                + "\"postgres://u:canary-pass-2@h/d\"}}}}"));

    String told = run(1, "drift", "--debug");

    assertTrue(told.contains("no id in \"data\""), told);
    assertFalse(told.contains("canary"), told);
  }

  @Test
  @DisplayName("5 the host has no port in it, though the deprecated field has")
  void theHostHasNoPortInIt() {
    script(PrismaTrapsTest::chain);
    String told = run(0, "deploy");

    assertTrue(told.matches("(?s).*\\bhost: 127[.]0[.]0[.]1\n.*"), told);
  }

  @Test
  @DisplayName("6 a page that promises more and names no cursor ends the list")
  void aPageWithoutACursorEndsTheList() {
    Fault endless = changed(tree -> in(tree, "pagination").put("hasMore", true));
    proxy.on("GET /v1/(workspaces|projects/[^/]+/databases)", 9, endless);
    script(PrismaTrapsTest::chain);

    run(0, "deploy");

    assertTrue(proxy.heard("GET /v1/workspaces") <= 2, () -> "" + proxy.lines());
  }

  @Test
  @DisplayName("7 delete and token are the script's own: changing them asks for nothing")
  void deleteAndTokenAreTheScriptsOwn() {
    script(PrismaTrapsTest::chain);
    run(0, "deploy");
    Secret token = Secret.of(token());
    script(
        declared -> {
          var project = Project.of("project", p -> p.delete(false).serviceToken(token));
          var database = Database.of("database", project, d -> d.delete(false));
          var connection = Connection.of("connection", database);
          declared.output("host", connection::host);
          declared.output("region", database::region);
        });
    int before = proxy.lines().size();

    String told = run(0, "deploy");

    assertTrue(told.contains("3 unchanged"), told);
    assertTrue(
        proxy.lines().subList(before, proxy.lines().size()).stream()
            .allMatch(each -> each.equals("GET /v1/workspaces")),
        proxy.lines()::toString);
    script(PrismaTrapsTest::chain);
  }

  @Test
  @DisplayName("12 a project's logicalId never changes")
  void aProjectsLogicalIdNeverChanges() throws IOException {
    Api.Answer made =
        prisma()
            .post(
                "/v1/projects",
                Map.of("name", "p", "logicalId", "trap-12", "createDatabase", false));
    String path = "/v1/projects/" + made.id();

    Api.Answer patched = prisma().patch(path, Map.of("name", "q", "logicalId", "other"));

    assertEquals("trap-12", patched.at("data", "logicalId"));
    assertEquals(204, prisma().delete(path).status());
    script(declared -> Project.of("project", p -> p.logicalId("trap-a").delete(true)));
    run(0, "deploy");
    script(declared -> Project.of("project", p -> p.logicalId("trap-b").delete(true)));
    String told = run(0, "plan");
    assertTrue(told.contains("replace  prisma:Project"), told);
  }

  @Test
  @DisplayName("13 the project's route drops a database's logicalId, the other one keeps it")
  void onlyOneRouteKeepsALogicalId() throws IOException {
    String project =
        prisma().post("/v1/projects", Map.of("name", "p", "createDatabase", false)).id();
    Api.Answer dropped =
        prisma()
            .post(
                "/v1/projects/" + project + "/databases",
                Map.of("name", "d", "logicalId", "trap-13"));
    Api.Answer kept =
        prisma()
            .post(
                "/v1/databases", Map.of("projectId", project, "name", "d", "logicalId", "trap-13"));

    assertNull(dropped.at("data", "logicalId"));
    assertEquals("trap-13", kept.at("data", "logicalId"));
    for (Api.Answer each : List.of(dropped, kept)) {
      assertEquals(204, prisma().delete("/v1/databases/" + each.id()).status());
    }
    assertEquals(204, prisma().delete("/v1/projects/" + project).status());
  }

  @Test
  @DisplayName("15 a region is read from an object and may be missing")
  void aRegionIsReadFromAnObjectAndMayBeMissing() {
    script(PrismaTrapsTest::chain);
    String told = run(0, "deploy");
    assertTrue(told.contains("region: us-east-1"), told);
    run(0, "destroy", "--yes");
    proxy.on(
        DATABASES,
        9,
        changed(
            tree -> {
              if (tree.get("data") instanceof Map<?, ?>) {
                in(tree, "data").put("region", null);
              }
            }));

    run(0, "deploy");
    run(0, "drift", "--check");
  }

  @Test
  @DisplayName("16 a project's settings are written and never shown")
  void settingsAreNeverShown() throws IOException {
    String project =
        prisma().post("/v1/projects", Map.of("name", "p", "createDatabase", false)).id();
    String path = "/v1/projects/" + project;

    Api.Answer patched = prisma().patch(path, Map.of("settings", Map.of("a", 1)));

    assertEquals(200, patched.status());
    assertFalse(((Map<?, ?>) patched.at("data")).containsKey("settings"));
    assertFalse(((Map<?, ?>) prisma().get(path).at("data")).containsKey("settings"));
    assertEquals(204, prisma().delete(path).status());
  }

  @Test
  @DisplayName("17 which of the two reasons a database is not deleted for is told")
  void whyADatabaseMayNotBeDeletedIsTold() throws IOException {
    Api.Answer made = prisma().post("/v1/projects", Map.of("name", "p"));
    String database = made.at("data", "database", "id");
    script(app -> Database.of("database", Project.ref(made.id()), d -> d.name("p").delete(true)));
    run(0, "import", "database", database);

    String told = run(1, "destroy", "--yes");

    assertTrue(told.contains("default database of a project is not deleted by itself"), told);
    assertEquals(204, prisma().delete("/v1/projects/" + made.id()).status());
  }

  @Test
  @DisplayName("22 nothing is read from the fields that older documents show")
  void nothingIsReadFromDeprecatedFields() {
    proxy.on(
        "POST /v1/projects/[^/]+/databases",
        1,
        changed(
            tree ->
                in(tree, "data")
                    .keySet()
                    .removeAll(List.of("apiKeys", "connectionString", "directConnection"))));
    proxy.on(
        CONNECTIONS,
        1,
        changed(
            tree ->
                in(tree, "data")
                    .keySet()
                    .removeAll(
                        List.of("connectionString", "directConnection", "host", "user", "pass"))));
    script(PrismaTrapsTest::chain);

    run(0, "deploy");

    assertEquals(0, proxy.left());
    run(0, "drift", "--check");
  }
}
