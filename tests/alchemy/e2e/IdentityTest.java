package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
 * The commands about who a resource is and what became of it, each a process, in the order of a
 * story: somebody changes things by hand, things are renamed, and what others made is taken over.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("processes")
class IdentityTest {
  @TempDir static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Cloud cloud;
  private Shell shell;

  @BeforeAll
  void aStage() throws Exception {
    Path app = Files.createDirectories(folder.resolve("app"));
    // What follows -- is the script's own, so that one compilation serves the whole story.
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
                    Alchemy.run("identity", args, app -> {
                        var renamed = app.args().contains("renamed");
                        var project = Project.of("project", p -> p.name("shop"));
                        var id = renamed ? "main-database" : "database";
                        var database = Database.of(id, project, d -> d.name("main").renamedFrom(
                            renamed ? "database" : "main-database"));
                        var connection = Connection.of("connection", database, c -> c.name("reader"));
                        Hyperdrive.of("pool", h -> h.origin(connection).name("pool"));
                    });
                }
            }
            """);
    cloud = Cloud.start(folder.resolve("cloud"));
    shell =
        new Shell(app)
            .with(cloud.variables())
            .with("ALCHEMY_PASSWORD", "a password")
            .with("ALCHEMY_STAGE", "test");
    shell.run("deploy").expect(0);
  }

  @AfterAll
  void end() {
    cloud.close();
  }

  @Test
  @Order(1)
  void driftIsToldByPropertyAndWithItsExitCode() throws Exception {
    assertEquals("no drift: 4 resources as recorded\n", shell.run("drift").expect(0).out());

    prisma("PATCH", "/v1/databases/" + idOf("database"), "{\"name\":\"by-hand\"}");
    cloudflare("DELETE", "/hyperdrive/configs/" + idOf("pool"));
    Ran ran = shell.run("drift", "--check").expect(5);

    assertTrue(ran.out().contains("name: \"main\" -> \"by-hand\""), ran::toString);
    assertTrue(
        ran.out().contains("deleted outside  cloudflare:Hyperdrive \"pool\""), ran::toString);
    assertTrue(ran.out().endsWith("2 of 4 resources differ\n"), ran::toString);
    Map<?, ?> event =
        (Map<?, ?>) Json.read(shell.run("drift", "--json").expect(0).out().lines().toList().get(1));
    assertEquals("drift", event.get("event"));
    assertEquals(true, event.get("differs"));
  }

  @Test
  @Order(2)
  void aDeployDoesNotLookAndARefreshRepairs() throws Exception {
    int before = cloud.requests();
    Path log = folder.resolve("classes.txt");
    shell.with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log).run("deploy").expect(0);
    shell.with("JAVA_TOOL_OPTIONS", null);
    assertEquals(before, cloud.requests());
    onlyWhatIsUsedWasLoaded(Files.readAllLines(log));

    Ran plan = shell.run("plan", "--refresh").expect(0);
    Ran ran = shell.run("deploy", "--refresh").expect(0);

    assertTrue(plan.out().contains("was changed outside"), plan::toString);
    assertTrue(plan.out().contains("it was deleted outside"), plan::toString);
    assertTrue(ran.err().contains("1 created, 1 updated"), ran::toString);
    shell.run("drift", "--check").expect(0);
    assertEquals(List.of("pool"), cloud.cloudflare("/hyperdrive/configs"));
  }

  // What a start costs is the classes that it loads, and most of all those that no archive holds.
  private static void onlyWhatIsUsedWasLoaded(List<String> log) {
    for (String needless :
        List.of("java.net.http.", "org.postgresql.", "jackson.databind.", "picocli.CommandLine ")) {
      assertEquals(List.of(), log.stream().filter(each -> each.contains(needless)).toList());
    }
    List<String> parsed =
        log.stream().filter(each -> each.matches(".*source: (file|jrt):.*")).toList();
    assertTrue(parsed.size() < 60, () -> String.join("\n", parsed));
    assertTrue(log.size() < 2_300, () -> log.size() + " classes");
  }

  @Test
  @Order(3)
  void aRenamedResourceIsMovedWithoutARequest() throws Exception {
    int before = cloud.requests();
    String database = idOf("database");

    Ran ran = shell.run("deploy", "--", "renamed").expect(0);

    assertTrue(ran.err().contains("renamed from \"database\""), ran::toString);
    assertEquals(before, cloud.requests());
    assertEquals(database, idOf("main-database"));
  }

  @Test
  @Order(4)
  void stateIsMovedAndForgottenByCommands() throws Exception {
    String database = idOf("main-database");
    int before = cloud.requests();

    shell.run("state", "mv", "main-database", "database").expect(0);
    assertEquals(database, idOf("database"));
    shell.run("plan", "--check").expect(0);
    shell.run("state", "rm", "project").expect(3);
    shell.run("state", "rm", "project", "--yes").expect(0);
    shell.run("state", "rm", "database", "--yes").expect(0);

    assertEquals(before, cloud.requests());
    assertEquals(List.of("main"), cloud.prisma("/v1/databases"));
    assertFalse(shell.run("state", "list").expect(0).out().contains("prisma:Project"));
  }

  @Test
  @Order(5)
  void whatExistsIsTakenOverByItsIdOrItsName() throws Exception {
    String project = remoteIdOf("/v1/projects");
    String database = remoteIdOf("/v1/databases");

    Ran early = shell.run("import", "database", database, "--yes").expect(1);
    assertTrue(early.err().contains("deploy --target project"), early::toString);
    shell.run("import", "project", project).expect(0);
    Ran plan = shell.run("plan", "--adopt").expect(0);
    shell.run("deploy", "--adopt").expect(0);

    assertTrue(plan.out().contains("a   adopt    prisma:Database \"database\""), plan::toString);
    assertEquals(database, idOf("database"));
    assertEquals(List.of("main"), cloud.prisma("/v1/databases"));
    shell.run("plan", "--check").expect(0);
  }

  @Test
  @Order(6)
  void aTargetLimitsWhatIsDone() throws Exception {
    cloudflare("DELETE", "/hyperdrive/configs/" + idOf("pool"));

    Ran ran = shell.run("deploy", "--refresh", "--target", "connection").expect(0);

    assertTrue(ran.err().contains("nothing to change"), ran::toString);
    assertEquals(List.of(), cloud.cloudflare("/hyperdrive/configs"));
    shell.run("plan", "--target", "nothing").expect(1);
    shell.run("destroy", "--target", "connection", "--yes").expect(0);
    List<String> left =
        shell.run("state", "list").expect(0).out().lines().map(each -> each.split(" ")[0]).toList();
    assertEquals(List.of("ID", "database", "project"), left);
  }

  private String idOf(String id) throws IOException, InterruptedException {
    Ran ran = shell.run("state", "show", id, "--json").expect(0);
    return String.valueOf(((Map<?, ?>) Json.read(ran.out())).get("remoteId"));
  }

  private String remoteIdOf(String list) throws IOException, InterruptedException {
    Map<?, ?> answer = (Map<?, ?>) Json.read(prisma("GET", list, ""));
    return String.valueOf(((Map<?, ?>) ((List<?>) answer.get("data")).get(0)).get("id"));
  }

  private String prisma(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(method, cloud.text("prisma") + path, cloud.text("prismaToken"), body);
  }

  private void cloudflare(String method, String path) throws IOException, InterruptedException {
    String url = cloud.text("cloudflare") + "/accounts/" + cloud.text("accountId") + path;
    send(method, url, cloud.text("cloudflareToken"), "");
  }

  private String send(String method, String url, String token, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(2, answer.statusCode() / 100, () -> method + " " + url + ": " + answer.body());
    return answer.body();
  }
}
