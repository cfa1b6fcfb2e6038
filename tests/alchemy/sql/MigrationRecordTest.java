package alchemy.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.Migrations;
import alchemy.Secret;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the database knows of its migrations is right, whatever a file does. */
class MigrationRecordTest extends MigrationsCase {
  @Override
  Body body() {
    return app -> Migrations.of("schema", connection(), "migrations");
  }

  @Test
  void aMigrationThatMovesTheSearchPathForGoodLeavesTheRecordWhereItIs() throws Exception {
    write("1_users.sql", USERS);
    write(
        "2_path.sql",
        "CREATE SCHEMA IF NOT EXISTS app;\nDO $$ BEGIN EXECUTE format("
            + "'ALTER DATABASE %I SET search_path TO app, public', current_database()); END $$;");
    stage.deploy(body());
    write("3_ada.sql", "INSERT INTO users VALUES (1, 'Ada');");

    stage.deploy(body());

    assertEquals(List.of("app"), query("SELECT current_schema()"));
    assertEquals(
        List.of("public"),
        query("SELECT schemaname FROM pg_tables WHERE tablename = '_alchemy_migrations'"));
    assertEquals(List.of(), stage.drift());

    url = Secret.of(url.unencrypted() + "&schema=app");
    stage.deploy(body()); // a schema of its own gets all
    assertEquals(
        List.of("app", "public"),
        query("SELECT schemaname FROM pg_tables WHERE tablename = 'users' ORDER BY 1"));
  }

  @Test
  void whatBeginsOrEndsATransactionIsRefusedBeforeAnythingIsRun() throws Exception {
    write("1_users.sql", USERS);
    List<String> all =
        List.of(
            "begin work",
            "Start Transaction",
            "COMMIT",
            "END",
            "ROLLBACK",
            "rollback /* all */ work",
            "ABORT",
            "PREPARE TRANSACTION 'a'");
    for (String each : all) {
      write("2_own.sql", "SELECT 1;\n-- here\n" + each + ";\nSELECT 2;");
      String told = refused(body());
      assertTrue(told.contains("A migration has a transaction of its own."), told);
      assertTrue(told.contains("migrations/2_own.sql:3: "), told);
    }
    assertEquals(List.of(), query("SELECT 1 FROM pg_tables WHERE tablename = 'users'"));

    write("2_own.sql", "-- no transaction\nBEGIN; INSERT INTO users VALUES (1, 'Ada');");
    write(
        "3_points.sql",
        "SAVEPOINT a; INSERT INTO users VALUES (2, 'Grace'); ROLLBACK TRANSACTION TO SAVEPOINT a;"
            + "\nROLLBACK TO a; DO $$ BEGIN PERFORM 1; END $$; PREPARE begin AS SELECT 1;");
    stage.deploy(body());
    assertEquals(List.of("Ada"), query("SELECT name FROM users"));
    assertEquals(List.of("3"), query("SELECT count(*) FROM _alchemy_migrations"));
  }

  @Test
  void whatFailsOnlyAtTheEndOfAFileIsToldAsTheFilesFailure() throws Exception {
    write(
        "1_late.sql",
        "CREATE TABLE a (id int PRIMARY KEY, next int REFERENCES a INITIALLY DEFERRED);\n"
            + "INSERT INTO a VALUES (1, 2);");
    String told = refused(body());
    assertTrue(told.contains("A migration failed."), told);
    assertTrue(told.contains("migrations/1_late.sql: insert or update on table \"a\""), told);
    assertTrue(told.contains("Nothing of this file was applied."), told);

    write("1_late.sql", "-- no transaction\nDROP TABLE _alchemy_migrations;");
    told = refused(body());
    assertTrue(told.contains("migrations/1_late.sql: relation "), told);
    assertTrue(told.contains("so that all of it was applied."), told);
  }

  @Test
  void twoFoldersMayHaveFilesOfOneNameAndOneThatIsRenamedIsNotRunAgain() throws Exception {
    Files.createDirectories(root.resolve("more"));
    write("1.sql", USERS);
    write("../more/1.sql", "CREATE TABLE posts (id int);");
    stage.deploy(
        app -> {
          Migrations.of("schema", connection(), "./migrations");
          Migrations.of("more", connection(), "more");
        });
    assertEquals(
        List.of("migrations/1.sql", "more/1.sql"),
        query("SELECT folder || '/' || name FROM _alchemy_migrations ORDER BY 1"));

    Files.move(root.resolve("migrations"), root.resolve("sql"));
    Body renamed =
        app -> {
          Migrations.of("schema", connection(), "sql");
          Migrations.of("more", connection(), "more");
        };
    Secret there = url;
    url = Secret.of("postgres://nobody:nothing-1@127.0.0.1:1/none");
    refused(renamed); // so that the state does not know what was set
    url = there;
    stage.deploy(renamed);
    assertEquals(
        List.of("more/1.sql", "sql/1.sql"),
        query("SELECT folder || '/' || name FROM _alchemy_migrations ORDER BY 1"));
    assertEquals(List.of(), stage.drift());
  }

  @Test
  void aSessionThatIsOfNoUseIsEnded() throws Exception {
    write("1_users.sql", USERS);
    query(
        "CREATE SCHEMA s; CREATE FUNCTION s.quote_ident(name) RETURNS text LANGUAGE plpgsql"
            + " AS $$ BEGIN RAISE 'not here'; END $$");
    Secret there = url;
    url = Secret.of(url.unencrypted() + "&options=-c%20search_path%3Ds,pg_catalog");
    String told = refused(body());
    assertTrue(told.contains("not here"), told);
    url = there;
    // The server waits by itself: a garbage collection here would end the session, too.
    query(
        "DO $$ BEGIN FOR i IN 1..100 LOOP PERFORM pg_stat_clear_snapshot();"
            + " IF NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'alchemy' AND pid <> pg_backend_pid()) THEN RETURN; END IF;"
            + " PERFORM pg_sleep(0.05); END LOOP; RAISE 'a session is left'; END $$");
  }
}
