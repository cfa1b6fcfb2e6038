package alchemy.errors;

import alchemy.Body;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.cloudflare.Binding;
import alchemy.cloudflare.Worker;
import alchemy.engine.Box;
import alchemy.http.RecordedServer;
import alchemy.provider.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a Worker. */
class WorkerErrorsTest {
  private static final String HELLO = "export default { fetch: () => new Response(\"hello\") };\n";
  private static final String NONE = "{\"success\":false,\"errors\":[{\"code\":10007}]}";
  private static final String DONE = "{\"success\":true,\"result\":{}}";
  private static final String NO_ITEMS = "{\"success\":true,\"result\":[]}";
  private static final String ZONES = "{\"success\":true,\"result\":[{\"id\":\"z1\"}]}";

  @TempDir Path folder;
  private RecordedServer server;
  private Situations situations;

  @BeforeEach
  void start() throws IOException {
    server = new RecordedServer();
    situations = new Situations("worker", folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Scene cloudflare(String sentence, Body script) {
    return situations
        .about(sentence)
        .variable("CLOUDFLARE_API_BASE_URL", server.base())
        .variable("CLOUDFLARE_API_TOKEN", "token-of-this-test")
        .variable("CLOUDFLARE_ACCOUNT_ID", "account-1")
        .script(script);
  }

  private Scene worker(String sentence, Consumer<Worker.Settings> settings) {
    return cloudflare(
        sentence, app -> Worker.of("worker", w -> settings.accept(w.script(HELLO).url(false))));
  }

  private void refuses(int status, int code, String message) {
    server.says(
        status,
        "{\"success\":false,\"errors\":[{\"code\":" + code + ",\"message\":\"" + message + "\"}]}");
  }

  @Test
  void ofAWorker() {
    faults();
    refusals();
    places();
    classes();
    assets();
    situations.match();
  }

  private void faults() {
    cloudflare("a Worker without anything to run or to serve", app -> Worker.of("worker", w -> {}))
        .fails(1, "plan");
    worker(
            "bindings that the service does not take",
            w ->
                w.bind("AI", Binding.ai())
                    .bind("MORE", Binding.ai())
                    .bind("BUCKET", Binding.r2("bucket", "mars"))
                    .bind(
                        "SHOP",
                        Binding.service("shop").props(Map.of("key", Secret.of("hunter2-hunter2")))))
        .fails(1, "plan");
    Scene files =
        cloudflare(
            "assets that the service does not take",
            app -> {
              Worker.of("site", w -> w.assets("missing"));
              Worker.of("pages", w -> w.assets("public").htmlHandling("sometimes"));
            });
    files.write("public/_worker.js", HELLO);
    files.fails(1, "plan");
  }

  private void refusals() {
    Map<String, Runnable> refused = new LinkedHashMap<>();
    refused.put(
        "a compatibility flag that is none",
        () -> refuses(400, 10021, "No such compatibility flag: nodejs_compatt"));
    refused.put(
        "a compatibility date to come",
        () -> refuses(400, 10021, "Can't set compatibility date in the future: 2036-01-01"));
    refused.put(
        "a Worker that throws when it is started",
        () -> refuses(400, 10021, "Uncaught Error: no database\\n  at worker.js:3:7"));
    refused.put(
        "a Worker that computes for long when it is started",
        () -> refuses(400, 10021, "Script startup exceeded CPU time limit."));
    refused.put("code that is no JavaScript", () -> refuses(400, 10006, "Unexpected token at 1:5"));
    refused.put("a Worker that is too large", () -> refuses(413, 10027, "Script is too large."));
    refused.put(
        "a Worker without a handler",
        () -> refuses(400, 10068, "No event handlers were registered."));
    refused.put(
        "a fresh account's first Worker",
        () -> refuses(404, 10063, "Register a workers.dev subdomain first."));
    refused.put(
        "a Durable Object's class that is not exported",
        () ->
            refuses(
                400,
                10070,
                "Cannot apply new-sqlite-class migration to class 'Room' that is not exported"
                    + " by script"));
    refused.put(
        "something to inherit that is not there",
        () -> refuses(400, 10057, "Cannot resolve the inherit binding OLD"));
    refused.forEach(
        (sentence, answer) -> {
          server.says(404, NONE);
          answer.run();
          worker(sentence, w -> {}).fails(1, "deploy", "--quiet");
        });
  }

  private void places() {
    server.says(404, NONE).says(200, DONE).says(200, DONE);
    server.says(200, NO_ITEMS).says(200, NO_ITEMS);
    worker("a route in no zone", w -> w.routes("www.example.com/*")).fails(1, "deploy", "--quiet");
    server.says(404, NONE).says(200, DONE).says(200, DONE).says(200, ZONES);
    server.says(
        200,
        "{\"success\":true,\"result\":[{\"id\":\"r1\",\"pattern\":\"example.com/*\","
            + "\"script\":\"blog\"}]}");
    server.says(200, DONE);
    worker("a route that leads to another Worker", w -> w.routes("example.com/*"))
        .fails(1, "deploy", "--quiet");
    server.says(404, NONE).says(200, DONE).says(200, DONE).says(200, NO_ITEMS).says(200, ZONES);
    refuses(409, 100117, "Hostname 'example.com' already has externally managed DNS records");
    worker("a domain with DNS records of its own", w -> w.domains("example.com"))
        .fails(1, "deploy", "--quiet");
  }

  private void classes() {
    server.says(404, NONE).says(200, DONE).says(200, DONE);
    server.says(200, DONE).says(200, DONE).says(200, DONE);
    boolean[] bound = {true};
    Scene left =
        worker(
            "a Worker's objects that nobody said may go",
            w -> {
              if (bound[0]) {
                w.bind("ROOM", Binding.durableObject("Room"));
              }
            });
    left.after(0, "deploy", "--quiet");
    bound[0] = false;
    left.after(0, "deploy", "--quiet").fails(1, "destroy", "--quiet", "--yes");
  }

  private void assets() {
    server.says(404, NONE);
    Scene changed =
        cloudflare(
            "assets that change while they are deployed",
            app -> {
              var meddler =
                  Resource.of(
                      "box",
                      new Meddler(),
                      () -> new Box.Props("box", null, null, null, null, null));
              Worker.of(
                  "worker",
                  w -> w.script(HELLO).assets("public").bind("BOX", () -> meddler.output().id()));
            });
    changed.write("public/index.html", "<p>hello");
    changed.fails(1, "deploy", "--quiet");
    server.says(404, NONE);
    for (int i = 0; i < 3; i++) {
      server.says(
          200,
          "{\"success\":true,\"result\":{\"jwt\":\"token-of-the-session\","
              + "\"buckets\":[[\"69ae8fdd11932fec9dcebdc0d9635b85\"]]}}");
      server.says(200, DONE);
    }
    Scene incomplete =
        worker("assets that the service never has enough of", w -> w.assets("public"));
    incomplete.write("public/index.html", "<p>hello");
    incomplete.fails(1, "deploy", "--quiet");
    Scene endless = worker("assets that cannot be read", w -> w.assets("public"));
    Path within = endless.write("public/index.html", "<p>hello").getParent();
    try {
      Files.createSymbolicLink(within.resolve("endless"), within);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    endless.fails(1, "deploy", "--quiet");
  }

  /** Edits the assets, as somebody may during a run. */
  public static final class Meddler extends Box {
    @Override
    public Outputs create(Context context, Props wanted) {
      try {
        Files.writeString(context.root().resolve("public/index.html"), "<p>changed");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return super.create(context, wanted);
    }
  }
}
