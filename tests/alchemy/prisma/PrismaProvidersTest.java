package alchemy.prisma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.http.AnswerLostException;
import alchemy.http.CheckCall;
import alchemy.http.IncompleteAnswerException;
import alchemy.http.ProviderCall;
import alchemy.http.RecordedServer;
import alchemy.http.ServiceException;
import alchemy.provider.Account;
import alchemy.provider.Child;
import alchemy.provider.Existing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrismaProvidersTest {
  private static final String PROJECT =
      "{\"data\":{\"id\":\"proj_1\",\"name\":\"shop\",\"createdAt\":\"2026-01-01T00:00:00.000Z\","
          + "\"workspace\":{\"id\":\"wksp_1\",\"name\":\"acme\"},\"newField\":[1]}}";
  private static final ProjectProvider.Props NO_PROPS =
      new ProjectProvider.Props(null, null, null, null, null, null);

  private static final ProjectProvider.Props SHOP_1 =
      new ProjectProvider.Props(null, null, null, null, null, "shop-1");

  private final ProjectProvider projects = new ProjectProvider();
  private final DatabaseProvider databases = new DatabaseProvider();
  private final ProviderCall call = new ProviderCall();
  private RecordedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordedServer();
    call.with("PRISMA_API_BASE_URL", server.base()).with("PRISMA_SERVICE_TOKEN", "token-of-env");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String database(String status) {
    return "{\"data\":{\"id\":\"db_1\",\"name\":\"main\",\"status\":\""
        + status
        + "\",\"region\":{\"id\":\"us-east-1\",\"name\":\"x\"},\"project\":{\"id\":\"proj_1\"}}}";
  }

  private static String listed(String status) {
    return database(status).replace("{\"data\":", "{\"data\":[").replaceFirst("}$", "]}");
  }

  private static DatabaseProvider.Props database(String name, String region) {
    return new DatabaseProvider.Props("proj_1", name, region, null, null, null);
  }

  @Test
  void aProjectIsMadeWithoutADatabaseAndSavedAtOnce() {
    server.says(201, PROJECT);
    ProjectProvider.Outputs made = projects.create(call, NO_PROPS);
    assertEquals("POST /v1/projects", server.last().line());
    assertEquals(
        Map.of("createDatabase", false, "name", "app-id-stage-x1y2"), server.last().json());
    assertEquals(
        new ProjectProvider.Outputs(
            "proj_1", "shop", "wksp_1", "acme", Instant.parse("2026-01-01T00:00:00Z")),
        made);
    assertEquals(List.of("proj_1"), call.savedIds());
    assertEquals("wksp_1", call.savedOutputs().get("workspaceId"));
  }

  @Test
  void aResourcesOwnTokenGoesBeforeTheEnvironments() {
    server.says(201, PROJECT);
    projects.create(
        call,
        new ProjectProvider.Props(
            "n", "eu-west-3", "wksp_1", true, Secret.of("own-token-1"), null));
    assertEquals(List.of("Bearer own-token-1"), server.last().headers().get("Authorization"));
    assertEquals(
        Map.of(
            "createDatabase", false, "name", "n", "region", "eu-west-3", "workspaceId", "wksp_1"),
        server.last().json());
  }

  @Test
  void aLogicalIdIsSentAndLookedForInsteadOfTheName() {
    server
        .says(201, PROJECT)
        .says(
            200,
            "{\"data\":[{\"id\":\"proj_1\",\"logicalId\":\"shop-1\",\"name\":\"any\"},{\"id\":\"proj_2\","
                + "\"logicalId\":null,\"name\":\"app-id-stage-x1y2\"}],\"pagination\":{}}");
    projects.create(call, SHOP_1);
    assertEquals("shop-1", ((Map<?, ?>) server.last().json()).get("logicalId"));
    assertEquals(
        List.of("proj_1"),
        projects.find(call, SHOP_1).stream().map(each -> each.remoteId()).toList(),
        "an older service passes the filter over");
    assertEquals("GET /v1/projects?logicalId=shop-1", server.last().line());
  }

  @Test
  void whatAServiceWithoutLogicalIdsMadeIsFoundByItsName() {
    server
        .says(
            200,
            "{\"data\":[{\"id\":\"proj_1\",\"name\":\"any\"},"
                + "{\"id\":\"proj_2\",\"name\":\"app-id-stage-x1y2\"}],\"pagination\":{}}")
        .says(200, "{\"data\":{\"id\":\"proj_2\",\"name\":\"any\"}}")
        .says(
            200,
            "{\"data\":[{\"id\":\"db_1\",\"name\":\"main\",\"project\":{\"id\":\"proj_2\"}},"
                + "{\"id\":\"db_2\",\"name\":\"any\",\"project\":{\"id\":\"proj_2\"}}],"
                + "\"pagination\":{}}");
    var project = new ProjectProvider.Props(null, null, null, null, null, "shop-1");
    assertEquals("proj_2", projects.find(call, SHOP_1).get(0).remoteId());
    var database = new DatabaseProvider.Props("proj_2", "main", null, null, null, "main-db");
    assertEquals(
        List.of("db_1"),
        databases.find(call, database).stream().map(each -> each.remoteId()).toList());
  }

  @Test
  void aDatabaseWithALogicalIdIsMadeOnTheRouteThatKnowsIt() {
    server.says(201, database("ready"));
    databases.create(
        call, new DatabaseProvider.Props("proj_1", "main", null, null, null, "main-db"));
    assertEquals("POST /v1/databases", server.last().line());
    assertEquals(
        Map.of(
            "projectId",
            "proj_1",
            "isDefault",
            false,
            "name",
            "main",
            "region",
            "us-east-1",
            "logicalId",
            "main-db"),
        server.last().json());
  }

  @Test
  void aLogicalIdThatIsTakenIsAnErrorThatSaysHowToTakeItOver() {
    server.says(409, "{\"error\":{\"code\":\"conflict\",\"message\":\"exists\"}}");
    ServiceException e = assertThrows(ServiceException.class, () -> projects.create(call, SHOP_1));
    assertTrue(e.getMessage().contains("deploy --adopt"), e::getMessage);
  }

  @Test
  void aLostAnswerToACreateIsLeftToTheEngine() {
    server.hangsUp();
    assertThrows(AnswerLostException.class, () -> projects.create(call, NO_PROPS));
    assertEquals(List.of(), call.savedIds());
  }

  @Test
  void aProjectIsRenamedInPlaceAndOnlyIfItsNameDiffers() {
    Existing<ProjectProvider.Props, ProjectProvider.Outputs> existing =
        new Existing<>("proj_1", NO_PROPS, null);
    server.says(200, PROJECT).says(200, PROJECT.replace("shop", "store")).says(200, PROJECT);
    ProjectProvider.Props store = new ProjectProvider.Props("store", null, null, null, null, null);
    assertEquals("store", projects.update(call, existing, store).name());
    assertEquals("PATCH /v1/projects/proj_1", server.last().line());
    assertEquals(Map.of("name", "store"), server.last().json());
    projects.update(
        call, existing, new ProjectProvider.Props("shop", null, null, null, null, null));
    assertEquals("GET /v1/projects/proj_1", server.last().line());
  }

  @Test
  void onlyNotFoundIsGone() {
    Existing<ProjectProvider.Props, ProjectProvider.Outputs> existing =
        new Existing<>("proj_1", null, null);
    server.says(404, "{\"error\":{\"code\":\"x\",\"message\":\"y\"}}").says(403, "{}");
    assertEquals(Optional.empty(), projects.read(call, existing));
    assertEquals(
        403, assertThrows(ServiceException.class, () -> projects.read(call, existing)).status());
  }

  @Test
  void anUnauthorisedRequestNamesTheVariableToCheck() {
    server.says(401, "{\"error\":{\"code\":\"unauthorized\",\"message\":\"Invalid token\"}}");
    ServiceException e =
        assertThrows(ServiceException.class, () -> projects.create(call, NO_PROPS));
    assertEquals(
        "Prisma refused a request.\n  POST /v1/projects: 401 unauthorized\n  Invalid token\n  Is"
            + " PRISMA_SERVICE_TOKEN set for this process, is it still valid, and of the right"
            + " workspace?",
        e.getMessage());
  }

  @Test
  void allPagesAreLookedThroughForTheExactName() {
    server
        .says(
            200,
            "{\"data\":[{\"id\":\"proj_1\",\"name\":\"app-id-stage-x1y2\"},{\"id\":\"proj_2\","
                + "\"name\":\"app-id-stage\"}],\"pagination\":{\"hasMore\":true,\"nextCursor\":\"c"
                + " 1\"}}")
        .says(
            200,
            "{\"data\":[{\"id\":\"proj_3\",\"name\":\"app-id-stage-x1y2\"}],"
                + "\"pagination\":{\"hasMore\":true,\"nextCursor\":null}}");
    assertEquals(
        List.of("proj_1", "proj_3"),
        projects.find(call, NO_PROPS).stream().map(each -> each.remoteId()).toList());
    assertEquals(List.of("GET /v1/projects", "GET /v1/projects?cursor=c%201"), server.lines());
  }

  @Test
  void whatLivesInAProjectIsToldFromAllPages() {
    server
        .says(
            200,
            "{\"data\":[{\"id\":\"db_1\",\"name\":\"a\"}],"
                + "\"pagination\":{\"hasMore\":true,\"nextCursor\":\"c\"}}")
        .says(200, "{\"data\":[{\"id\":\"db_2\",\"name\":\"b\"}],\"pagination\":{}}");
    assertEquals(
        List.of(
            new Child("prisma:Database", "db_1", "a"), new Child("prisma:Database", "db_2", "b")),
        projects.children(call, new Existing<>("proj_1", null, null)));
    assertEquals("GET /v1/projects/proj_1/databases?cursor=c", server.last().line());
  }

  @Test
  void aCursorThatComesBackEndsTheList() {
    String page = "{\"data\":[],\"pagination\":{\"hasMore\":true,\"nextCursor\":\"same\"}}";
    server.says(200, page).says(200, page).says(200, page);
    projects.find(call, NO_PROPS);
    assertEquals(2, server.heard().size());
  }

  @Test
  void deletingWhatIsGoneIsDone() {
    server.says(404, "{}");
    projects.delete(call, new Existing<>("proj_1", null, null));
    assertEquals(List.of("DELETE /v1/projects/proj_1"), server.lines());
  }

  @Test
  void aProjectThatIsNotEmptyIsNotDeleted() {
    server
        .says(400, "{\"error\":{\"code\":\"dependencies\",\"message\":\"existing dependencies\"}}")
        .says(200, "{\"data\":[{\"id\":\"db_9\",\"name\":\"theirs\"}],\"pagination\":{}}");
    NotEmptyException e =
        assertThrows(
            NotEmptyException.class,
            () -> projects.delete(call, new Existing<>("proj_1", null, null)));
    assertTrue(e.getMessage().contains("theirs (db_9)"), e::getMessage);
  }

  @Test
  void aProjectThatIsEmptyingIsTriedAgain() {
    server
        .says(400, "{\"error\":{\"code\":\"x\",\"message\":\"existing dependencies\"}}")
        .says(200, "{\"data\":[],\"pagination\":{}}")
        .says(204, "");
    projects.delete(call, new Existing<>("proj_1", null, null));
    assertEquals(List.of(2000L), call.waits());
  }

  @Test
  void aDatabaseIsSavedBeforeItIsReadyAndThenWaitedFor() {
    server.says(201, database("provisioning"));
    for (int i = 0; i < 4; i++) {
      server.says(200, listed(i == 1 ? "something new" : "provisioning"));
    }
    server.says(200, listed("ready"));
    DatabaseProvider.Outputs made = databases.create(call, database(null, null));
    assertEquals("ready", made.status());
    assertEquals("us-east-1", made.region());
    assertEquals("POST /v1/projects/proj_1/databases", server.heard().get(0).line());
    assertEquals(
        Map.of("isDefault", false, "name", "app-id-stage-x1y2", "region", "us-east-1"),
        server.heard().get(0).json());
    assertEquals("GET /v1/projects/proj_1/databases", server.last().line());
    assertEquals(List.of(200L, 500L, 1000L, 2000L, 2000L), call.waits());
    assertEquals(
        List.of(
            "waiting until the database is ready: provisioning",
            "waiting until the database is ready: something new",
            "waiting until the database is ready: provisioning"),
        call.shown());
    assertEquals(List.of("db_1"), call.savedIds());
  }

  @Test
  void aDatabaseThatFailsIsAnError() {
    server.says(201, database("failure"));
    assertThrows(
        DatabaseNotReadyException.class, () -> databases.create(call, database(null, null)));
    assertEquals(List.of("db_1"), call.savedIds());
  }

  @Test
  void anInterruptedCreateOfADatabaseIsGoneOnWith() {
    server.says(200, database("recovering")).says(200, listed("ready"));
    databases.resume(call, new Existing<>("db_1", null, null), database("main", null));
    assertEquals(
        List.of("GET /v1/databases/db_1", "GET /v1/projects/proj_1/databases"), server.lines());
  }

  @Test
  void aDatabaseThatTheListLacksIsAskedForByItself() {
    server.says(201, database("provisioning")).says(200, "{\"data\":[]}").says(404, "{}");
    ServiceException gone =
        assertThrows(ServiceException.class, () -> databases.create(call, database(null, null)));
    assertEquals(404, gone.status());
    assertEquals("GET /v1/databases/db_1", server.last().line());
  }

  @Test
  void anEmptyAnswerIsNoAnswer() {
    server.says(201, "").says(200, "").says(200, "{}").says(200, "{\"data\":{}}");
    assertThrows(AnswerLostException.class, () -> projects.create(call, NO_PROPS));
    assertEquals(List.of(), call.savedIds());
    assertThrows(IncompleteAnswerException.class, () -> projects.find(call, NO_PROPS));
    Existing<ProjectProvider.Props, ProjectProvider.Outputs> existing =
        new Existing<>("proj_1", null, null);
    assertThrows(IncompleteAnswerException.class, () -> projects.read(call, existing));
    assertThrows(IncompleteAnswerException.class, () -> projects.read(call, existing));
    assertEquals(4, server.heard().size());
  }

  @Test
  void onlyARegionThatWeDoNotKnowIsAskedFor() {
    databases.verify(call, database(null, "eu-west-3"));
    databases.verify(call, database(null, null));
    assertEquals(List.of(), server.lines());
    String served = "{\"data\":[{\"id\":\"us-east-1\"},{\"id\":\"mars-north-1\"}]}";
    server.says(200, served).says(200, served);
    databases.verify(call, database(null, "mars-north-1"));
    UnknownRegionException e =
        assertThrows(
            UnknownRegionException.class,
            () -> databases.verify(call, database(null, "us-east-9")));
    assertTrue(e.getMessage().contains("us-east-1, mars-north-1"), e::getMessage);
    assertEquals("GET /v1/regions/postgres", server.last().line());
  }

  @Test
  void aMissingTokenIsAFaultAndSoIsALongName() {
    CheckCall check = new CheckCall(Path.of("."), Map.of());
    projects.check(check, NO_PROPS);
    projects.check(
        check, new ProjectProvider.Props("x".repeat(257), null, null, null, Secret.of(""), null));
    assertEquals(
        List.of(
            "null: has no credentials: PRISMA_SERVICE_TOKEN is not set",
            "name: has 257 characters"),
        check.faults());
  }

  @Test
  void aPlaceIsTheWorkspaceOfTheTokenWithoutThePrefixOfItsId() {
    server.says(200, "{\"data\":[{\"id\":\"wksp_7\",\"name\":\"acme\"}],\"pagination\":{}}");
    Account account = projects.account(call.env(), NO_PROPS).orElseThrow();
    assertFalse(account.key().contains("token-of-env"), account.key());
    assertEquals(
        new Account.Place("local 7", "workspace acme (wksp_7)"), account.place(call.http()));
  }

  @Test
  void aWorkspaceIsFoundByIdOrByItsOnlyName() {
    WorkspaceRefProvider workspaces = new WorkspaceRefProvider();
    String list =
        "{\"data\":[{\"id\":\"wksp_1\",\"name\":\"a\"},{\"id\":\"wksp_2\",\"name\":\"b\"},"
            + "{\"id\":\"wksp_3\",\"name\":\"b\"}],\"pagination\":{}}";
    server.says(200, list).says(200, list).says(200, list).says(200, list);
    assertEquals("wksp_1", workspaces.create(call, workspace("a")).id());
    assertEquals("wksp_2", workspaces.create(call, workspace("2")).id());
    assertThrows(WorkspaceException.class, () -> workspaces.create(call, workspace("b")));
    WorkspaceException e =
        assertThrows(WorkspaceException.class, () -> workspaces.create(call, workspace("c")));
    assertTrue(e.getMessage().contains("a (wksp_1), b (wksp_2), b (wksp_3)"), e::getMessage);
    assertTrue(workspaces.isReference());
  }

  private static WorkspaceRefProvider.Props workspace(String identifier) {
    return new WorkspaceRefProvider.Props(identifier, null);
  }
}
