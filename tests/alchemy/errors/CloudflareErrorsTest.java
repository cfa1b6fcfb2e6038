package alchemy.errors;

import alchemy.Body;
import alchemy.Connectable;
import alchemy.Handle;
import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.R2Bucket;
import alchemy.cloudflare.Worker;
import alchemy.engine.Box;
import alchemy.http.RecordedServer;
import alchemy.provider.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between a script and Cloudflare. */
class CloudflareErrorsTest {
  private static final Secret ORIGIN = Secret.of("postgres://u:pw-of-origin@db.example:5432/app");

  private static final String HELLO = "export default { fetch: () => new Response(\"hello\") };\n";
  private static final String NONE = "{\"success\":false,\"errors\":[{\"code\":10007}]}";
  private static final String THEIRS =
      "{\"success\":true,\"result\":{\"tags\":[\"somebody-elses\"],\"bindings\":[]}}";
  private static final String ACCOUNT = "/accounts/account-1";
  private static final String DONE = "{\"success\":true,\"result\":{}}";

  @TempDir Path folder;
  private RecordedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordedServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Scene cloudflare(Situations situations, String sentence, Body script) {
    return situations
        .about(sentence)
        .variable("CLOUDFLARE_API_BASE_URL", server.base())
        .variable("CLOUDFLARE_API_TOKEN", "token-of-this-test")
        .variable("CLOUDFLARE_ACCOUNT_ID", "account-1")
        .script(script);
  }

  @Test
  void atCloudflare() {
    Situations situations = new Situations("cloudflare", folder);
    cloudflare(situations, "no token", app -> Hyperdrive.of("db", h -> h.origin(ORIGIN)))
        .variable("CLOUDFLARE_API_TOKEN", "")
        .fails(1, "deploy", "--quiet");
    server.says(200, "{\"success\":true,\"result\":{\"id\":\"hd_1\",\"name\":\"db\"}}");
    cloudflare(situations, "no token any more", app -> Hyperdrive.of("db", h -> h.origin(ORIGIN)))
        .after(0, "deploy", "--quiet")
        .variable("CLOUDFLARE_API_TOKEN", "")
        .fails(1, "destroy", "--quiet", "--yes");
    server.says(
        200,
        "{\"success\":true,\"result\":[{\"id\":\"a1\",\"name\":\"Shop\"},"
            + "{\"id\":\"a2\",\"name\":\"Blog\"}]}");
    cloudflare(
            situations,
            "a token that reaches two accounts",
            app -> Hyperdrive.of("db", h -> h.origin(ORIGIN)))
        .variable("CLOUDFLARE_ACCOUNT_ID", "")
        .fails(1, "deploy", "--quiet");
    server.says(200, "{\"success\":true,\"result\":[]}");
    cloudflare(
            situations,
            "a token that reaches no account",
            app -> Hyperdrive.of("db", h -> h.origin(ORIGIN)))
        .variable("CLOUDFLARE_ACCOUNT_ID", "")
        .fails(1, "deploy", "--quiet");
    origins(situations);
    cloudflare(
            situations,
            "a Hyperdrive's settings that the service does not take",
            app ->
                Hyperdrive.of(
                    "db",
                    h ->
                        h.origin(ORIGIN)
                            .name(" ")
                            .originConnectionLimit(1)
                            .maxAge(Duration.ofMillis(1500))))
        .fails(1, "plan");
    cloudflare(
            situations,
            "a Worker's settings that the service does not take",
            app ->
                Worker.of(
                    "worker",
                    "src/missing.ts",
                    w ->
                        w.name("My Worker")
                            .compatibilityDate("soon")
                            .bind("my-text", "text")
                            .bind("JSON", Map.of("list", List.of(Secret.of("hunter2-hunter2"))))))
        .fails(1, "plan");
    Scene broken =
        cloudflare(
            situations,
            "a Worker's source that does not build",
            app -> Worker.of("worker", "src/broken.js"));
    broken.write("src/broken.js", "export default {\n  fetch( { return 1 }\n}\n");
    broken.fails(1, "plan");
    Scene missing =
        cloudflare(
            situations,
            "a Worker's source that imports what is not installed",
            app -> Worker.of("worker", "src/imports.js"));
    missing.write("src/imports.js", "import pg from \"pg\";\nexport default { fetch: pg };\n");
    missing.fails(1, "plan");
    refusals(situations);
    cloudflare(
            situations,
            "an origin that turns out to be none when it is there",
            app -> Hyperdrive.of("db", new KeyOfABox()))
        .fails(1, "deploy", "--quiet");
    workers(situations);
    situations.match();
  }

  /** Something connectable that is not known before it is made. */
  private static final class KeyOfABox implements Connectable {
    private final OwnResource<Box.Outputs> box =
        Resource.of("box", new Box(), () -> new Box.Props("box", null, null, null, null, null));

    @Override
    public Secret connectionString() {
      return box.output().key();
    }

    @Override
    public Handle<?> handle() {
      return box.handle();
    }
  }

