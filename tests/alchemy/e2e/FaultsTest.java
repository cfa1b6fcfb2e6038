package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.e2e.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a script is told before anything is changed, with resource and line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("processes")
class FaultsTest {
  @TempDir static Path folder;
  private Cloud cloud;
  private Shell shell;

  @BeforeAll
  void aLocalCloud() throws IOException {
    cloud = Cloud.start(folder.resolve("cloud"));
    shell =
        new Shell(folder)
            .with(cloud.variables())
            .with("ALCHEMY_PASSWORD", "a password")
            .with("ALCHEMY_STAGE", "test");
  }

  @AfterAll
  void end() {
    cloud.close();
  }

  @Test
  void allOfflineFaultsAreToldTogether() throws Exception {
    Files.createDirectories(folder.resolve("src"));
    Files.writeString(folder.resolve("src/broken.ts"), "export default {\n  fetch( => 1\n}\n");
    int before = cloud.requests();

    Ran ran =
        shell
            .with("PRISMA_SERVICE_TOKEN", null)
            .run(
                "deploy",
                "-f",
                script(
                    "faults",
                    """
                    var project = Project.of("project");
                    var twin = Project.of("project");
                    var database = Database.of("database", project, d -> d.name(""));
                    var missing = Worker.of("missing", "src/missing.ts");
                    var broken = Worker.of("broken", "../src/broken.ts");
                    var token = Alchemy.env("SOME_TOKEN");
                    """))
            .expect(1);
    shell.with("PRISMA_SERVICE_TOKEN", cloud.text("prismaToken"));

    for (String each :
        new String[] {
          "PRISMA_SERVICE_TOKEN",
          "alchemy.run.java:11", // the twin
          "\"missing\"",
          "src/missing.ts",
          "broken.ts:2:",
          "SOME_TOKEN"
        }) {
      assertTrue(ran.err().contains(each), each + " is not in\n" + ran);
    }
    assertEquals(before, cloud.requests());
    assertFalse(ran.err().contains("\tat "), ran::toString);
  }

  @Test
  void anUnknownRegionIsLookedUpThenRefusedNamingTheLine() throws Exception {
    Ran ran =
        shell
            .run(
                "deploy",
                "-f",
                script(
                    "region",
                    """
                    var project = Project.of("project");
                    var database = Database.of("database", project, d -> d.region("mars-north-1"));
                    """))
            .expect(1);

    assertTrue(ran.err().contains("mars-north-1"), ran::toString);
    assertTrue(ran.err().contains("us-east-1"), ran::toString);
    assertTrue(ran.err().contains("alchemy.run.java:11"), ran::toString);
    assertTrue(cloud.log().stream().anyMatch(each -> each.startsWith("GET /v1/regions")));
    assertFalse(cloud.log().stream().anyMatch(each -> each.startsWith("POST")));
  }

  @Test
  void aScriptThatThrowsNamesTheLine() throws Exception {
    Ran ran =
        shell
            .run(
                "deploy",
                "-f",
                script("throws", "if (true) throw new IllegalStateException(\"my mistake\");"))
            .expect(1);

    assertTrue(ran.err().contains("alchemy.run.java:10"), ran::toString);
    assertTrue(ran.err().contains("my mistake"), ran::toString);
  }

  @Test
  void aNullNamesTheProperty() throws Exception {
    Ran ran =
        shell
            .run("deploy", "-f", script("nulls", "var p = Project.of(\"p\", s -> s.name(null));"))
            .expect(1);

    assertTrue(ran.err().contains("name is null"), ran::toString);
    assertTrue(ran.err().contains("alchemy.run.java:10"), ran::toString);
  }

  private String script(String name, String body) throws IOException {
    Path script = Files.createDirectories(folder.resolve(name)).resolve("alchemy.run.java");
    Files.writeString(
        script,
        Library.DEPS
            + """
            //JAVA 17+
            import alchemy.*;
            import alchemy.cloudflare.*;
            import alchemy.prisma.*;

            class Infra {
                public static void main(String... args) {
                    Alchemy.run("faulty", args, app -> {
            %s
                    });
                }
            }
            """
                .formatted(body));
    return script.toString();
  }
}
