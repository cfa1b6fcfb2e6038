package alchemy.local.prisma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.local.Api;
import alchemy.local.Api.Answer;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API as its contract describes it, over HTTP and a real PostgreSQL. */
class PrismaApiTest {
  @TempDir static Path folder;
  private static TestCloud cloud;
  private static Api api;

  @BeforeAll
  static void start() {
    cloud = new TestCloud(folder);
    api = cloud.prisma();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  private static String project(String name) throws IOException {
    return api.post("/v1/projects", Map.of("name", name, "createDatabase", false)).id();
  }

  private static String database(String project) throws IOException {
    return api.post("/v1/databases", Map.of("projectId", project, "name", "main")).id();
  }

  @Test
  void anUnknownTokenIsRefusedWithAnErrorBody() throws IOException {
    for (var wrong : List.of("", "nobody", cloud.tokenOf("../x"))) {
      Answer answer = api.as(wrong).get("/v1/projects");
      assertEquals(401, answer.status(), wrong);
      assertEquals("unauthorized", answer.at("error", "code"));
    }
  }

  @Test
  void aTokenSeesItsOwnWorkspaceOnly() throws IOException {
    var other = api.as(cloud.tokenOf("other"));
    var mine = project("mine");
    assertEquals("local", api.get("/v1/workspaces").at("data", 0, "name"));
    assertEquals("other", other.get("/v1/workspaces").at("data", 0, "name"));
    assertEquals("other", other.get("/v1/me").at("data", "workspace", "name"));
    assertNotEquals(
        (String) api.get("/v1/workspaces").at("data", 0, "id"),
        other.get("/v1/workspaces").at("data", 0, "id"));
    assertEquals(404, other.get("/v1/projects/" + mine).status());
    assertEquals(404, other.delete("/v1/projects/" + mine).status());
    assertEquals(List.of(), other.get("/v1/projects").at("data"));
    var id = (String) api.get("/v1/me").at("data", "workspace", "id");
    assertEquals(200, api.get("/v1/workspaces/" + id).status());
    assertEquals(404, other.get("/v1/workspaces/" + id).status());
  }

  @Test
  void aProjectBringsADefaultDatabaseUnlessAskedNotTo() throws IOException {
    var with = api.post("/v1/projects", Map.of("name", "with", "region", "eu-west-3"));
    assertEquals(201, with.status());
    assertEquals(true, with.at("data", "database", "isDefault"));
    assertEquals("eu-west-3", with.at("data", "database", "region", "id"));
    var without = api.post("/v1/projects", Map.of("name", "without", "createDatabase", false));
    assertNull(without.at("data", "database"));
    var shown = api.get("/v1/projects/" + without.id());
    assertFalse(((Map<?, ?>) shown.at("data")).containsKey("database"));
  }

  @Test
  void aDatabaseIsBeingMadeAtFirstAndReadyAtTheNextLook() throws IOException {
    var made =
        api.post(
            "/v1/projects/" + project("p") + "/databases",
            Map.of("name", "main", "region", "eu-central-1"));
    assertEquals(201, made.status());
    assertEquals("provisioning", made.at("data", "status"));
    var shown = api.get("/v1/databases/" + made.id());
    assertEquals("ready", shown.at("data", "status"));
    assertEquals("eu-central-1", shown.at("data", "region", "id"));
    assertEquals(
        (String) shown.at("data", "connections", 0, "id"), shown.at("data", "defaultConnectionId"));
  }

  @Test
  void secretsAreInTheAnswersOfCreateAndRotateAndNowhereElse() throws IOException {
    var database = database(project("secrets"));
    var made = api.post("/v1/databases/" + database + "/connections", Map.of("name", "app"));
    var password = (String) made.at("data", "pass");
    assertTrue(
        made.<String>at("data", "endpoints", "direct", "connectionString").contains(password));
    var rotated = api.post("/v1/connections/" + made.id() + "/rotate", Map.of());
    assertEquals(200, rotated.status());
    assertNotEquals(password, rotated.at("data", "pass"));
    for (var path :
        List.of(
            "/v1/connections/" + made.id(),
            "/v1/connections?databaseId=" + database,
            "/v1/databases/" + database + "/connections",
            "/v1/databases/" + database)) {
      var text = api.get(path).tree().toString();
      assertTrue(text.contains(made.id()), path);
      assertFalse(text.contains("connectionString"), path);
      assertFalse(text.contains("pass"), path);
      assertFalse(text.contains(password), path);
    }
  }

  @Test
  void theTwoWaysToMakeAConnectionDifferInTheirStatus() throws IOException {
    var database = database(project("ways"));
    var path = "/v1/databases/" + database + "/connections";
    assertEquals(200, api.post(path, Map.of("name", "one")).status());
    var body = Map.of("name", "two", "databaseId", database);
    assertEquals(201, api.post("/v1/connections", body).status());
  }

  @Test
  void wrongFieldsAreRefusedWithTheirName() throws IOException {
    var project = project("fields");
    var database = database(project);
    var connections = "/v1/databases/" + database + "/connections";
    refused(422, "name", api.post(connections, Map.of("name", "ab")));
    refused(422, "name", api.post(connections, Map.of("name", "x".repeat(66))));
    refused(400, "name", api.post(connections, Map.of()));
    refused(400, "mars", api.post("/v1/projects", Map.of("name", "p", "region", "mars")));
    refused(400, "mars", api.post("/v1/databases", Map.of("projectId", project, "region", "mars")));
    refused(400, "projectId", api.post("/v1/databases", Map.of("name", "d")));
    refused(422, "name", api.patch("/v1/projects/" + project, Map.of("name", "")));
    refused(400, "limit", api.get("/v1/projects?limit=0"));
    refused(404, "nowhere", api.get("/v1/nowhere"));
  }

  private static void refused(int status, String word, Answer answer) {
    assertEquals(status, answer.status(), () -> answer.tree().toString());
    assertTrue(answer.<String>at("error", "message").contains(word));
  }

  @Test
  void aLogicalIdIsThereOnceAWorkspaceAndOnceAProject() throws IOException {
    var body = Map.of("name", "p", "createDatabase", false, "logicalId", "shop");
    var first = api.post("/v1/projects", body);
    assertEquals(409, api.post("/v1/projects", body).status());
    assertEquals(201, api.as(cloud.tokenOf("second")).post("/v1/projects", body).status());
    assertEquals(first.id(), api.get("/v1/projects?logicalId=shop").at("data", 0, "id"));
    var database = Map.of("projectId", first.id(), "name", "d", "logicalId", "main");
    var made = api.post("/v1/databases", database);
    assertEquals(409, api.post("/v1/databases", database).status());
    assertEquals(made.id(), api.get("/v1/databases?logicalId=main").at("data", 0, "id"));
    var other = database(first.id());
    assertEquals(409, api.patch("/v1/databases/" + other, Map.of("logicalId", "main")).status());
  }

  @Test
  void whatHoldsOthersIsNotDeletedAndWhatIsGoneIsNotDeletedTwice() throws IOException {
    var created = api.post("/v1/projects", Map.of("name", "holder"));
    var project = "/v1/projects/" + created.id();
    var standard = "/v1/databases/" + created.at("data", "database", "id");
    var database = "/v1/databases/" + database(created.id());
    assertEquals(403, api.delete(standard).status());
    assertEquals(400, api.delete(project).status());
    assertEquals(204, api.delete(database).status());
    assertEquals(404, api.delete(database).status());
    assertEquals(204, api.delete(project).status());
    assertEquals(404, api.delete(project).status());
    assertEquals(404, api.get(standard).status());
  }

  @Test
  void idsAreTakenWithAndWithoutTheirPrefix() throws IOException {
    var project = project("ids");
    var database = database(project);
    assertTrue(project.startsWith("proj_") && database.startsWith("db_"));
    assertEquals(project, api.get("/v1/projects/" + project.substring(5)).id());
    assertEquals(database, api.get("/v1/databases/" + database.substring(3)).id());
    var filtered = api.get("/v1/databases?projectId=" + project.substring(5));
    assertEquals(database, filtered.at("data", 0, "id"));
  }

  @Test
  void pagesFollowEachOtherEvenWhenTheLastRowShownIsDeleted() throws IOException {
    var pages = api.as(cloud.tokenOf("pages"));
    var made = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      made.add(pages.post("/v1/projects", Map.of("name", "p", "createDatabase", false)).id());
    }
    var first = pages.get("/v1/projects?limit=2");
    assertEquals(true, first.at("pagination", "hasMore"));
    assertEquals(204, pages.delete("/v1/projects/" + made.get(1)).status());
    var second = pages.get("/v1/projects?limit=3&cursor=" + first.at("pagination", "nextCursor"));
    assertEquals(made.get(2), second.at("data", 0, "id"));
    assertEquals(made.get(4), second.at("data", 2, "id"));
    assertEquals(false, second.at("pagination", "hasMore"));
    assertNull(second.at("pagination", "nextCursor"));
  }

  @Test
  void namesChangeInPlace() throws IOException {
    var project = project("before");
    var database = database(project);
    assertEquals(
        "after", api.patch("/v1/projects/" + project, Map.of("name", "after")).at("data", "name"));
    assertEquals(
        "renamed",
        api.patch("/v1/databases/" + database, Map.of("name", "renamed")).at("data", "name"));
    assertEquals("after", api.get("/v1/databases/" + database).at("data", "project", "name"));
  }

  @Test
  void theRegionsAreListed() throws IOException {
    List<?> postgres = api.get("/v1/regions/postgres").at("data");
    List<?> all = api.get("/v1/regions").at("data");
    assertEquals(6, postgres.size());
    assertEquals(12, all.size());
  }
}
