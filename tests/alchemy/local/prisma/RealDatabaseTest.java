package alchemy.local.prisma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import alchemy.local.Api;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases and connections are what they say: a PostgreSQL client sees them come and go. */
class RealDatabaseTest {
  private static final String WRONG_PASSWORD = "28P01";
  private static final String NO_PERMISSION = "42501";

  @TempDir static Path folder;
  private static TestCloud cloud;
  private Api api;
  private String project;
  private String database;

  @BeforeAll
  static void start() {
    cloud = new TestCloud(folder);
  }

  @BeforeEach
  void makeDatabase() throws IOException {
    api = cloud.prisma();
    project = api.post("/v1/projects", Map.of("name", "p", "createDatabase", false)).id();
    database = api.post("/v1/databases", Map.of("projectId", project)).id();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  private Api.Answer connection(String name) throws IOException {
    return api.post("/v1/databases/" + database + "/connections", Map.of("name", name));
  }

  private static String url(Api.Answer connection) {
    return connection.at("data", "endpoints", "direct", "connectionString");
  }

  private static Connection open(String url) throws SQLException {
    var uri = URI.create(url);
    var user = uri.getUserInfo().split(":");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + uri.getPort() + uri.getPath() + "?" + uri.getQuery(),
        user[0],
        user[1]);
  }

  private static void run(String url, String... statements) throws SQLException {
    try (var session = open(url);
        var statement = session.createStatement()) {
      for (var each : statements) {
        statement.execute(each);
      }
    }
  }

  private static int count(String url, String table) throws SQLException {
    try (var session = open(url);
        var rows = session.createStatement().executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void tablesOfOneConnectionServeAnotherAndStayWhenItIsDeleted() throws Exception {
    var first = connection("first");
    var second = url(connection("second"));
    run(
        url(first),
        "CREATE TABLE orders (id serial PRIMARY KEY)",
        "INSERT INTO orders DEFAULT VALUES",
        "CREATE DATABASE \"another, of 100 %\"",
        // Now as the login itself, whose tables would go or be unusable with it.
        "SET ROLE NONE",
        "CREATE SCHEMA own",
        "CREATE TABLE own.notes AS SELECT 1 AS id");
    run(second, "INSERT INTO orders DEFAULT VALUES", "ALTER TABLE orders ADD note text");
    assertEquals(204, api.delete("/v1/connections/" + first.id()).status());
    assertEquals(404, api.delete("/v1/connections/" + first.id()).status());
    assertEquals(2, count(second, "orders"));
    assertEquals(1, count(second, "own.notes"));
  }

  @Test
  void aDeletedConnectionStopsAtOnceItsOpenSessionToo() throws Exception {
    var made = connection("app");
    try (var session = open(url(made));
        var statement = session.createStatement()) {
      statement.execute("SELECT 1");
      assertEquals(204, api.delete("/v1/connections/" + made.id()).status());
      assertThrows(SQLException.class, () -> statement.execute("SELECT 1"));
    }
    var refused = assertThrows(SQLException.class, () -> open(url(made)));
    assertEquals(WRONG_PASSWORD, refused.getSQLState());
  }

  @Test
  void aRotatedConnectionKnowsOnlyItsNewPassword() throws Exception {
    var made = connection("app");
    var rotated = api.post("/v1/connections/" + made.id() + "/rotate", Map.of());
    run(url(rotated), "SELECT 1");
    var refused = assertThrows(SQLException.class, () -> open(url(made)));
    assertEquals(WRONG_PASSWORD, refused.getSQLState());
  }

  @Test
  void aConnectionReachesItsOwnDatabaseOnly() throws Exception {
    var other = api.post("/v1/databases", Map.of("projectId", project)).id();
    var mine = url(connection("app"));
    var refused =
        assertThrows(SQLException.class, () -> open(mine.replace("/" + database, "/" + other)));
    assertEquals(NO_PERMISSION, refused.getSQLState());
  }

  @Test
  void aDatabaseIsDeletedUnderItsSessionsAndWithTheDatabasesMadeFromIt() throws Exception {
    var url = url(connection("app"));
    run(url, "CREATE DATABASE \"shadow of %ä\"");
    try (var session = open(url)) {
      assertEquals(204, api.delete("/v1/databases/" + database).status());
      assertThrows(SQLException.class, () -> session.createStatement().execute("SELECT 1"));
    }
    assertThrows(SQLException.class, () -> open(url));
  }

  @Test
  void theConnectionIsEncryptedAsItsStringAsksAndCanBePlain() throws Exception {
    var url = url(connection("app"));
    var query = "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    assertEquals("true", text(url, query));
    assertEquals("false", text(url.replace("sslmode=require", "sslmode=disable"), query));
    var certificate = folder.resolve("postgres/server.crt");
    var verified = url.replace("sslmode=require", "sslmode=verify-full&sslrootcert=" + certificate);
    assertEquals("true", text(verified, query));
    var key = Files.getPosixFilePermissions(folder.resolve("postgres/server.key"));
    assertEquals("rw-------", PosixFilePermissions.toString(key));

    var before = Files.readString(certificate);
    cloud.close();
    cloud = new TestCloud(folder);
    assertEquals(before, Files.readString(certificate));
    assertEquals("true", text(verified, query));
  }

  private static String text(String url, String query) throws SQLException {
    try (var session = open(url);
        var statement = session.createStatement()) {
      // As the login itself: of the owner, as whom it acts, this is no session.
      statement.execute("SET ROLE NONE");
      try (var rows = statement.executeQuery(query)) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  @Test
  void dataAndAddressesAreThereAgainAfterARestart() throws Exception {
    var url = url(connection("app"));
    run(url, "CREATE TABLE kept AS SELECT 'Ä' AS letter WHERE lower('Ä') = 'ä'");
    cloud.close();
    cloud = new TestCloud(folder);
    assertEquals(1, count(url, "kept"));
    assertEquals(200, cloud.prisma().get("/v1/databases/" + database).status());
  }
}
