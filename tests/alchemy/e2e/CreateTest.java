package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
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
