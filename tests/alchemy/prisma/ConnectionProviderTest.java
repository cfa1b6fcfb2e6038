package alchemy.prisma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.http.CheckCall;
import alchemy.http.ProviderCall;
import alchemy.http.RecordedServer;
import alchemy.prisma.ConnectionProvider.Outputs;
import alchemy.provider.Existing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionProviderTest {
  private static final String DIRECT =
      "postgres://us%40er:p%2Fw%2Bx@db.prisma.io:5432/?sslmode=require";
  private static final String PUBLIC_PART =
      "\"id\":\"con_1\",\"name\":\"app-connection\",\"createdAt\":\"2026-01-01T00:00:00.000Z\","
          + "\"kind\":\"postgres\",\"database\":{\"id\":\"db_1\",\"name\":\"shown\"}";
  private static final String WITHOUT_SECRETS =
      "{\"data\":{"
          + PUBLIC_PART
          + ",\"endpoints\":{\"direct\":{\"host\":\"db.prisma.io\",\"port\":5432}}}}";
  private static final String WITH_SECRETS =
      "{\"data\":{"
          + PUBLIC_PART
          + ",\"endpoints\":{\"direct\":{\"host\":\"db.prisma.io\",\"port\":5432,"
          + "\"connectionString\":\""
          + DIRECT
          + "\"},\"pooled\":{\"connectionString\":\"postgres://u:p@pooled.db.prisma.io:5432/x\"},"
          + "\"accelerate\":{\"connectionString\":\"prisma+postgres://a/?api_key=k\"}},"
          + "\"connectionString\":\"prisma+postgres://old/?api_key=o\","
          + "\"host\":\"db.prisma.io:5432\",\"user\":\"u\",\"pass\":\"p\"}}";
  private static final ConnectionProvider.Props PROPS =
      new ConnectionProvider.Props("db_1", "app-connection", null, null);

  private final ConnectionProvider connections = new ConnectionProvider();
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

  @Test
  void allPartsComeFromTheDirectConnectionString() {
    server.says(200, WITH_SECRETS);
    Outputs made = connections.create(call, PROPS);
    assertEquals("POST /v1/databases/db_1/connections", server.last().line());
    assertEquals(Map.of("name", "app-connection"), server.last().json());
    assertEquals(DIRECT, made.connectionString().unencrypted());
    assertEquals("prisma+postgres://a/?api_key=k", made.prismaConnectionString().unencrypted());
    assertTrue(made.pooledConnectionString().unencrypted().contains("pooled."));
    assertEquals("db.prisma.io", made.host());
    assertEquals(5432, made.port());
    assertEquals("us@er", made.user());
    assertEquals("p/w+x", made.password().unencrypted());
    assertEquals("db_1", made.database());
    assertEquals("postgres", made.databaseName());
  }

  @Test
  void aDatabaseOfAnotherProjectIsRefusedBeforeAnythingIsMade() {
    server.says(200, "{\"data\":{\"id\":\"db_1\",\"project\":{\"id\":\"proj_1\"}}}");
    var wanted = new ConnectionProvider.Props("db_1", "app-connection", "proj_2", null);

    assertThrows(OtherProjectException.class, () -> connections.create(call, wanted));

    assertEquals("GET /v1/databases/db_1", server.last().line());
  }

  @Test
  void theSecretsAreSavedAtOnceAndAreSecrets() {
    server.says(200, WITH_SECRETS);
    connections.create(call, PROPS);
    assertEquals(List.of("con_1"), call.savedIds());
    assertEquals(Secret.of(DIRECT), call.savedOutputs().get("connectionString"));
    assertEquals(Secret.of("p/w+x"), call.savedOutputs().get("password"));
  }

  @Test
  void theDeprecatedFieldStandsInForAMissingEndpoint() {
    server.says(
        200,
        WITH_SECRETS.replace(
            ",\"accelerate\":{\"connectionString\":\"prisma+postgres://a/?api_key=k\"}", ""));
    assertEquals(
        "prisma+postgres://old/?api_key=o",
        connections.create(call, PROPS).prismaConnectionString().unencrypted());
  }

  @Test
  void readingKeepsTheSecretsThatTheServiceDoesNotTellAgain() {
    server.says(200, WITH_SECRETS).says(200, WITHOUT_SECRETS);
    Outputs made = connections.create(call, PROPS);
    assertEquals(made, connections.read(call, new Existing<>("con_1", PROPS, made)).orElseThrow());
  }

  @Test
  void readingWithoutAnythingRecordedKnowsNoSecret() {
    server.says(200, WITHOUT_SECRETS);
    Outputs seen = connections.read(call, new Existing<>("con_1", PROPS, null)).orElseThrow();
    assertNull(seen.connectionString());
    assertEquals("db_1", seen.database());
  }

  @Test
  void anInterruptedCreateWhoseSecretsWereSavedOnlyReads() {
    server.says(200, WITH_SECRETS).says(200, WITHOUT_SECRETS);
    Outputs made = connections.create(call, PROPS);
    assertEquals(made, connections.resume(call, new Existing<>("con_1", null, made), PROPS));
    assertEquals("GET /v1/connections/con_1", server.last().line());
  }

  @Test
  void lostSecretsAreMadeAnewUntilAnAnswerComes() {
    server.hangsUp().says(200, WITH_SECRETS);
    Outputs made = connections.resume(call, new Existing<>("con_1", null, null), PROPS);
    assertEquals(DIRECT, made.connectionString().unencrypted());
    assertEquals("POST /v1/connections/con_1/rotate", server.last().line());
    assertEquals("", server.last().text());
    assertEquals(2, server.heard().size());
    assertEquals(List.of("con_1"), call.savedIds());
  }

  @Test
  void findLooksOnlyInTheDatabaseAndFindsNothingInOneThatIsGone() {
    server
        .says(200, "{\"data\":{\"id\":\"db_1\"}}")
        .says(200, "{\"data\":[{\"id\":\"con_1\",\"name\":\"app-connection\"}],\"pagination\":{}}")
        .says(404, "{}");
    assertEquals("con_1", connections.find(call, PROPS).get(0).remoteId());
    assertEquals("GET /v1/databases/db_1/connections", server.last().line());
    assertEquals(List.of(), connections.find(call, PROPS));
  }

  @Test
  void aGeneratedNameIsCutToWhatTheServiceTakes() {
    call.named("a-very-long-application-name-" + "x".repeat(60));
    server.says(200, WITH_SECRETS);
    connections.create(call, new ConnectionProvider.Props("db_1", null, null, null));
    String sent = (String) ((Map<?, ?>) server.last().json()).get("name");
    assertEquals(65, sent.length());
  }

  @Test
  void namesThatTheServiceWouldRefuseAreFaults() {
    CheckCall check = new CheckCall(Path.of("."), Map.of("PRISMA_SERVICE_TOKEN", "x"));
    connections.check(check, new ConnectionProvider.Props(null, "ab", null, null));
    connections.check(check, new ConnectionProvider.Props(null, "abc", null, null));
    assertEquals(List.of("name: has 2 characters"), check.faults());
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://u:p@h/db, h, 5432, u, p, db",
    "postgresql://u:p@h:1/, h, 1, u, p, postgres",
    "POSTGRES://u%3A:p%25@[::1]:1?x=y, [::1], 1, u:, p%, postgres"
  })
  void urlsAreReadInTheirParts(
      String url, String host, int port, String user, String password, String database) {
    assertEquals(
        new PostgresUrl(host, port, user, Secret.of(password), database),
        PostgresUrl.parse(Secret.of(url)));
  }

  @Test
  void whatIsNoPostgresUrlHasNoParts() {
    assertEquals(PostgresUrl.NOTHING, PostgresUrl.parse(Secret.of("mysql://u:p@h/db")));
  }
}
