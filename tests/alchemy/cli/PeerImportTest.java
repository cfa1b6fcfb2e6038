package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Secret;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.Worker;
import alchemy.json.Json;
import alchemy.local.TestCloud;
import alchemy.peer.PeerState;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Objects in a real local cloud, and files of npm alchemy 0.94.0 that tell of them: its own files,
 * with the ids and secrets of these objects put in.
 */
class PeerImportTest {
  private static final String APP = "prisma-postgres-example";
  private static final String TOKEN = "bound-with-a-secret";
  private static final Map<String, String> IDS = new LinkedHashMap<>();
  private static final Map<String, Secret> SECRETS = new LinkedHashMap<>();

  @TempDir static Path made;
  @TempDir Path folder;
  private static TestCloud cloud;
  private Transcript transcript;

  @BeforeAll
  static void objectsThatSomebodyMade() throws IOException {
    cloud = new TestCloud(made.resolve("cloud"), line -> {});
    script(made);
    Transcript deploy = transcript(made).script(APP, PeerImportTest::example);
    assertEquals(0, deploy.run("deploy"), deploy::text);
  }

  @AfterAll
  static void theEnd() {
    cloud.close();
  }

  @BeforeEach
  void theirFiles() throws IOException {
    script(folder);
    transcript = transcript(folder).script(APP, PeerImportTest::example);
    Path files = folder.resolve("ts/.alchemy");
    PeerState.copy(files);
    Path stage = files.resolve(APP).resolve("prod");
    rewrite(stage.resolve("project.json"), "id", IDS.get("project"));
    rewrite(stage.resolve("eu/inner.json"), "id", IDS.get("inner"));
    rewrite(stage.resolve("database.json"), "id", IDS.get("database"));
    rewrite(stage.resolve("connection.json"), "id", IDS.get("connection"));
    for (String each : List.of("connectionString", "prismaConnectionString")) {
      Object sealed = PeerState.sealed(SECRETS.get(each).unencrypted());
      rewrite(stage.resolve("connection.json"), each, sealed);
    }
    rewrite(stage.resolve("prisma-postgres.json"), "hyperdriveId", IDS.get("hyperdrive"));
    rewrite(stage.resolve("worker.json"), "name", IDS.get("worker"));
    bind(stage.resolve("worker.json"), PeerState.sealed(TOKEN));
  }

