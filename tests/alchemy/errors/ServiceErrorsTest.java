package alchemy.errors;

import alchemy.Body;
import alchemy.Secret;
import alchemy.http.RecordedServer;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import alchemy.prisma.WorkspaceRef;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between a script and a service: over HTTP, at Prisma. */
class ServiceErrorsTest {
  private static final String WORKSPACES = "{\"data\":[{\"id\":\"wksp_1\",\"name\":\"acme\"}]}";
  private static final String PROJECT =
      "{\"data\":{\"id\":\"proj_1\",\"name\":\"project\","
          + "\"workspace\":{\"id\":\"wksp_1\",\"name\":\"acme\"}}}";
  private static final Body ONE_PROJECT = app -> Project.of("project");

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

  private Scene prisma(Situations situations, String sentence, Body script) {
    return situations
        .about(sentence)
        .variable("PRISMA_API_BASE_URL", server.base())
        .variable("PRISMA_SERVICE_TOKEN", "token-of-this-test")
        .script(script);
  }

  @Test
  void overHttp() {
    Situations situations = new Situations("http", folder);
    server.says(401, "{\"error\":{\"code\":\"unauthorized\",\"message\":\"Invalid token\"}}");
    prisma(situations, "the token is refused", ONE_PROJECT).fails(1, "deploy", "--quiet");
    server
        .says(200, WORKSPACES)
        .says(403, "{\"error\":{\"code\":\"forbidden\",\"message\":\"Not yours\"}}");
    prisma(situations, "the token may not do that", ONE_PROJECT).fails(1, "deploy", "--quiet");
    server
        .says(200, WORKSPACES)
        .says(
            422,
            "{\"error\":{\"code\":\"limit\",\"message\":\"Too many projects\","
                + "\"hint\":\"Delete one.\"}}");
    prisma(situations, "the service refuses with a reason of its own", ONE_PROJECT)
        .fails(1, "deploy", "--quiet");
    for (int i = 0; i < 5; i++) {
      server.says(503, "{\"message\":\"down\"}", "Retry-After", "0");
    }
    prisma(situations, "the service stays out of order", ONE_PROJECT).fails(1, "deploy", "--quiet");
    server.says(200, WORKSPACES).hangsUp();
    for (int i = 0; i < 20; i++) {
      server.says(404, "{\"error\":{\"code\":\"x\",\"message\":\"no such list\"}}");
    }
    prisma(situations, "the answer to a create is lost, and looking for it fails", ONE_PROJECT)
        .fails(1, "deploy", "--quiet");
    stop();
    try {
      start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.says(200, "{}");
    prisma(situations, "an answer without what it always has", ONE_PROJECT)
        .fails(1, "deploy", "--quiet");
    for (int i = 0; i < 8; i++) {
      server.says(429, "{\"error\":{\"message\":\"Slow down\"}}", "Retry-After", "0");
    }
    prisma(situations, "the service wants no more requests", ONE_PROJECT)
        .fails(1, "deploy", "--quiet");
    server.says(200, "<html>Please log in</html>", "Content-Type", "text/html");
    prisma(situations, "a proxy answers in the service's place", ONE_PROJECT)
        .fails(1, "deploy", "--quiet");
    prisma(situations, "a base URL that is not encrypted", ONE_PROJECT)
        .variable("PRISMA_API_BASE_URL", "http://prisma.example")
        .fails(1, "deploy", "--quiet");
    prisma(situations, "a base URL with a query", ONE_PROJECT)
        .variable("PRISMA_API_BASE_URL", "https://prisma.example/?a=b")
        .fails(1, "deploy", "--quiet");
    prisma(situations, "a base URL that is none", ONE_PROJECT)
        .variable("PRISMA_API_BASE_URL", "prisma example")
        .fails(1, "deploy", "--quiet");
    prisma(situations, "nobody listens", ONE_PROJECT)
        .variable("PRISMA_API_BASE_URL", "http://127.0.0.1:1")
        .fails(1, "deploy", "--quiet");
    situations.match();
  }

  @Test
  void atPrisma() {
    Situations situations = new Situations("prisma", folder);
    prisma(
            situations,
            "no token",
            app -> {
              var project = Project.of("project");
              Database.of("database", project);
            })
        .variable("PRISMA_SERVICE_TOKEN", "")
        .fails(1, "deploy", "--quiet");
    prisma(
            situations,
            "names that the service does not take",
            app -> {
              var project = Project.of("project", p -> p.name("x".repeat(300)));
              var database = Database.of("database", project, d -> d.name(""));
              Connection.of("connection", database, c -> c.name("c"));
            })
        .fails(1, "plan");
    server
        .says(200, WORKSPACES)
        .always(
            "/v1/regions/postgres",
            200,
            "{\"data\":[{\"id\":\"us-east-1\"},{\"id\":\"eu-west-3\"}]}");
    prisma(
            situations,
            "a region that there is not",
            app -> Project.of("project", p -> p.region("mars-north-1")))
        .fails(1, "deploy", "--quiet");
    server.says(200, WORKSPACES).says(200, WORKSPACES);
    prisma(
            situations,
            "a workspace that the token does not reach",
            app -> Project.of("project", p -> p.workspace(WorkspaceRef.of("wksp_other"))))
        .fails(1, "deploy", "--quiet");
    String two =
        "{\"data\":[{\"id\":\"wksp_1\",\"name\":\"acme\"},{\"id\":\"wksp_2\",\"name\":\"acme\"}]}";
    server.says(200, two).says(200, two);
    prisma(situations, "a workspace's name that two have", app -> WorkspaceRef.of("acme"))
        .fails(1, "deploy", "--quiet");
    prisma(situations, "a reference without an id", app -> Database.ref(" "))
        .fails(1, "deploy", "--quiet");
    prisma(
            situations,
            "a reference that is asked for more than its id",
            app -> Project.ref("p").name())
        .fails(1, "deploy", "--quiet");
    prisma(
            situations,
            "a lazy value that asks a reference for more than its id",
            app -> app.output("name", Project.ref("p")::name))
        .fails(1, "deploy", "--quiet");
    prisma(
            situations,
            "a database of another project",
            app -> {
              var one = Project.of("one");
              var other = Project.of("other");
              var database = Database.of("database", one);
              Connection.of("connection", database, c -> c.project(other));
            })
        .fails(1, "plan");
    server
        .says(200, WORKSPACES)
        .says(200, "{\"data\":{\"id\":\"db_1\",\"name\":\"d\",\"project\":{\"id\":\"proj_2\"}}}");
    prisma(
            situations,
            "a database made elsewhere that is in another project",
            app ->
                Connection.of(
                    "connection", Database.ref("db_1"), c -> c.project(Project.ref("proj_1"))))
        .fails(1, "deploy", "--quiet");
    server
        .says(200, WORKSPACES)
        .says(201, PROJECT)
        .says(201, "{\"data\":" + database("provisioning") + "}")
        .says(200, "{\"data\":[" + database("failure") + "]}");
    prisma(
            situations,
            "a database that the service could not make",
            app -> Database.of("database", Project.of("project")))
        .fails(1, "deploy", "--quiet", "--parallel", "1");
    server.always("/v1/workspaces", 200, WORKSPACES); // asked beside what lives in something
    server.says(201, PROJECT);
    Scene full =
        prisma(situations, "a project that holds what we did not make", app -> deletable())
            .after(0, "deploy", "--quiet");
    server
        .says(200, "{\"data\":[]}")
        .says(400, "{\"error\":{\"code\":\"conflict\",\"message\":\"Existing dependencies\"}}")
        .says(200, "{\"data\":[{\"id\":\"db_9\",\"name\":\"by-hand\"}]}");
    full.fails(1, "destroy", "--quiet", "--yes");
    server.says(201, "{\"data\":" + database("ready") + "}");
    Scene first =
        prisma(
                situations,
                "a database that others made the default one",
                app -> Database.of("database", Project.ref("proj_1"), d -> d.delete(true)))
            .after(0, "deploy", "--quiet");
    server
        .says(200, "{\"data\":" + database("ready") + "}")
        .says(200, "{\"data\":[]}")
        .says(403, "{\"error\":{\"code\":\"forbidden\",\"message\":\"Cannot delete the default\"}}")
        .says(
            200,
            "{\"data\":"
                + database("ready").replace("{\"id\"", "{\"isDefault\":true,\"id\"")
                + "}");
    first.fails(1, "destroy", "--quiet", "--yes");
    server.says(201, PROJECT);
    prisma(situations, "no token any more for what is to be destroyed", app -> deletable())
        .after(0, "deploy", "--quiet")
        .variable("PRISMA_SERVICE_TOKEN", "")
        .fails(1, "destroy", "--quiet", "--yes");
    server.says(201, PROJECT);
    prisma(
            situations,
            "no password for a token that is sealed in state",
            app ->
                Project.of("project", p -> p.delete(true).serviceToken(Secret.of("literal-token"))))
        .after(0, "deploy", "--quiet")
        .variable("ALCHEMY_PASSWORD", "")
        .fails(1, "destroy", "--quiet", "--yes");
    String none = "{\"error\":{\"code\":\"not_found\",\"message\":\"No such project\"}}";
    server.says(201, PROJECT);
    Scene gone =
        prisma(situations, "a change to what was deleted by hand", ONE_PROJECT)
            .after(0, "deploy", "--quiet");
    server.says(404, none).says(404, none);
    gone.script(app -> Project.of("project", p -> p.name("other"))).fails(1, "deploy", "--quiet");
    server.says(201, PROJECT);
    Scene unreadable =
        prisma(situations, "a service that does not tell how things are", ONE_PROJECT)
            .after(0, "deploy", "--quiet");
    server.says(403, none);
    unreadable.fails(1, "drift");
    situations.match();
  }

  private static void deletable() {
    Project.of("project", p -> p.delete(true));
  }

  private static String database(String status) {
    return "{\"id\":\"db_1\",\"name\":\"database\",\"status\":\""
        + status
        + "\",\"region\":{\"id\":\"us-east-1\"},\"project\":{\"id\":\"proj_1\"}}";
  }
}
