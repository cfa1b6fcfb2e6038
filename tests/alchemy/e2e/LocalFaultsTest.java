package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.e2e.Shell.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local cloud goes wrong as it was told to. */
@Tag("processes")
class LocalFaultsTest {
  private static final String SCRIPT =
      Library.DEPS
          + """
          //JAVA 17+
          import alchemy.*;
          import alchemy.prisma.*;

          class Infra {
            public static void main(String... args) {
              Alchemy.run("faulty", args, app -> {
                var project = Project.of("project", p -> p.delete(true));
                var database = Database.of("database", project, d -> d.delete(true));
                Connection.of("connection", database);
              });
            }
          }
          """;

  @TempDir Path folder;

  @Test
  void aDeployRidesOutWhatPassesAndALostAnswer() throws Exception {
    String[] faults = {
      "--log",
      "--latency",
      "5ms",
      "--fail",
      "GET /v1/workspaces: 503 x2",
      "--fail",
      "POST /projects/*/databases: 429 retry-after=1 x1",
      "--drop-after",
      "POST /connections x1"
    };
    try (Cloud cloud = Cloud.start(folder.resolve("cloud"), faults)) {
      Files.writeString(folder.resolve("alchemy.run.java"), SCRIPT);
      Shell shell =
          new Shell(folder)
              .with(cloud.variables())
              .with("ALCHEMY_PASSWORD", "a password")
              .with("ALCHEMY_STAGE", "test");

      Ran ran = shell.run("deploy").expect(0);
      assertTrue(ran.err().contains("the answer was lost"), ran::toString);

      List<String> log = cloud.log();
      assertEquals(2, log.stream().filter("GET /v1/workspaces 503"::equals).count(), log::toString);
      assertEquals(
          List.of("429", "201"), statuses(log, "POST /v1/projects/[^/]+/databases"), log::toString);
      List<String> connections = cloud.prisma("/v1/connections");
      assertEquals(
          1,
          connections.stream().filter(each -> each.startsWith("faulty-")).count(),
          connections::toString);
    }
  }

  private static List<String> statuses(List<String> log, String request) {
    return log.stream()
        .filter(each -> each.matches(request + " \\d+"))
        .map(each -> each.substring(each.lastIndexOf(' ') + 1))
        .toList();
  }

  @Test
  void aRuleThatCannotBeReadEndsItWithTheFormOfOne() throws Exception {
    Ran ran = new Shell(folder).run("local", "--fail", "POST /v1/databases 503").expect(2);

    assertTrue(ran.err().contains("not a fault: POST /v1/databases 503"), ran::toString);
    assertTrue(ran.err().contains("METHOD /path: STATUS"), ran::toString);
  }
}
