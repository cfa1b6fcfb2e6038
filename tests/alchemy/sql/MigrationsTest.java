package alchemy.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.Body;
import alchemy.EnvFile;
import alchemy.Migrations;
import alchemy.OneStage;
import alchemy.Secret;
import alchemy.engine.Plan;
import alchemy.engine.Step;
import alchemy.errors.Scene;
import alchemy.errors.Situations;
import alchemy.postgres.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

/** Files of SQL are run in a real database, each once, whatever happens in between. */
class MigrationsTest extends MigrationsCase {
  @Override
  Body body() {
    return app -> Migrations.of("schema", connection(), "migrations");
  }

  @Test
  void eachFileIsRunOnceInTheOrderOfItsNumber() throws Exception {
    write("10_more.sql", "INSERT INTO users VALUES (2, 'Grace');");
    write("2_ada.sql", "INSERT INTO users VALUES (1, 'Ada');");
    write("1_users.sql", USERS);
    write("README.md", "no migration");

    Plan plan = stage.plan(body());
    stage.deploy(body());

    assertEquals(
        List.of("files.10_more.sql", "files.1_users.sql", "files.2_ada.sql"),
        plan.step("schema").changes().stream()
            .map(each -> each.path())
            .filter(each -> each.startsWith("files."))
            .toList());
    assertEquals(
        List.of("schema: 1_users.sql", "schema: 2_ada.sql", "schema: 10_more.sql"), stage.notes());
    assertEquals(List.of("Ada", "Grace"), query("SELECT name FROM users ORDER BY id"));
    assertFalse(stage.plan(body()).acts());

    write("11_alan/migration.sql", "INSERT INTO users VALUES (3, 'Alan');");
    Step next = stage.plan(body()).step("schema");
    assertInstanceOf(Step.Update.class, next);
    assertEquals(1, next.changes().size(), next.changes()::toString);
    stage.deploy(body());
    assertEquals(List.of("3"), query("SELECT count(*) FROM users"));
    assertEquals(
        List.of("1_users.sql", "2_ada.sql", "10_more.sql", "11_alan/migration.sql"),
        query("SELECT name FROM _alchemy_migrations ORDER BY applied_at"));
  }

  @Test
  void aFailedFileIsToldWithItsLineNothingOfItStaysAndWhatDependsOnItWaits() throws Exception {
    write("1_users.sql", USERS);
    write(
        "2_posts.sql",
        "CREATE TABLE posts (id int);\n-- the é\nINSERT INTO posts\n  VALUES ('x', nothing);");
    Body body =
        app -> {
          var schema = Migrations.of("schema", connection(), "migrations");
          EnvFile.of(".env", e -> e.set("DATABASE_URL", schema::connectionString));
        };

    String told = refused(body);

    assertTrue(told.contains("migrations/2_posts.sql:4: column \"nothing\" does not exist"), told);
    assertFalse(told.contains(Database.url(url).properties().getProperty("password")), told);
    assertFalse(Files.exists(root.resolve(".env")));
    assertEquals(
        List.of("users"),
        query("SELECT tablename FROM pg_tables WHERE tablename IN ('users','posts')"));

    write(
        "2_posts.sql",
        "CREATE TABLE posts (id int UNIQUE);\n"
            + "INSERT INTO posts VALUES (1);\n\n"
            + "INSERT INTO posts VALUES (1);");
    told = refused(body);
    assertTrue(
        told.contains("2_posts.sql:4: duplicate key value violates unique constraint"), told);
    assertTrue(told.contains("Key (id)=(1) already exists."), told);

    write("2_posts.sql", "CREATE TABLE posts (id int UNIQUE);");
    stage.deploy(body);
    assertEquals(
        "DATABASE_URL=" + url.unencrypted() + "\n", Files.readString(root.resolve(".env")));
  }

