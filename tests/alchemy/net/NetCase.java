package alchemy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Body;
import alchemy.Secret;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.Worker;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.Session;
import alchemy.engine.Step;
import alchemy.local.Api;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.StageState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the tests of a bad network share: the local cloud, a proxy before it in which requests go
 * wrong, and real runs through both. Each test has a stage of its own, in one cloud.
 */
@ExtendWith(SharedCloud.class)
@Execution(ExecutionMode.CONCURRENT)
abstract class NetCase {
  static final String PROJECTS = "POST /v1/projects";
  static final String DATABASES = "POST /v1/projects/[^/]+/databases";
  static final String CONNECTIONS = "POST /v1/databases/[^/]+/connections";
  static final String HYPERDRIVES = "POST .*/hyperdrive/configs";
  static final String WORKERS = "PUT .*/workers/scripts/[^/]+";
  static final List<String> CREATES =
      List.of(PROJECTS, DATABASES, CONNECTIONS, HYPERDRIVES, WORKERS);

  private static final AtomicInteger APPS = new AtomicInteger();

  @TempDir Path root;
  final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  String app;
  FaultyProxy proxy;
  String stage = Session.LOCAL_STAGE;
  Map<String, String> variables;

  @BeforeEach
  void aProxy() throws IOException {
    proxy = new FaultyProxy(SharedCloud.cloud().variables().get("PRISMA_API_BASE_URL"));
    variables = proxy.over(SharedCloud.cloud().variables());
    app = "app" + APPS.incrementAndGet();
    Files.createDirectories(root.resolve("src"));
    Files.writeString(
        root.resolve("src/worker.ts"),
        "export default { fetch(): Response { return new Response(\"hello\"); } };\n");
  }

  // So that no Worker runs on, and no list gets longer than a page.
  @AfterEach
  void nothingStays() {
    proxy.clear();
    destroy();
    proxy.close();
    assertTrue(state().rows().isEmpty(), state()::toString);
  }

  /** What the documents show first: one resource of each kind. */
  static void example(App app) {
    var project = Project.of("project", p -> p.delete(true));
    var database = Database.of("database", project, d -> d.delete(true));
    var connection = Connection.of("connection", database);
    var db = Hyperdrive.of("hyperdrive", connection);
    Worker.of("worker", "src/worker.ts", w -> w.bind("HYPERDRIVE", db));
  }

  Plan deploy(Body body) {
    return open(
        Mode.DEPLOY,
        opened -> {
          opened.record(body);
          return opened.finish();
        });
  }

  Plan plan(Body body) {
    return open(
        Mode.PLAN,
        opened -> {
          opened.record(body);
          return opened.plan();
        });
  }

  Plan destroy() {
    Session session = new Session(app, options(Mode.DEPLOY));
    try {
      return session.destroy();
    } finally {
      session.close();
    }
  }

  private interface Use {
    Plan of(App opened);
  }

  private Plan open(Mode mode, Use use) {
    App opened = App.open(app, options(mode));
    try {
      return use.of(opened);
    } finally {
      opened.close();
    }
  }

  RunOptions options(Mode mode) {
    return new RunOptions(
        mode,
        stage,
        root,
        name -> Optional.ofNullable(variables.get(name)),
        List.of(),
        8,
        Duration.ZERO,
        steps -> true,
        new Listener() {
          @Override
          public void progress(Step step, String text) {
            progress.add(step.id() + ": " + text);
          }
        },
        "deploy");
  }

  StageState state() {
    return new Session(app, options(Mode.PLAN)).store().load();
  }

  /** The cloud as it is, asked past the proxy. */
  static Api prisma() {
    return SharedCloud.cloud().prisma();
  }

  /**
   * Each row as its own object, each object of this stage as one row, passwords that work, nothing
   * left to do.
   */
  void assertAllThereOnce() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (Row each : state().rows().values()) {
      assertEquals(RowStatus.CREATED, each.status(), each::toString);
      rows.put(each.key(), each.remoteId());
    }
    Map<String, String> objects = new TreeMap<>();
    for (Map<?, ?> project : mine(prisma().get("/v1/projects").at("data"), "name")) {
      put(objects, "project", project);
      for (Map<?, ?> database : listed("/v1/projects/" + project.get("id") + "/databases")) {
        put(objects, "database", database);
        for (Map<?, ?> each : listed("/v1/databases/" + database.get("id") + "/connections")) {
          if (!each.get("id").equals(database.get("defaultConnectionId"))) {
            put(objects, "connection", each);
          }
        }
      }
    }
    for (Map<?, ?> each :
        mine(SharedCloud.cloud().cloudflare().get("/hyperdrive/configs").at("result"), "name")) {
      put(objects, "hyperdrive", each);
    }
    for (Map<?, ?> each :
        mine(SharedCloud.cloud().cloudflare().get("/workers/scripts").at("result"), "id")) {
      put(objects, "worker", each);
    }
    assertEquals(rows, objects);
    assertPasswordWorks();
    Plan again = plan(NetCase::example);
    assertFalse(again.acts(), again::toString);
  }

  /** How many Workers of this stage there are. */
  int workers() throws IOException {
    return mine(SharedCloud.cloud().cloudflare().get("/workers/scripts").at("result"), "id").size();
  }

  private static void put(Map<String, String> objects, String kind, Map<?, ?> object) {
    String before = objects.put(kind, (String) object.get("id"));
    assertTrue(before == null, () -> "two of the kind " + kind + ": " + before + ", " + object);
  }

  private List<Map<?, ?>> mine(List<Map<?, ?>> objects, String name) {
    return objects.stream()
        .filter(each -> ((String) each.get(name)).startsWith(app + "-"))
        .toList();
  }

  static List<Map<?, ?>> listed(String path) throws IOException {
    return prisma().get(path).at("data");
  }

  private void assertPasswordWorks() {
    Session session = new Session(app, options(Mode.PLAN));
    Object sealed = state().row("connection").orElseThrow().outputs().get("connectionString");
    String url =
        sealed instanceof alchemy.state.Sealed each
            ? session.store().vault().open(each).unencrypted()
            : ((Secret) sealed).unencrypted();
    String rest = url.replaceFirst("^postgres(ql)?://", "");
    String[] user = rest.substring(0, rest.lastIndexOf('@')).split(":");
    String jdbc = "jdbc:postgresql://" + rest.substring(rest.lastIndexOf('@') + 1);
    try (var connection = DriverManager.getConnection(jdbc, user[0], user[1])) {
      assertTrue(connection.isValid(5));
    } catch (SQLException e) {
      throw new AssertionError("the recorded password does not work", e);
    }
  }
}
