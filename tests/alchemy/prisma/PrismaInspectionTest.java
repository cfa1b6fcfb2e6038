package alchemy.prisma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.http.ProviderCall;
import alchemy.http.ServiceException;
import alchemy.local.Api;
import alchemy.local.TestCloud;
import alchemy.provider.Actual;
import alchemy.provider.Candidate;
import alchemy.provider.Child;
import alchemy.provider.Existing;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody did by hand is read back as that, and as nothing more. */
class PrismaInspectionTest {
  private static final ProjectProvider.Props PROJECT =
      new ProjectProvider.Props(null, null, null, true, null, null);
  private static final String WRONG_PASSWORD = "28P01";

  @TempDir static Path folder;
  private static TestCloud cloud;

  private final ProjectProvider projects = new ProjectProvider();
  private final DatabaseProvider databases = new DatabaseProvider();
  private final ConnectionProvider connections = new ConnectionProvider();
  private final ProviderCall call = new ProviderCall();
  private Api api;
  private String project;

  @BeforeAll
  static void start() {
    cloud = new TestCloud(folder);
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void makeAProject() throws IOException {
    cloud.variables().forEach(call::with);
    api = cloud.prisma();
    project = api.post("/v1/projects", Map.of("name", "theirs", "createDatabase", false)).id();
  }

  private static DatabaseProvider.Props database(String inProject, String name, String region) {
    return new DatabaseProvider.Props(inProject, name, region, true, null, null);
  }

  private Actual<ProjectProvider.Props, ProjectProvider.Outputs> seen(
      ProjectProvider.Props props, ProjectProvider.Outputs made) {
    return projects.inspect(call, new Existing<>(made.id(), props, made)).orElseThrow();
  }

  private Actual<DatabaseProvider.Props, DatabaseProvider.Outputs> seen(
      DatabaseProvider.Props props, DatabaseProvider.Outputs made) {
    return databases.inspect(call, new Existing<>(made.id(), props, made)).orElseThrow();
  }

  @Test
  void aProjectShowsTheNameThatItWasGivenByHandAndNothingElse() throws IOException {
    ProjectProvider.Outputs made = projects.create(call, PROJECT);
    assertEquals(PROJECT, seen(PROJECT, made).props());
    api.patch("/v1/projects/" + made.id(), Map.of("name", "by hand"));
    Actual<ProjectProvider.Props, ProjectProvider.Outputs> now = seen(PROJECT, made);
    assertEquals(new ProjectProvider.Props("by hand", null, null, true, null, null), now.props());
    assertEquals("by hand", now.outputs().name());
    assertNull(now.modified());
    projects.update(call, new Existing<>(made.id(), now.props(), now.outputs()), PROJECT);
    assertEquals(PROJECT, seen(PROJECT, made).props());
  }

  @Test
  void whatWasSetIsToldAsItIsNowInTheScriptsOwnSpelling() throws IOException {
    String workspace = api.get("/v1/workspaces").at("data", 0, "id");
    String bare = workspace.replaceFirst("wksp_", "");
    ProjectProvider.Props set =
        new ProjectProvider.Props("shop", "eu-west-3", bare, true, null, null);
    assertEquals(set, seen(set, projects.create(call, set)).props());
  }

  @Test
  void aProjectThatIsTakenOverTellsAllThatCanBeRead() throws IOException {
    Map<String, Object> body =
        Map.of("name", "old shop", "createDatabase", false, "region", "eu-west-3");
    String id = api.post("/v1/projects", body).id();
    String workspace = api.get("/v1/workspaces").at("data", 0, "id");
    assertEquals(
        new ProjectProvider.Props("old shop", "eu-west-3", workspace, null, null, null),
        projects.inspect(call, new Existing<>(id, null, null)).orElseThrow().props());
    assertEquals(
        List.of(id),
        projects
            .named(call, new ProjectProvider.Props("old shop", null, null, null, null, null))
            .stream()
            .map(Candidate::remoteId)
            .toList());
  }

  @Test
  void whatWasDeletedByHandIsGone() throws IOException {
    DatabaseProvider.Props props = database(project, null, null);
    DatabaseProvider.Outputs made = databases.create(call, props);
    ConnectionProvider.Props access = new ConnectionProvider.Props(made.id(), null, null, null);
    ConnectionProvider.Outputs connection = connections.create(call, access);
    Existing<ConnectionProvider.Props, ConnectionProvider.Outputs> existing =
        new Existing<>(connection.id(), access, connection);
    assertEquals(access, connections.inspect(call, existing).orElseThrow().props());
    assertEquals(connection, connections.inspect(call, existing).orElseThrow().outputs());
    api.delete("/v1/databases/" + made.id());
    api.delete("/v1/projects/" + project);
    assertEquals(Optional.empty(), connections.inspect(call, existing));
    assertEquals(Optional.empty(), databases.inspect(call, new Existing<>(made.id(), props, made)));
    assertEquals(Optional.empty(), projects.inspect(call, new Existing<>(project, PROJECT, null)));
    assertEquals(List.of(), databases.children(call, new Existing<>(made.id(), props, made)));
    assertEquals(List.of(), projects.children(call, new Existing<>(project, PROJECT, null)));
  }

  @Test
  void whatIsToBeMadeInSomethingThatIsGoneSaysHowToFindOut() throws IOException {
    api.delete("/v1/projects/" + project);
    ServiceException e =
        assertThrows(
            ServiceException.class, () -> databases.create(call, database(project, null, null)));
    assertTrue(e.getMessage().contains("run deploy --refresh"), e::getMessage);
    assertEquals(List.of(), call.savedIds());
  }

  @Test
  void aDatabaseShowsTheNameThatItWasGivenByHandAndItsProjectAsItWasRecorded() throws IOException {
    DatabaseProvider.Props props = database(project.replaceFirst("proj_", ""), null, "inherit");
    DatabaseProvider.Outputs made = databases.create(call, props);
    assertEquals(props, seen(props, made).props());
    api.patch("/v1/databases/" + made.id(), Map.of("name", "by hand"));
    assertEquals(database(props.project(), "by hand", "inherit"), seen(props, made).props());
  }

  @Test
  void aDatabaseThatIsTakenOverTellsProjectNameAndRegion() throws IOException {
    Map<String, Object> body = Map.of("name", "old", "region", "eu-west-3", "isDefault", false);
    String id = api.post("/v1/projects/" + project + "/databases", body).id();
    assertEquals(
        new DatabaseProvider.Props(project, "old", "eu-west-3", null, null, null),
        databases.inspect(call, new Existing<>(id, null, null)).orElseThrow().props());
    assertEquals(id, databases.named(call, database(project, "old", null)).get(0).remoteId());
  }

  @Test
  void aConnectionThatIsTakenOverGetsANewPasswordAndTheOldOneIsRevoked() throws Exception {
    DatabaseProvider.Outputs home = databases.create(call, database(project, null, null));
    Api.Answer theirs =
        api.post("/v1/databases/" + home.id() + "/connections", Map.of("name", "reports"));
    Secret old = Secret.of(theirs.at("data", "endpoints", "direct", "connectionString"));
    ConnectionProvider.Props wanted =
        new ConnectionProvider.Props(home.id(), "reports", null, null);
    assertEquals(theirs.id(), connections.named(call, wanted).get(0).remoteId());
    Actual<ConnectionProvider.Props, ConnectionProvider.Outputs> found =
        connections.inspect(call, new Existing<>(theirs.id(), null, null)).orElseThrow();
    assertEquals(wanted, found.props());
    assertNull(found.outputs().connectionString());
    assertTrue(connections.adoptionCost().orElseThrow().contains("password is made anew"));
    ConnectionProvider.Outputs ours =
        connections.update(
            call, new Existing<>(theirs.id(), found.props(), found.outputs()), wanted);
    assertEquals(WRONG_PASSWORD, assertThrows(SQLException.class, () -> open(old)).getSQLState());
    open(ours.connectionString());
  }

  @Test
  void whatLivesInAProjectOrADatabaseIsToldButForTheConnectionThatCameWithIt() throws IOException {
    DatabaseProvider.Outputs ours = databases.create(call, database(project, "ours", null));
    String theirs = api.post("/v1/databases", Map.of("projectId", project, "name", "x")).id();
    assertEquals(
        List.of(
            new Child("prisma:Database", ours.id(), "ours"),
            new Child("prisma:Database", theirs, "x")),
        projects.children(call, new Existing<>(project, PROJECT, null)));
    String path = "/v1/databases/" + ours.id();
    assertNotNull(api.get(path).at("data", "defaultConnectionId"));
    Existing<DatabaseProvider.Props, DatabaseProvider.Outputs> home =
        new Existing<>(ours.id(), null, null);
    assertEquals(List.of(), databases.children(call, home));
    String reports = api.post(path + "/connections", Map.of("name", "reports")).id();
    assertEquals(
        List.of(new Child("prisma:Connection", reports, "reports")),
        databases.children(call, home));
  }

  @Test
  void aWorkspaceIsWhatTheScriptCallsItByNameOrById() throws IOException {
    WorkspaceRefProvider workspaces = new WorkspaceRefProvider();
    Api.Answer list = api.get("/v1/workspaces");
    String id = list.at("data", 0, "id");
    String name = list.at("data", 0, "name");
    for (String said : List.of(id, id.replaceFirst("wksp_", ""), name)) {
      WorkspaceRefProvider.Props props = new WorkspaceRefProvider.Props(said, null);
      assertEquals(
          props, workspaces.inspect(call, new Existing<>(id, props, null)).orElseThrow().props());
    }
    WorkspaceRefProvider.Props before = new WorkspaceRefProvider.Props("its old name", null);
    assertEquals(
        new WorkspaceRefProvider.Props(name, null),
        workspaces.inspect(call, new Existing<>(id, before, null)).orElseThrow().props());
  }

  private static void open(Secret url) throws SQLException {
    PostgresUrl parts = PostgresUrl.parse(url);
    String jdbc =
        "jdbc:postgresql://127.0.0.1:" + parts.port() + "/" + parts.database() + "?sslmode=disable";
    DriverManager.getConnection(jdbc, parts.user(), parts.password().unencrypted()).close();
  }

  @Test
  void logicalIdsAreToldFoundAndChanged() throws Exception {
    ProjectProvider.Props shop =
        new ProjectProvider.Props(null, null, null, true, null, "shop-logical");
    ProjectProvider.Outputs made = projects.create(call, shop);
    assertEquals(shop, seen(shop, made).props());
    assertEquals(
        List.of(made.id()), projects.named(call, shop).stream().map(Candidate::remoteId).toList());

    DatabaseProvider.Props main =
        new DatabaseProvider.Props(made.id(), "main", null, true, null, "main-db");
    DatabaseProvider.Outputs database = databases.create(call, main);
    assertEquals(
        List.of(database.id()),
        databases.named(call, main).stream().map(Candidate::remoteId).toList());
    DatabaseProvider.Props other =
        new DatabaseProvider.Props(made.id(), "main", null, true, null, "other-db");
    databases.update(call, new Existing<>(database.id(), main, database), other);
    assertEquals(
        "other-db",
        databases
            .inspect(call, new Existing<>(database.id(), main, database))
            .orElseThrow()
            .props()
            .logicalId());
    assertEquals(List.of(), databases.named(call, main));
  }
}
