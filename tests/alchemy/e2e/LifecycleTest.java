package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.e2e.Shell.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of one stage against one local cloud, each command a process, in the order of a story.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("processes")
class LifecycleTest {
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir static Path folder;
  private Path app;
  private Cloud cloud;
  private Shell shell;
  private String url;
  private final List<String> secrets = new ArrayList<>();
  private final StringBuilder seen = new StringBuilder();

  @BeforeAll
  void aProjectAndALocalCloud() throws IOException {
    app = folder.resolve("app");
    Shell.copy(Shell.HOME.resolve("examples/hyperdrive-worker"), app);
    // The example's Worker, and one line that tells what it was given: the only way to learn the
    // password that has to be nowhere else.
    Path worker = app.resolve("src/worker.ts");
    Files.writeString(
        app.resolve("src/tell.ts"),
        """
        import example from "./worker";
        export default {
          async fetch(request: Request, env: any, context: any) {
            if (new URL(request.url).pathname === "/given") {
              return new Response(env.HYPERDRIVE.connectionString);
            }
            return example.fetch(request, env, context);
          },
        };
        """);
    assertTrue(Files.exists(worker));
    script(
        "d -> d.region(\"us-east-1\")",
        "w.bind(\"HYPERDRIVE\", db).compatibilityFlags(\"nodejs_compat\")");
    cloud = Cloud.start(folder.resolve("cloud"));
    shell =
        new Shell(app)
            .with(cloud.variables())
            .with("ALCHEMY_PASSWORD", PASSWORD)
            .with("ALCHEMY_STAGE", "test");
    secrets.addAll(List.of(PASSWORD, cloud.text("prismaToken"), cloud.text("cloudflareToken")));
  }

  @AfterAll
  void end() {
    cloud.close();
  }

  @Test
  @Order(1)
  void deployMakesAllFiveAndTheWorkerAnswersFromTheDatabase() throws Exception {
    Ran ran = alchemy("deploy").expect(0);

    Matcher found = Pattern.compile("url: (http://127\\.0\\.0\\.1:\\d+)").matcher(ran.all());
    assertTrue(found.find(), ran::toString);
    url = found.group(1);
    String answer = cloud.get(url);
    assertTrue(answer.startsWith("{\"success\":true,\"result\":["), answer);
    assertTrue(answer.contains("pg_type"), answer);
    Matcher password = Pattern.compile("//([^:]+):([^@]+)@").matcher(cloud.get(url + "/given"));
    assertTrue(password.find());
    secrets.add(password.group(2));
  }

  @Test
  @Order(2)
  void aSecondDeployMakesNoRequest() throws Exception {
    int before = cloud.requests();

    Ran ran = alchemy("deploy").expect(0);

    assertEquals(before, cloud.requests(), ran::toString);
  }

  @Test
  @Order(3)
  void theOrderOfCallsAndAWrittenOutDefaultPlanNothing() throws Exception {
    script(
        "d -> d.delete(false).region(\"us-east-1\")",
        "w.compatibilityFlags(\"nodejs_compat\").url(true).bind(\"HYPERDRIVE\", db)");

    Ran plan = alchemy("plan", "--check");

    assertEquals(0, plan.code(), plan::toString);
  }

  @Test
  @Order(4)
  void aWrongPasswordEndsInOneErrorBeforeAnyRequest() throws Exception {
    int before = cloud.requests();

    Ran ran = shell.with("ALCHEMY_PASSWORD", "not the password").run("deploy").expect(1);
    shell.with("ALCHEMY_PASSWORD", PASSWORD);

    assertEquals(before, cloud.requests());
    assertTrue(ran.err().contains("ALCHEMY_PASSWORD"), ran::toString);
    assertFalse(ran.err().contains("\tat "), ran::toString);
  }

  @Test
  @Order(5)
  void aTokenOfAnotherWorkspaceIsRefusedNamingBothAndNoRowIsLost() throws Exception {
    String state = state();
    List<String> before = cloud.prisma("/v1/projects");
    script("d -> d.name(\"renamed\")", "w.bind(\"HYPERDRIVE\", db)");
    String token = cloud.text("prismaToken");

    Ran ran = shell.with("PRISMA_SERVICE_TOKEN", token + ".elsewhere").run("deploy").expect(3);
    shell.with("PRISMA_SERVICE_TOKEN", token);

    assertTrue(ran.err().contains("elsewhere"), ran::toString);
    assertTrue(ran.err().contains("local wksp_") || ran.err().contains("local"), ran::toString);
    assertEquals(state, state());
    assertEquals(before, cloud.prisma("/v1/projects"));
  }

  @Test
  @Order(6)
  void changingTheRegionPlansAReplacementAndIsRefusedWithoutYes() throws Exception {
    script("d -> d.region(\"eu-central-1\")", "w.bind(\"HYPERDRIVE\", db)");
    Ran plan = alchemy("plan", "--check").expect(5);
    assertTrue(plan.out().contains("region"), plan::toString);
    String state = state();
    int before = cloud.requests();

    Ran ran = alchemy("deploy").expect(3);

    assertTrue(ran.err().contains("--yes"), ran::toString);
    assertEquals(state, state());
    assertEquals(before, cloud.requests());
  }