  @Test
  void anAppliedFileThatIsChangedOrGoneIsAFaultBeforeAnythingIsAsked() throws Exception {
    write("1_users.sql", USERS);
    write("2_ada.sql", "INSERT INTO users VALUES (1, 'Ada');");
    stage.deploy(body());
    write("2_ada.sql", "INSERT INTO users VALUES (1, 'Ada');\r\n".replace("\r\n", ""));
    assertFalse(stage.plan(body()).acts());
    write("1_users.sql", USERS.replace("\n", "\r\n"));
    assertFalse(stage.plan(body()).acts());

    write("1_users.sql", USERS + "-- more");
    Files.delete(root.resolve("migrations/2_ada.sql"));
    Secret there = url;
    url = Secret.of("postgres://nobody:nothing-1@127.0.0.1:1/none"); // nobody answers here
    String told = refused(body());

    assertTrue(told.contains("files.1_users.sql was changed after it was applied"), told);
    assertTrue(told.contains("files.2_ada.sql was applied, and is not there any more"), told);
    assertTrue(told.contains("delete the folders .alchemy/local and .alchemy/*/local"), told);

    url = there;
    stage.with("X", "y");
    Files.createDirectories(root.resolve("other"));
    String other =
        assertThrows(AlchemyException.class, () -> new OneStage(root, "other").deploy(body()))
            .getMessage();
    assertTrue(other.contains("A migration was changed after it was applied."), other);
    assertTrue(other.contains("migrations/1_users.sql"), other);
  }

  @Test
  void whatTheDatabaseHasIsNotRunAgainThoughNoStateKnowsIt() throws Exception {
    write("1_users.sql", USERS);
    stage.deploy(body());

    OneStage other = new OneStage(root, "other");
    other.deploy(body());

    assertEquals(List.of(), other.notes());
    assertFalse(other.plan(body()).acts());
    stage.destroy();
    assertEquals(
        List.of("users"), query("SELECT tablename FROM pg_tables WHERE tablename = 'users'"));
    assertEquals(0, stage.state().rows().size());
  }

  @Test
  void aFileWithoutATransactionMayDoWhatNoneAllows() throws Exception {
    write("1_users.sql", USERS);
    write(
        "2_index.sql",
        "-- no transaction\nCREATE INDEX CONCURRENTLY a ON users (name);\n"
            + "CREATE INDEX CONCURRENTLY b ON users (id);\nSELECT 1/0;");
    String told = refused(body());
    assertTrue(told.contains("2_index.sql:4: division by zero"), told);
    assertTrue(told.contains("what stands before this line was applied"), told);

    write(
        "2_index.sql",
        "-- no transaction\nCREATE INDEX CONCURRENTLY c ON users (name);\nVACUUM users;");
    stage.deploy(body());
    assertEquals(
        List.of("a", "b", "c"),
        query("SELECT indexname FROM pg_indexes WHERE indexname IN ('a','b','c') ORDER BY 1"));
  }

  @Test
  void whatOneFileSetsHoldsForItAlone() throws Exception {
    write("1_path.sql", "CREATE SCHEMA s; SET search_path TO s; CREATE TABLE t (a int);");
    write("2_table.sql", USERS);
    write(
        "3_body.sql",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;\n"
            + "CREATE TABLE j AS SELECT '{\"a\": 1}'::jsonb ? 'a' AS \"{d}\";");
    stage.deploy(body());
    assertEquals(
        List.of("public.users", "s.t"),
        query(
            "SELECT schemaname || '.' || tablename FROM pg_tables WHERE tablename IN ('t', 'users')"
                + " ORDER BY 1"));
    assertEquals(List.of("t"), query("SELECT \"{d}\" FROM j"));
  }

