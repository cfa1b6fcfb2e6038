package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Body;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.Session;
import alchemy.engine.Step;
import alchemy.local.Api;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers of each kind from their first deploy to their last, as workerd runs them. */
@Tag("processes")
class WorkerLifeTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static TestCloud cloud;

  @TempDir Path root;
  private String url;

  @BeforeAll
  static void start() {
    cloud = new TestCloud(folder, line -> {});
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  private RunOptions options(Mode mode, boolean refresh) {
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
        "deploy",
        new RunOptions.Scope(Set.of(), false, refresh));
  }

  private Plan with(RunOptions options, Body body, Function<App, Plan> end) {
    App app = App.open("life", options);
    try {
      app.record(body);
      Plan plan = end.apply(app);
      if (options.mode() == Mode.DEPLOY) {
        url = (String) app.outputs().get("url");
      }
      return plan;
    } finally {
      app.close();
    }
  }

  private Plan deploy(String id, Consumer<Worker.Settings> settings) {
    return with(
        options(Mode.DEPLOY, false),
        app -> app.output("url", Worker.of(app, id, settings)::url),
        App::finish);
  }

  /** Deploys, and fails unless a further look finds all as it is wanted. */
  private Plan settled(String id, Consumer<Worker.Settings> settings) {
    Plan plan = deploy(id, settings);
    Plan again =
        with(
            options(Mode.PLAN, true),
            app -> app.output("url", Worker.of(app, id, settings)::url),
            App::plan);
    assertFalse(again.acts(), again::toString);
    return plan;
  }

  private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String counting(String className) {
    return """
    import { DurableObject } from "cloudflare:workers";
    export class %1$s extends DurableObject {
      async fetch() {
        const count = 1 + ((await this.ctx.storage.get("count")) ?? 0);
        await this.ctx.storage.put("count", count);
        return new Response("%1$s " + count);
      }
    }
    export default {
      fetch: (request, env) => env.IT.get(env.IT.idFromName("one")).fetch(request),
    };
    """
        .formatted(className);
  }

  @Test
  void aDurableObjectKeepsItsDataThroughNewCodeAndAnotherName() throws Exception {
    settled("rooms", w -> w.script(counting("Room")).bind("IT", Binding.durableObject("Room")));
    assertEquals("Room 1", ask("/").body());
    settled(
        "rooms", w -> w.script(counting("Room") + "\n").bind("IT", Binding.durableObject("Room")));
    assertEquals("Room 2", ask("/").body());

    Consumer<Worker.Settings> renamed =
        w ->
            w.script(counting("Chat"))
                .bind("IT", Binding.durableObject("Chat").renamedFrom("Room"));
    settled("rooms", renamed);
    assertEquals("Chat 3", ask("/").body());

    Plan left = with(options(Mode.DEPLOY, false), app -> {}, App::finish);
    assertInstanceOf(Step.Retain.class, left.step("rooms"));
    Plan back = deploy("rooms", w -> renamed.accept(w.delete(true)));
    assertInstanceOf(Step.Adopt.class, back.step("rooms"));
    assertEquals("Chat 4", ask("/").body());
    Plan gone = with(options(Mode.DEPLOY, false), app -> {}, App::finish);
    assertInstanceOf(Step.Delete.class, gone.step("rooms"));
    assertEquals(List.of(), cloud.cloudflare().get("/workers/scripts").at("result"));
  }

  @Test
  void assetsAreServedBesideAProgramAndWithoutOne() throws Exception {
    write("public/index.html", "<p>hello");
    write("public/style.css", "p { color: teal }");
    write("public/_headers", "/style.css\n  X-Rule: kept\n");
    write("public/.assetsignore", "draft.html");
    write("public/draft.html", "<p>not yet");
    Consumer<Worker.Settings> program =
        w ->
            w.assets("public")
                .script("export default { fetch: () => new Response('the program') }")
                .bind("ASSETS", Binding.assets());
    settled("site", program);
    assertEquals("<p>hello", ask("/").body());
    assertEquals("kept", ask("/style.css").headers().firstValue("X-Rule").orElse(null));
    assertEquals("the program", ask("/draft.html").body());

    write("public/index.html", "<p>hello again");
    Plan changed = settled("site", program);
    assertEquals(1, changed.step("site").changes().size(), changed::toString);
    assertEquals("assets", changed.step("site").changes().get(0).path());
    assertEquals("<p>hello again", ask("/").body());

    settled("site", w -> program.accept(w.compatibilityFlags("nodejs_compat")));
    assertEquals("<p>hello again", ask("/").body());

    settled("site", w -> w.assets("public").notFoundHandling("single-page-application"));
    assertEquals("p { color: teal }", ask("/style.css").body());
    with(options(Mode.DEPLOY, false), app -> {}, App::finish);
  }

  @Test
  void whatIsSetBesideCodeIsReadBackAndGoesBackToItsDefault() throws Exception {
    Consumer<Worker.Settings> hello =
        w -> w.script("export default { fetch: () => new Response('hello') }");
    settled(
        "full",
        w ->
            hello.accept(
                w.observability(0.25)
                    .logpush(true)
                    .smartPlacement()
                    .cpuLimit(Duration.ofMillis(50))
                    .subrequestLimit(20)
                    .cache(true)
                    .previews(false)
                    .message("the first")
                    .bind("VERSION", Binding.versionMetadata())));
    assertEquals("hello", ask("/").body());
    Plan back = settled("full", hello);
    assertTrue(back.step("full").changes().size() >= 6, back::toString);
    with(options(Mode.DEPLOY, false), app -> {}, App::finish);
  }

  @Test
  void routesAndDomainsComeAndGoWithTheScript() throws Exception {
    Consumer<Worker.Settings> hello =
        w -> w.script("export default { fetch: () => new Response('hello') }");
    settled(
        "shop",
        w ->
            hello.accept(
                w.routes("example.com/api/*", "*.example.com/x").domains("app.example.com")));
    settled("shop", w -> hello.accept(w.routes("example.com/api/*", "example.com/new")));
    settled("shop", w -> hello.accept(w.name("shop-2").routes("example.com/api/*")));
    assertEquals("[example.com/api/* shop-2]", routes());
    with(
        options(Mode.DEPLOY, false),
        app -> {
          Worker.of(app, "shop", w -> hello.accept(w.name("shop-2")));
          Worker.of(app, "other", w -> hello.accept(w.name("o").routes("example.com/api/*")));
        },
        App::finish);
    assertEquals("[example.com/api/* o]", routes());
    settled("shop", w -> hello.accept(w.name("shop-2").routes("example.com/api/*")));
    assertEquals("[example.com/api/* shop-2]", routes());
    with(options(Mode.DEPLOY, false), app -> {}, App::finish);
    assertEquals(List.of(), cloud.cloudflare().get("/workers/domains").at("result"));
  }

  @Test
  void aWorkerReachesAnothersEntrypointsPropsAndObjects() throws Exception {
    String admin =
        """

        import { WorkerEntrypoint } from "cloudflare:workers";
        export class Admin extends WorkerEntrypoint {
          hello() { return "hello " + this.ctx.props.who; }
        }
        """;
    String caller =
        """
        export default {
          async fetch(request, env) {
            const room = env.ROOM.get(env.ROOM.idFromName("one"));
            return new Response((await env.ADMIN.hello()) + ", " +
              await (await room.fetch("http://room/")).text());
          },
        };
        """;
    Body script =
        app -> {
          Worker api =
              Worker.of(
                  app,
                  "api",
                  w ->
                      w.script(counting("Room") + admin)
                          .bind("IT", Binding.durableObject("Room"))
                          .delete(true));
          Worker shop =
              Worker.of(
                  app,
                  "shop",
                  w ->
                      w.script(caller)
                          .bind(
                              "ADMIN",
                              Binding.service(api).entrypoint("Admin").props(Map.of("who", "shop")))
                          .bind("ROOM", Binding.durableObject("Room", api)));
          app.output("url", shop::url);
        };
    with(options(Mode.DEPLOY, false), script, App::finish);
    assertEquals("hello shop, Room 1", ask("/").body());
    Plan again = with(options(Mode.PLAN, true), script, App::plan);
    assertFalse(again.acts(), again::toString);
    Plan gone = with(options(Mode.DEPLOY, false), app -> {}, App::finish);
    assertEquals(List.of("shop"), gone.step("api").after());
    assertInstanceOf(Step.Delete.class, gone.step("api"));
  }

  private static String routes() throws IOException {
    Api zones = cloud.cloudflareAt("/zones");
    String zone = zones.get("?name=example.com").at("result", 0, "id");
    return zones.get("/" + zone + "/workers/routes").<List<Map<?, ?>>>at("result").stream()
        .map(each -> each.get("pattern") + " " + each.get("script"))
        .toList()
        .toString();
  }
}