  @Test
  @Order(7)
  void withYesTheOldDatabaseIsKeptAsRetainedAndTheWorkerMovesOver() throws Exception {
    alchemy("deploy", "--yes").expect(0);

    Ran list = alchemy("state", "list").expect(0);
    assertTrue(list.out().contains("retained"), list::toString);
    assertEquals(2, cloud.prisma("/v1/databases").size());
    assertTrue(cloud.get(url).startsWith("{\"success\":true"), cloud.get(url));
    secrets.add(cloud.get(url + "/given").replaceAll(".*//[^:]+:([^@]+)@.*", "$1"));
  }

  @Test
  @Order(8)
  void destroyDeletesWhatHoldsNoDataAndRetainsTheRest() throws Exception {
    Ran ran = alchemy("destroy").expect(0);

    assertTrue(ran.all().contains("retain"), ran::toString);
    assertEquals(List.of(), cloud.cloudflare("/workers/scripts"));
    assertEquals(List.of(), cloud.cloudflare("/hyperdrive/configs"));
    assertEquals(1, cloud.prisma("/v1/projects").size());
    alchemy("destroy").expect(0);
  }

  @Test
  @Order(9)
  void aNewDeployTakesTheSameTwoBack() throws Exception {
    List<String> databases = cloud.prisma("/v1/databases");

    alchemy("deploy").expect(0);

    assertEquals(1, cloud.prisma("/v1/projects").size());
    assertEquals(databases, cloud.prisma("/v1/databases"));
    assertTrue(cloud.get(url).startsWith("{\"success\":true"), cloud.get(url));
  }

  @Test
  @Order(10)
  void outputsAndStateShowNoSecret() throws Exception {
    assertTrue(alchemy("outputs").expect(0).out().contains(url));
    Ran shown = alchemy("state", "show", "connection").expect(0);
    assertTrue(shown.out().contains("connectionString"), shown::toString);
  }

  @Test
  @Order(11)
  void rotateGivesTheWorkerAnotherPasswordAndRevokesTheOldOne() throws Exception {
    String before = cloud.get(url + "/given");

    Ran ran = alchemy("rotate", "connection").expect(0);

    assertTrue(ran.all().contains("gets new secrets"), ran::toString);
    String after = cloud.get(url + "/given");
    assertNotEquals(before, after);
    assertTrue(cloud.get(url).startsWith("{\"success\":true"), cloud.get(url));
    secrets.add(after.replaceAll(".*//[^:]+:([^@]+)@.*", "$1"));
    assertEquals(
        1, Collections.frequency(cloud.prisma("/v1/connections"), "connection"), "two would be");
  }

  @Test
  @Order(12)
  void withDeleteTrueAllGoes() throws Exception {
    script("d -> d.region(\"eu-central-1\").delete(true)", "w.bind(\"HYPERDRIVE\", db)");
    String text = Files.readString(app.resolve("alchemy.run.java"));
    Files.writeString(
        app.resolve("alchemy.run.java"),
        text.replace("Project.of(\"project\")", "Project.of(\"project\", p -> p.delete(true))"));
    alchemy("deploy").expect(0);
    alchemy("destroy").expect(3);

    alchemy("destroy", "--yes").expect(0);

    // The database that the replacement left behind is still retained, and so is its project.
    assertEquals(1, cloud.prisma("/v1/databases").size());
    assertEquals(1, cloud.prisma("/v1/projects").size());
    assertEquals(List.of(), cloud.cloudflare("/workers/scripts"));
  }

  @Test
  @Order(13)
  void noSecretIsInAnyOutputOrFile() throws Exception {
    assertEquals(6, secrets.size());
    for (String each : secrets) {
      assertFalse(seen.toString().contains(each), "an output holds a secret");
    }
    try (var files = Files.walk(app)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        if (each.toString().contains("node_modules")) {
          continue;
        }
        String text = Files.readString(each, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
          assertFalse(text.contains(secret), each + " holds a secret");
        }
      }
    }
  }

  private Ran alchemy(String... arguments) throws Exception {
    Ran ran = shell.run(arguments);
    seen.append(ran.all());
    return ran;
  }

  private String state() throws IOException {
    return Files.readString(app.resolve(".alchemy/prisma-postgres-example/test/state.json"));
  }

  private void script(String database, String worker) throws IOException {
    Files.writeString(
        app.resolve("alchemy.run.java"),
        Library.DEPS
            + """
            //JAVA 17+

            import alchemy.*;
            import alchemy.cloudflare.*;
            import alchemy.prisma.*;

            class Infra {
                public static void main(String... args) {
                    Alchemy.run("prisma-postgres-example", args, app -> {
                        var project    = Project.of("project");
                        var database   = Database.of("database", project, %s);
                        var connection = Connection.of("connection", database, c -> c.name("connection"));
                        var db = Hyperdrive.of("prisma-postgres", connection);
                        var worker = Worker.of("worker", "src/tell.ts", w -> %s);
                        app.output("url", worker::url);
                    });
                }
            }
            """
                .formatted(database, worker));
  }
}