  @Test
  void ofTwoRunsAtOnceOneWaitsAndEachFileIsAppliedOnce() throws Exception {
    write("1_users.sql", USERS);
    write("2_ada.sql", "INSERT INTO users VALUES (1, 'Ada');");
    OneStage other = new OneStage(root, "other");
    Body own = body();
    CompletableFuture<Plan> first;
    CompletableFuture<Plan> second;
    DatabaseUrl place = Database.url(url);
    try (Connection session = new Driver().connect(place.jdbc(), place.properties());
        Statement statement = session.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + Database.LOCK + ")");
      first = CompletableFuture.supplyAsync(() -> stage.deploy(own));
      second = CompletableFuture.supplyAsync(() -> other.deploy(own));
      stage.awaitNote("schema: waits for another run that migrates this database");
      other.awaitNote("schema: waits for another run that migrates this database");
    }
    first.join();
    second.join();
    assertEquals(List.of("1"), query("SELECT count(*) FROM users"));
  }

  @Test
  void whatWasTakenOutOfTheDatabaseIsDriftAndARefreshRunsItAgain() throws Exception {
    write("1_users.sql", USERS);
    stage.deploy(body());
    assertEquals(List.of(), stage.drift());
    query("DROP TABLE users");
    query("DELETE FROM _alchemy_migrations");
    assertEquals(1, stage.drift().size());
    assertTrue(stage.drift().get(0).startsWith("schema: files.1_users.sql: "));
    stage.refresh(body());
    assertEquals(List.of("0"), query("SELECT count(*) FROM users"));
    assertEquals(List.of(), stage.drift());
  }

  @Test
  void anotherDatabaseGetsAllAndOneThatIsGoneIsDrift() throws Exception {
    write("1_users.sql", USERS);
    stage.deploy(body());
    url = database();
    stage.deploy(body());
    assertEquals(List.of("0"), query("SELECT count(*) FROM users"));

    url = Secret.of(url.unencrypted().replaceFirst("//[^:]*:", "//nobody:"));
    String told = refused(body());
    assertTrue(told.contains("The database cannot be reached."), told);
    assertFalse(told.contains(Database.url(url).properties().getProperty("password")), told);
  }

  @Test
  void whatCannotBeAMigrationIsAFaultWithoutARequest() throws IOException {
    url = Secret.of("prisma+postgres://accelerate.example/?api_key=abcdefgh");
    assertTrue(refused(body()).contains("Migrations cannot use this connection."));
    Files.delete(root.resolve("migrations"));
    assertTrue(refused(body()).contains("\"migrations\" is not there"));
  }

  @Test
  void itsErrorsSayWhatToDo() throws IOException {
    Situations situations = new Situations("sql", root);
    String password = Database.url(url).properties().getProperty("password");
    String place = Database.url(url).place().replaceFirst("^[^/]*/", "");
    Scene failed = situations.about("a statement that the database refuses").script(body());
    failed.write(
        "migrations/1_users.sql", "CREATE TABLE users (\n  id integer,\n  name textt\n);\n");
    failed.fails(1, "deploy", "--quiet");
    Scene applied = situations.about("an applied file that was changed, as the state knows");
    applied.script(body()).write("migrations/1_users.sql", USERS);
    applied.after(0, "deploy", "--quiet").write("migrations/1_users.sql", USERS + "-- more\n");
    applied.fails(1, "deploy", "--quiet");
    Scene elsewhere = situations.about("an applied file that was changed, as the database knows");
    elsewhere.script(body()).shown(place, "DATABASE").write("migrations/1_users.sql", "SELECT 1;");
    elsewhere.fails(1, "deploy", "--quiet");
    Scene late = situations.about("a statement that fails outside of a transaction");
    late.script(body()).write("migrations/1_users.sql", USERS);
    late.write("migrations/2.sql", "-- no transaction\nSELECT 1;\nSELECT 1 / 0;\n");
    late.fails(1, "deploy", "--quiet");
    Scene own = situations.about("a file with a transaction of its own").script(body());
    own.write("migrations/1_users.sql", USERS);
    own.write("migrations/2.sql", "BEGIN;\nSELECT 1;\nCOMMIT;\n");
    own.fails(1, "deploy", "--quiet");
    Scene end = situations.about("a file that fails at its end").script(body());
    end.write("migrations/2.sql", "DROP TABLE _alchemy_migrations;\n");
    end.fails(1, "deploy", "--quiet");
    url = Secret.of("postgres://nobody:" + password + "@127.0.0.1:1/none");
    Scene nobody = situations.about("a database that does not answer").script(body());
    nobody.write("migrations/1_users.sql", USERS);
    nobody.fails(1, "deploy", "--quiet");
    url = Secret.of("prisma+postgres://accelerate.example/?api_key=abcdefgh");
    Scene pool = situations.about("a connection that does not lead to PostgreSQL").script(body());
    pool.write("migrations/1_users.sql", USERS);
    pool.fails(1, "deploy", "--quiet");
    Path latin = Files.createDirectories(root.resolve("latin"));
    Files.write(latin.resolve("1.sql"), new byte[] {'-', '-', (byte) 0xe9});
    situations.about("a file that is not in UTF-8").throwsAt(() -> MigrationFiles.checksums(latin));
    situations.match();
  }
}
