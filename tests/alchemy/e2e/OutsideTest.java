package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Secret;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.Worker;
import alchemy.engine.Drift;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.PropertyChange;
import alchemy.engine.Reason;
import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.RunOptions.Scope;
import alchemy.engine.Session;
import alchemy.engine.Step;
import alchemy.local.Api;
import alchemy.local.TestCloud;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to real resources beside the script: seen, told by property, repaired, adopted. */
@Tag("processes")
class OutsideTest {
  private static final Scope REFRESH = new Scope(Set.of(), false, true);
  private static final Scope ADOPT = new Scope(Set.of(), true, false);
  private static final String SCRIPT = "/workers/scripts/outside-worker-local";

  @TempDir static Path folder;
  private static TestCloud cloud;

  @TempDir Path root;
  private Secret direct;
  private String key = "key-of-something";

  @BeforeAll
  static void start() {
    cloud = new TestCloud(folder);
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void aWorker() throws IOException {
    Files.createDirectories(root.resolve("src"));
    Files.writeString(
        root.resolve("src/worker.ts"),
        "export default { fetch: (): Response => new Response('ours') };\n");
  }

  @AfterEach
  void deleteAll() throws IOException {
    cloud.cloudflare().delete(SCRIPT + "?force=true");
    for (Object each : cloud.cloudflare().get("/hyperdrive/configs").<List<?>>at("result")) {
      cloud.cloudflare().delete("/hyperdrive/configs/" + ((Map<?, ?>) each).get("id"));
    }
    for (String id : ids("/v1/databases")) {
      cloud.prisma().delete("/v1/databases/" + id);
    }
    for (String id : ids("/v1/projects")) {
      cloud.prisma().delete("/v1/projects/" + id);
    }
  }

  private void script(App app) {
    Project project = Project.of(app, "project", p -> p.name("shop"));
    Database database = Database.of(app, "database", project, d -> d.name("main"));
    Connection connection = Connection.of(app, "connection", database, c -> c.name("app"));
    Hyperdrive hyperdrive = Hyperdrive.of(app, "hyperdrive", connection);
    Worker.of(
        app,
        "worker",
        "src/worker.ts",
        w ->
            w.bind("HYPERDRIVE", hyperdrive)
                .bind("STAGE", "prod")
                .bind("KEY", Secret.of(key))
                .crons("0 3 * * *"));
    app.output("direct", connection::connectionString);
  }

  private <T> T with(Mode mode, Scope scope, Function<App, T> end) {
    Map<String, String> variables = cloud.variables();
    App app =
        App.open(
            "outside",
            new RunOptions(
                mode,
                Session.LOCAL_STAGE,
                root,
                name -> Optional.ofNullable(variables.get(name)),
                List.of(),
                4,
                Duration.ZERO,
                steps -> true,
                new Listener() {},
                "deploy",
                scope));
    try {
      return end.apply(app);
    } finally {
      app.close();
    }
  }

  private Plan deploy(Scope scope) {
    return with(
        Mode.DEPLOY,
        scope,
        app -> {
          app.record(this::script);
          Plan plan = app.finish();
          direct = (Secret) app.outputs().get("direct");
          return plan;
        });
  }

  /** All that differs, as a person reads it. */
  private List<String> drift() {
    List<Drift> all = with(Mode.PLAN, Scope.WHOLE, app -> app.session().drift());
    return all.stream().flatMap(OutsideTest::lines).toList();
  }

  private static Stream<String> lines(Drift drift) {
    return Stream.of(
            drift.isGone() ? Stream.of("gone") : Stream.<String>empty(),
            drift.changes().stream().map(PropertyChange::toString),
            drift.modified() == null ? Stream.<String>empty() : Stream.of("modified"))
        .flatMap(each -> each)
        .map(each -> drift.id() + ": " + each);
  }

  private static List<String> ids(String path) throws IOException {
    Stream<?> all = cloud.prisma().get(path).<List<?>>at("data").stream();
    return all.map(each -> (String) ((Map<?, ?>) each).get("id")).toList();
  }

  private static String hyperdrive() throws IOException {
    return "/hyperdrive/configs/"
        + cloud.cloudflare().get("/hyperdrive/configs").at("result", 0, "id");
  }

  @Test
  void whatWasChangedByHandIsToldByPropertyAndARefreshRepairsIt() throws IOException {
    deploy(Scope.WHOLE);
    assertEquals(List.of(), drift());
    Api prisma = cloud.prisma();
    Api cloudflare = cloud.cloudflare();
    prisma.patch("/v1/projects/" + ids("/v1/projects").get(0), Map.of("name", "theirs"));
    cloudflare.patch(hyperdrive(), Map.of("caching", Map.of("disabled", true)));
    cloudflare.put(SCRIPT + "/schedules", List.of());
    cloudflare.put(
        SCRIPT + "/secrets", Map.of("name", "KEY", "type", "secret_text", "text", "of-theirs"));
    cloudflare.post(SCRIPT + "/subdomain", Map.of("enabled", false));
    assertEquals(
        List.of(
            "hyperdrive: caching: (default) -> false",
            "hyperdrive: modified",
            "project: name: \"shop\" -> \"theirs\"",
            "worker: crons: [0 3 * * *] -> (default)",
            "worker: url: (default) -> false",
            "worker: modified"),
        drift());
    Plan repaired = deploy(REFRESH);
    assertEquals(Reason.DRIFTED, repaired.step("worker").reason());
    assertEquals(List.of(), drift());
    assertTrue(deploy(REFRESH).steps().stream().noneMatch(Step::acts));
  }

  @Test
  void whatWasDeletedByHandIsMadeAnewByARefreshWithAllThatWasBuiltFromIt() throws IOException {
    deploy(Scope.WHOLE);
    cloud.cloudflare().delete(SCRIPT + "?force=true");
    cloud.cloudflare().delete(hyperdrive());
    String database = ids("/v1/databases").get(0);
    String path = "/v1/databases/" + database + "/connections";
    for (Object each : cloud.prisma().get(path).<List<?>>at("data")) {
      cloud.prisma().delete("/v1/connections/" + ((Map<?, ?>) each).get("id"));
    }
    assertEquals(List.of("connection: gone", "hyperdrive: gone", "worker: gone"), drift());
    Plan repaired = deploy(REFRESH);
    assertEquals(Reason.GONE, repaired.step("connection").reason());
    assertEquals(List.of(database), ids("/v1/databases"));
    assertEquals(List.of(), drift());
  }

  @Test
  void allThatALostStateKnewIsTakenOverByNameAndNothingIsMadeTwice() throws IOException {
    deploy(Scope.WHOLE);
    Secret before = direct;
    String connection = hyperdrive();
    forgetAll();
    Plan adopted = deploy(ADOPT);
    for (String id : List.of("project", "database", "connection", "hyperdrive", "worker")) {
      assertInstanceOf(Step.Adopt.class, adopted.step(id), id);
    }
    assertTrue(
        adopted.step("connection").toString().contains("password is made anew"),
        adopted.step("connection")::toString);
    assertEquals(1, ids("/v1/projects").size());
    assertEquals(1, ids("/v1/databases").size());
    assertEquals(connection, hyperdrive());
    assertTrue(!before.equals(direct), "the old password would still be the one");
    assertEquals(List.of(), drift());
    assertTrue(deploy(REFRESH).steps().stream().noneMatch(Step::acts));
  }

  private void forgetAll() throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(".alchemy"))) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
