package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.App;
import alchemy.Secret;
import alchemy.engine.Listener;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import alchemy.fetch.PgProject;
import alchemy.local.Api;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Worker's client reaches the database through Hyperdrive, whatever its password is made of. */
@Tag("full")
class HyperdriveQueryTest {
  private static final String PASSWORD = "p@ss:w/o?r#d%'";
  private static final String WORKER =
      """
      import { Client } from "pg";
      export default {
        async fetch(request, env) {
          const client = new Client({ connectionString: env.HYPERDRIVE.connectionString });
          await client.connect();
          const { rows } = await client.query("SELECT session_user AS name, 6 * $1::int AS n", [7]);
          await client.end();
          return Response.json(rows);
        },
      };
      """;

  @TempDir Path folder;

  @Test
  void aPasswordOfReservedCharactersServesAQuery() throws Exception {
    Path root = PgProject.create(folder.resolve("script"));
    Files.createDirectories(root.resolve("src"));
    Files.writeString(root.resolve("src/worker.js"), WORKER);
    try (var cloud = new TestCloud(folder.resolve("cloud"), line -> {})) {
      Origin generated = Origin.parse(connection(cloud.prisma()));
      withPassword(generated);
      App opened = App.open("query", options(root, cloud.variables()));
      try {
        opened.record(
            app -> {
              var hyperdrive =
                  Hyperdrive.of(
                      "db",
                      h ->
                          h.origin(
                              generated.scheme(),
                              generated.host() + ":" + generated.port(),
                              generated.database(),
                              generated.user(),
                              Secret.of(PASSWORD)));
              var worker = Worker.of("api", "src/worker.js", w -> w.bind("HYPERDRIVE", hyperdrive));
              opened.output("url", worker::url);
            });
        opened.finish();
        assertEquals(
            "[{\"name\":\"" + generated.user() + "\",\"n\":42}]",
            fetch(opened.outputs().get("url").toString()));
      } finally {
        opened.close();
      }
    }
  }

  private static Secret connection(Api prisma) throws IOException {
    String database = prisma.post("/v1/projects", Map.of("name", "p")).at("data", "database", "id");
    Api.Answer made =
        prisma.post("/v1/databases/" + database + "/connections", Map.of("name", "app"));
    return Secret.of(made.at("data", "endpoints", "direct", "connectionString"));
  }

  private static void withPassword(Origin login) throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + login.port() + "/" + login.database();
    try (var session =
            DriverManager.getConnection(url, login.user(), login.password().unencrypted());
        var statement = session.createStatement()) {
      statement.execute("SET ROLE NONE");
      statement.execute(
          "ALTER ROLE \"" + login.user() + "\" PASSWORD '" + PASSWORD.replace("'", "''") + "'");
    }
  }

  private static String fetch(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static RunOptions options(Path root, Map<String, String> variables) {
    return new RunOptions(
        RunOptions.Mode.DEPLOY,
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
}