  private void workers(Situations situations) {
    server.says(200, THEIRS).says(200, THEIRS); // before the first change, and at the upload
    Scene taken =
        cloudflare(
            situations,
            "a Worker's name that somebody else's has",
            app -> Worker.of("worker", "src/worker.js"));
    taken.write("src/worker.js", HELLO);
    taken.fails(1, "deploy", "--quiet");
    server.hangsUp().says(200, "{\"success\":true,\"result\":[]}").hangsUp();
    cloudflare(
            situations,
            "the answers to a create are lost, twice",
            app -> Hyperdrive.of("db", h -> h.origin(ORIGIN)))
        .fails(1, "deploy", "--quiet");
    server
        .says(404, NONE)
        .says(200, DONE)
        .says(200, DONE)
        .always(ACCOUNT + "/workers/workers/shop-worker-test", 404, NONE)
        .always(ACCOUNT + "/workers/subdomain", 404, NONE);
    Scene nameless =
        cloudflare(
            situations,
            "a Worker that is to have a URL in an account without a subdomain",
            app -> Worker.of("worker", "src/worker.js"));
    nameless.write("src/worker.js", HELLO);
    nameless.fails(1, "deploy", "--quiet");
    Scene cache =
        cloudflare(
            situations,
            "a cache of bundles that cannot be used",
            app -> Worker.of("worker", "src/worker.js"));
    cache.write("src/worker.js", HELLO);
    cache.write(".alchemy/cache", "a file in the way");
    cache.fails(1, "plan");
    server.says(404, NONE);
    Scene cleared =
        cloudflare(
            situations,
            "sources that change while they are deployed",
            app -> {
              var meddler =
                  Resource.of(
                      "box",
                      new Meddler(),
                      () -> new Box.Props("box", null, null, null, null, null));
              Worker.of("worker", "src/worker.js", w -> w.bind("BOX", () -> meddler.output().id()));
            });
    cleared.write("src/worker.js", HELLO);
    cleared.fails(1, "deploy", "--quiet");
  }

  /** Clears the cache of bundles and edits the sources, as somebody may during a run. */
  public static final class Meddler extends Box {
    @Override
    public Outputs create(Context context, Props wanted) {
      Path bundles = context.root().resolve(".alchemy/cache/bundles");
      try (Stream<Path> files = Files.walk(bundles)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
        Files.writeString(
            context.root().resolve("src/worker.js"), HELLO.replace("hello", "changed"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return super.create(context, wanted);
    }
  }

  private void refusals(Situations situations) {
    for (int code = 2006; code <= 2017; code++) {
      server.says(
          code == 2006 ? 404 : 400,
          "{\"success\":false,\"errors\":[{\"code\":" + code + ",\"message\":\"no\"}]}");
      if (code == 2007 || code == 2017) {
        server.says(200, "{\"success\":true,\"result\":[]}");
      }
      cloudflare(
              situations,
              "Cloudflare refuses a Hyperdrive with the code " + code,
              app -> Hyperdrive.of("db", h -> h.origin(ORIGIN)))
          .fails(1, "deploy", "--quiet");
    }
    server
        .says(400, "{\"success\":false,\"errors\":[{\"code\":2017,\"message\":\"no\"}]}")
        .says(200, "{\"success\":true,\"result\":[{\"id\":\"hd_9\",\"name\":\"ours\"}]}");
    cloudflare(
            situations,
            "the name of a Hyperdrive is taken",
            app -> Hyperdrive.of("db", h -> h.name("ours").origin(ORIGIN)))
        .fails(1, "deploy", "--quiet");
    server
        .says(200, "{\"success\":true,\"result\":{\"name\":\"cold\"}}")
        .says(409, "{\"success\":false,\"errors\":[{\"code\":10008,\"message\":\"no\"}]}");
    cloudflare(
            situations,
            "a bucket is to be deleted that is not empty",
            app -> R2Bucket.of("cold", b -> b.name("cold").delete(true)))
        .after(0, "deploy", "--quiet")
        .fails(1, "destroy", "--quiet", "--yes");
    cloudflare(
            situations,
            "a Hyperdrive whose origin, token for Access and certificates do not go together",
            app ->
                Hyperdrive.of(
                    "db",
                    h ->
                        h.origin(ORIGIN)
                            .access("client.access", Secret.of("secret-of-access"))
                            .caCertificate("ca-1")
                            .sslMode("REQUIRED")))
        .fails(1, "plan");
    cloudflare(situations, "a Hyperdrive without an origin", app -> Hyperdrive.of("db", h -> {}))
        .fails(1, "plan");
  }

  private void origins(Situations situations) {
    Map<String, String> origins = new LinkedHashMap<>();
    origins.put("an origin that is empty", " ");
    origins.put(
        "an origin for Prisma Accelerate", "prisma+postgres://accelerate.example/?api_key=k");
    origins.put("an origin that is no URL", "no-url-at-all");
    origins.put("an origin of another database", "redis://u:p@db.example");
    origins.put("an origin without a host", "postgres://u:p@/app");
    origins.put("an origin that is pooled already", "postgres://u:p@pooled.db.example/app");
    origins.put("an origin without a password", "postgres://u@db.example/app");
    origins.put("an origin with a port that is none", "postgres://u:p@db.example:99999/app");
    origins.put("a MySQL origin without a database", "mysql://u:p@db.example");
    origins.forEach(
        (sentence, text) ->
            cloudflare(situations, sentence, app -> Hyperdrive.of("db", h -> h.origin(text)))
                .fails(1, "plan"));
  }
}