  @Test
  void aDeployAfterItPlansNothing() throws IOException {
    assertEquals(0, transcript.run("import", "--from", "ts", "--json"), transcript::text);
    assertEquals(0, transcript.run("plan", "--check"), transcript::text);
    assertEquals(0, transcript.run("drift", "--check"), transcript::text);
    assertEquals(0, transcript.run("deploy"), transcript::text);
    String text = transcript.text();
    assertTrue(text.contains("nothing to change: 6 resources up to date"), text);
    assertTrue(
        text.contains("The code of cloudflare:Worker \\\"worker\\\" cannot be compared"), text);
    assertEquals(0, transcript.run("import", "--from", "ts/.alchemy/" + APP + "/prod"));
    assertTrue(
        transcript.text().contains("left: prisma:Project \"project\" is in state already"),
        transcript::text);
    nothingSecretIsIn("the output", transcript.text());
    try (Stream<Path> files = Files.walk(folder.resolve(".alchemy"))) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        nothingSecretIsIn(each.toString(), Files.readString(each, StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Test
  void whatDiffersIsShownByTheNextPlan() throws IOException {
    Path worker = folder.resolve("ts/.alchemy/" + APP + "/prod/worker.json");
    bind(worker, PeerState.sealed("another secret than the script's"));
    transcript.script(APP, app -> example(app, "renamed project"));
    assertEquals(0, transcript.run("import", "--from", "ts"), transcript::text);
    assertEquals(5, transcript.run("plan", "--check"), transcript::text);
    String text = transcript.text();
    assertTrue(text.contains("-> \"renamed project\""), text);
    assertTrue(text.contains("bindings.TOKEN: (secret changed)"), text);
    assertTrue(text.contains("0 to create, 2 to update, 0 to delete"), text);
  }

  @Test
  void whatTheScriptDoesNotDeclareIsLeft() {
    transcript.script(
        APP,
        app -> {
          Project.of("project");
          Project.of("database");
        });
    assertEquals(0, transcript.run("import", "--from", "ts"), transcript::text);
    String text = transcript.text();
    assertTrue(text.contains("imported  prisma:Project \"project\""), text);
    assertTrue(
        text.contains(
            "left: prisma::Connection \"connection\" (.alchemy/"
                + APP
                + "/prod/connection.json): "
                + "the script declares no resource of that id"),
        text);
    assertTrue(text.contains("database.json): the script's is a prisma:Project"), text);
  }

  @Test
  void aWrongPasswordIsFoundBeforeAnythingIsWritten() {
    transcript.variable("ALCHEMY_PASSWORD", "another password");
    assertEquals(1, transcript.run("import", "--from", "ts"), transcript::text);
    assertTrue(
        transcript.text().contains("ALCHEMY_PASSWORD does not open the TypeScript Alchemy's"),
        transcript::text);
    assertEquals(0, transcript.run("state", "list", "--json"));
    assertFalse(Files.exists(folder.resolve(".alchemy/" + APP + "/prod/state.json")));
  }

  @Test
  void anObjectThatIsGoneIsTold() throws IOException {
    Path file = folder.resolve("ts/.alchemy/" + APP + "/prod/eu/inner.json");
    rewrite(file, "id", "proj_aaaaaaaaaaaaaaaaaaaaaaaaa");
    assertEquals(1, transcript.run("import", "--from", "ts"), transcript::text);
    assertTrue(
        transcript.text().contains("the service has no \"proj_aaaaaaaaaaaaaaaaaaaaaaaaa\""),
        transcript::text);
    assertFalse(Files.exists(folder.resolve(".alchemy/" + APP + "/prod/state.json")));
  }

  @Test
  void wordsThatDoNotGoTogetherAreRefused() {
    assertEquals(2, transcript.run("import"));
    assertEquals(2, transcript.run("import", "project"));
    assertEquals(2, transcript.run("import", "project", "proj_1", "--from", "ts"));
    assertEquals(1, transcript.run("import", "--from", "nowhere"));
    assertTrue(transcript.text().contains("There is no such state"), transcript::text);
  }

  private static void nothingSecretIsIn(String where, String text) {
    assertFalse(text.contains(TOKEN), where);
    for (Secret each : SECRETS.values()) {
      assertFalse(text.contains(each.unencrypted()), where);
    }
  }

  private static void example(App app) {
    example(app, null);
  }

  private static void example(App app, String name) {
    var project =
        Project.of(
            "project",
            p -> {
              if (name != null) {
                p.name(name);
              }
            });
    var database = Database.of("database", project, d -> d.region("us-east-1"));
    var connection = Connection.of("connection", database, c -> c.name("connection"));
    var hyperdrive = Hyperdrive.of("prisma-postgres", connection);
    var worker =
        Worker.of(
            "worker",
            "src/worker.js",
            w ->
                w.bind("HYPERDRIVE", hyperdrive)
                    .bind("TOKEN", Secret.of(TOKEN))
                    .bind("MODE", "live")
                    .compatibilityFlags("nodejs_compat"));
    var inner = Project.of(app.scope("eu"), "inner");
    app.output(
        "known",
        () -> {
          if (IDS.size() == 6) {
            return 6;
          }
          IDS.put("project", project.id());
          IDS.put("database", database.id());
          IDS.put("connection", connection.id());
          IDS.put("hyperdrive", hyperdrive.id());
          IDS.put("worker", worker.name());
          IDS.put("inner", inner.id());
          SECRETS.put("connectionString", connection.connectionString());
          SECRETS.put("prismaConnectionString", connection.prismaConnectionString());
          return IDS.size();
        });
  }

  private static Transcript transcript(Path folder) {
    Transcript transcript =
        new Transcript(folder)
            .variable("PATH", System.getenv("PATH"))
            .variable("ALCHEMY_STAGE", "prod")
            .variable("ALCHEMY_PASSWORD", PeerState.PASSWORD);
    cloud.variables().forEach(transcript::variable);
    return transcript;
  }

  private static void script(Path folder) throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Files.createDirectories(folder.resolve("src"));
    Files.writeString(
        folder.resolve("src/worker.js"),
        "export default { fetch() { return new Response('here'); } };\n");
  }

  /** Puts another value into the outputs of a file. */
  private static void rewrite(Path file, String output, Object value) throws IOException {
    Map<String, Object> tree = tree(file);
    outputs(tree).put(output, value);
    Files.write(file, Json.write(tree, true));
  }

  @SuppressWarnings("unchecked")
  private static void bind(Path file, Object value) throws IOException {
    Map<String, Object> tree = tree(file);
    ((Map<String, Object>) outputs(tree).get("bindings")).put("TOKEN", value);
    Files.write(file, Json.write(tree, true));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(Path file) throws IOException {
    return (Map<String, Object>) Json.read(Files.readAllBytes(file));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> outputs(Map<String, Object> tree) {
    return (Map<String, Object>) tree.get("output");
  }
}
