package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A project from the template works at once. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("processes")
class CreateTest {
  private static final List<String> CREATE =
      List.of("create", "--template", "hyperdrive-worker", "my-app");

  @TempDir Path folder;

  @Test
  void whatCreateMakesServesItsDatabaseAndIsNeverOverwritten() throws Exception {
    Shell shell = new Shell(folder);
    shell.run(CREATE.toArray(String[]::new)).expect(0);
    Path app = folder.resolve("my-app");
    Files.writeString(app.resolve("README.md"), "mine\n");

    Ran dev = new Shell(app).run("dev", "--fetch", "/").expect(0);
    Ran again = shell.run(CREATE.toArray(String[]::new)).expect(1);

    assertEquals(true, ((Map<?, ?>) Json.read(dev.out())).get("success"));
    assertTrue(again.err().contains("my-app"), again::toString);
    assertEquals("mine\n", Files.readString(app.resolve("README.md")));
  }

  @Test
  void theMinimalOneGivesADatabaseThatCanBeConnectedTo() throws Exception {
    new Shell(folder).run("create", "--template", "minimal", "shop").expect(0);
    Path app = folder.resolve("shop");
    // As its owner might go on: a getter gives the value itself.
    String first = "app.output(\"projectId\"";
    Path script = app.resolve("alchemy.run.java");
    String kept =
        "java.nio.file.Files.writeString(app.root().resolve(\"url\"),"
            + " connection.connectionString().unencrypted());\n";
    Files.writeString(script, Files.readString(script).replace(first, kept + first));

    try (Running dev = new Shell(app).start("dev")) {
      dev.await("serving until Ctrl-C");
      URI url = URI.create(Files.readString(app.resolve("url")));
      String[] login = url.getUserInfo().split(":");
      String jdbc =
          "jdbc:postgresql://%s:%d%s?sslmode=require"
              .formatted(url.getHost(), url.getPort(), url.getPath());
      try (Connection connection = DriverManager.getConnection(jdbc, login[0], login[1]);
          Statement sql = connection.createStatement();
          ResultSet rows = sql.executeQuery("SELECT session_user, 6 * 7")) {
        assertTrue(rows.next());
        assertEquals(login[0], rows.getString(1));
        assertEquals(42, rows.getInt(2));
      }
      assertEquals(130, dev.stop("INT"), dev::toString);
    }
    Ran outputs = new Shell(app).run("outputs", "--stage", "local").expect(0);
    assertTrue(outputs.out().contains("connectionString: (secret)"), outputs::toString);
  }

  @Test
  void jbangInitMakesTheSameButForTheName() throws Exception {
    Path app = Files.createDirectory(folder.resolve("by-jbang"));
    Shell shell = new Shell(app).withJBang(folder.resolve("bin"));

    shell
        .program(
            "",
            List.of(
                "jbang", "init", "--template=hyperdrive-worker@" + Shell.HOME, "alchemy.run.java"))
        .expect(0);

    new Shell(folder).run("create", "--template", "hyperdrive-worker", "by-alchemy").expect(0);
    Path other = folder.resolve("by-alchemy");
    try (var files = Files.walk(other)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path name = other.relativize(each);
        assertEquals(
            Files.readString(each).replace("by-alchemy", "my-app"),
            Files.readString(app.resolve(name)),
            name::toString);
      }
    }
    assertFalse(Files.exists(app.resolve("gitignore")));
  }
}
