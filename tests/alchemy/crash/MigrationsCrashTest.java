package alchemy.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.Migrations;
import alchemy.OneStage;
import alchemy.Secret;
import alchemy.clients.SomeDatabase;
import alchemy.crash.Doom.Blow;
import alchemy.engine.Session;
import alchemy.local.TestCloud;
import alchemy.sql.Urls;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that migrates may end anywhere; the next one applies what is left, and nothing twice. */
class MigrationsCrashTest {
  @TempDir static Path folder;
  private static TestCloud cloud;

  @BeforeAll
  static void aCloud() {
    cloud = new TestCloud(folder.resolve("cloud"));
  }

  @AfterAll
  static void noCloud() {
    cloud.close();
  }

  private static Path script(String name, String second) throws IOException {
    Path root = folder.resolve(name);
    Path migrations = Files.createDirectories(root.resolve("migrations"));
    Files.writeString(migrations.resolve("1_users.sql"), "CREATE TABLE users (id serial);");
    Files.writeString(
        migrations.resolve("2_ada.sql"), "INSERT INTO users DEFAULT VALUES;" + second);
    Files.writeString(migrations.resolve("3_more.sql"), "INSERT INTO users DEFAULT VALUES;");
    return root;
  }

  private static Body migrating(String url) {
    return app -> Migrations.of("schema", Urls.of(() -> Secret.of(url)), "migrations");
  }

  private static String users(String url) throws SQLException {
    URI place = URI.create(url);
    String[] who = place.getUserInfo().split(":", 2);
    String jdbc = "jdbc:postgresql://127.0.0.1:" + place.getPort() + place.getPath();
    try (Connection session = DriverManager.getConnection(jdbc, who[0], who[1]);
        Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT (SELECT count(*) FROM users) || ' users, ' || count(*) || ' files'"
                    + " FROM _alchemy_migrations")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void aRunMayEndBeforeEachWriteOfItsState() throws Exception {
    endingAtEachWrite(Blow.BEFORE);
  }

  @Test
  @Tag("full")
  void aRunMayEndAfterEachWriteOfItsState() throws Exception {
    endingAtEachWrite(Blow.AFTER);
  }

  private static void endingAtEachWrite(Blow moment) throws Exception {
    int rounds = 0;
    for (boolean struck = true; struck; rounds++) {
      String url = SomeDatabase.in(cloud);
      Body body = migrating(url);
      Runs runs = new Runs(script(moment + "-" + rounds, ""), Session.LOCAL_STAGE, Map.of());
      Doom doom = Doom.at(rounds + 1, moment);
      runs.run(body, doom, 4);

      runs.run(body, Doom.none(), 4);

      assertEquals("2 users, 3 files", users(url), () -> "ended at " + doom.effects());
      assertFalse(runs.run(body, Doom.none(), 4).plan().acts());
      struck = doom.hasStruck();
    }
    // The intent, each of three files, and the end.
    assertTrue(rounds > 5, "rounds: " + rounds);
  }

  /** A run in a process of its own, which tells which file it has come to. */
  public static void main(String... args) {
    OneStage stage = new OneStage(Path.of(args[0]));
    stage.telling(System.out::println).deploy(migrating(args[1]));
  }

  @Test
  @Tag("full")
  void aRunThatIsKilledInTheMiddleOfAFileLeavesNothingOfIt() throws Exception {
    String url = SomeDatabase.in(cloud);
    Path root = script("killed", "SELECT pg_sleep(2); INSERT INTO users DEFAULT VALUES;");
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MigrationsCrashTest.class.getName(),
                root.toString(),
                url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader told = run.inputReader()) {
      assertEquals("schema: 1_users.sql", told.readLine());
      assertEquals("schema: 2_ada.sql", told.readLine());
      run.destroyForcibly().waitFor();
    }
    assertEquals("0 users, 1 files", users(url));

    OneStage stage = new OneStage(root);
    stage.deploy(migrating(url));

    assertEquals("3 users, 3 files", users(url));
    assertFalse(stage.plan(migrating(url)).acts());
  }
}
