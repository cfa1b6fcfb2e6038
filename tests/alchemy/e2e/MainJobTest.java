package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, from a folder elsewhere. */
@Tag("processes")
class MainJobTest {
  private static final String DESIGN =
      """
      import alchemy.*;
      import alchemy.cloudflare.*;
      import alchemy.prisma.*;

      class Infra {
          public static void main(String... args) {
              Alchemy.run("prisma-postgres-example", args, app -> {
                  var project    = Project.of("project");
                  var database   = Database.of("database", project, d -> d.region("us-east-1"));
                  var connection = Connection.of("connection", database, c -> c.name("connection"));

                  var db = Hyperdrive.of("prisma-postgres", connection);

                  var worker = Worker.of("worker", "src/worker.ts", w -> w
                      .bind("HYPERDRIVE", db)
                      .compatibilityFlags("nodejs_compat"));

                  app.output("url", worker::url);
              });
          }
      }
      """;

  @TempDir Path folder;

  @Test
  void theExampleIsTheDesignsScript() throws IOException {
    String script =
        Files.readString(Shell.HOME.resolve("examples/hyperdrive-worker/alchemy.run.java"));
    String code =
        String.join("\n", script.lines().filter(each -> !each.strip().startsWith("//")).toList());

    assertEquals(DESIGN.strip(), code.strip());
  }

  @Test
  void devFetchAnswersTheRowsOfTheDatabaseTwiceAndLeavesNothingRunning() throws Exception {
    Path app = folder.resolve("hyperdrive-worker");
    Shell.copy(Shell.HOME.resolve("examples/hyperdrive-worker"), app);
    Shell shell = new Shell(folder);

    Ran first = shell.run("dev", "hyperdrive-worker", "--fetch", "/").expect(0);
    Ran second = shell.run("dev", "hyperdrive-worker", "--fetch", "/").expect(0);

    for (Ran each : List.of(first, second)) {
      Map<?, ?> answer = (Map<?, ?>) Json.read(each.out());
      assertEquals(true, answer.get("success"));
      assertTrue(
          ((List<?>) answer.get("result"))
              .stream().anyMatch(row -> "pg_type".equals(((Map<?, ?>) row).get("tablename"))),
          each::toString);
    }
    assertEquals(List.of(), running(app.toString()));
    String types = "src/worker-configuration.d.ts";
    String kept = Files.readString(Shell.HOME.resolve("examples/hyperdrive-worker").resolve(types));
    assertEquals(kept, Files.readString(app.resolve(types)), "the example's types are as written");
    assertEquals(
        kept,
        Files.readString(Shell.HOME.resolve("templates/hyperdrive-worker").resolve(types)),
        "so are the template's");
  }

  /** The commands of processes that have to do with a folder; zombies have none. */
  static List<String> running(String folder) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.pid() != ProcessHandle.current().pid())
        .map(each -> each.info().commandLine().orElse(""))
        .filter(each -> each.contains(folder))
        .toList();
  }
}
