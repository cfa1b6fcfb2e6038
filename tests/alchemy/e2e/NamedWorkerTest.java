package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Body;
import alchemy.cloudflare.Worker;
import alchemy.engine.ApplyFailedException;
import alchemy.engine.FaultsException;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.Reason;
import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.Session;
import alchemy.engine.Step;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Workers that call each other. */
@Tag("processes")
class NamedWorkerTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static TestCloud cloud;

  @TempDir Path root;
  private String pingUrl;
  private String pongUrl;
  private String pongName;

  @BeforeAll
  static void start() {
    cloud = new TestCloud(folder, line -> {});
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void twoWorkers() throws IOException {
    source("ping", "PONG");
    source("pong", "PING");
  }

  @AfterEach
  void destroy() {
    Session session = new Session("named", options(Mode.DEPLOY));
    try {
      session.destroy();
    } finally {
      session.close();
    }
  }

  private void source(String name, String other) throws IOException {
    Files.createDirectories(root.resolve("src"));
    Files.writeString(
        root.resolve("src/" + name + ".ts"),
        """
        export default {
          async fetch(request: Request, env: any): Promise<Response> {
            if (new URL(request.url).pathname === "/end") return new Response("%1$s");
            const other = await env.%2$s.fetch("http://other/end");
            return new Response("%1$s and " + (await other.text()));
          },
        };
        """
            .formatted(name, other));
  }

  private void script(App app) {
    Worker ping = Worker.of(app, "ping", "src/ping.ts", w -> w.bind("PONG", Worker.named("pong")));
    Worker pong =
        Worker.of(
            app,
            "pong",
            "src/pong.ts",
            w -> {
              w.bind("PING", Worker.named("ping"));
              if (pongName != null) {
                w.name(pongName);
              }
            });
    app.output("ping", ping::url);
    app.output("pong", pong::url);
  }

  private RunOptions options(Mode mode) {
    Map<String, String> variables = cloud.variables();
    return new RunOptions(
        mode,
        Session.LOCAL_STAGE,
        root,
        name -> Optional.ofNullable(variables.get(name)),
        List.of(),
        4,
        Duration.ZERO,
        steps -> true,
        new Listener() {},
        "deploy");
  }

  private Plan with(Mode mode, Body body, Function<App, Plan> end) {
    App app = App.open("named", options(mode));
    try {
      app.record(body);
      Plan plan = end.apply(app);
      if (mode == Mode.DEPLOY) {
        pingUrl = (String) app.outputs().get("ping");
        pongUrl = (String) app.outputs().get("pong");
      }
      return plan;
    } finally {
      app.close();
    }
  }

  private Plan deploy() {
    return with(Mode.DEPLOY, this::script, App::finish);
  }

  private static String ask(String url) throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private void assertTheyCallEachOther() throws IOException, InterruptedException {
    assertEquals("ping and pong", ask(pingUrl));
    assertEquals("pong and ping", ask(pongUrl));
    assertFalse(with(Mode.PLAN, this::script, App::plan).acts());
  }

  private static List<Step> seconds(Plan plan) {
    return plan.steps().stream().filter(each -> each.reason() == Reason.COMPLETED).toList();
  }

  @Test
  void theyAreMadeAndThenBoundAsThePlanShows() throws Exception {
    Plan plan = with(Mode.PLAN, this::script, App::plan);
    assertEquals(2, seconds(plan).size());
    assertEquals(
        "bindings.PONG.service: (known after apply)",
        seconds(plan).get(0).changes().get(0).toString());

    Plan done = deploy();

    assertEquals(plan.toString(), done.toString());
    assertTheyCallEachOther();
  }

  @Test
  void anotherNameIsFollowed() throws Exception {
    deploy();
    pongName = "another-pong";

    Plan plan = deploy();

    assertInstanceOf(Step.Replace.class, plan.step("pong"));
    assertEquals(List.of("ping"), seconds(plan).stream().map(Step::id).toList());
    assertTheyCallEachOther();
  }

  @Test
  void aRunThatFailsInBetweenIsGoneOnWith() throws Exception {
    Files.writeString(root.resolve("src/pong.ts"), "throw new Error('not yet');");
    assertThrows(ApplyFailedException.class, this::deploy);
    source("pong", "PING");

    deploy();

    assertTheyCallEachOther();
  }

  @Test
  void whatTheScriptDoesNotDeclareIsAFault() {
    FaultsException e =
        assertThrows(
            FaultsException.class,
            () ->
                with(
                    Mode.PLAN,
                    app ->
                        Worker.of(
                            app, "ping", "src/ping.ts", w -> w.bind("PONG", Worker.named("pang"))),
                    App::plan));
    assertTrue(
        e.getMessage()
            .contains("bindings.PONG.service means cloudflare:Worker \"pang\", which the script"),
        e::getMessage);
  }
}
