package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.clients.Installed;
import alchemy.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project of each template with npm packages does what its README says, with its own commands.
 */
@Tag("full")
@Tag("processes")
class TemplatesTest {
  private static final Path CATALOG = Shell.HOME.resolve("jbang-catalog.json");
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1) // an offer of another leaves Vite waiting
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  @TempDir Path folder;
  private Path app;
  private Shell shell;
  private final List<Path> links = new ArrayList<>();

  @BeforeEach
  void aPlace() throws IOException {
    app = folder.resolve("my-app");
    Path engine = Installed.schemaEngine(folder.resolve("engine"));
    links.add(engine.resolveSibling("node_modules"));
    shell =
        new Shell(app)
            .with("PRISMA_SCHEMA_ENGINE_BINARY", engine.toString())
            .with("CHECKPOINT_DISABLE", "1")
            .with("ASTRO_TELEMETRY_DISABLED", "1")
            .with("HOST", "127.0.0.1");
  }

  @AfterEach
  void leaveWhatIsInstalled() throws IOException {
    for (Path each : links) {
      Files.delete(each);
    }
  }

  @Test
  void thePrismaWorkerMakesAUserAndListsAll() throws Exception {
    create("prisma-orm-worker");
    npm("run", "postinstall");
    npm("exec", "tsc");
    try (Running dev = shell.start("dev")) {
      String url = dev.await("worker url: http://127.0.0.1:").replaceFirst(".*worker url: ", "");
      Map<?, ?> first = (Map<?, ?>) Json.read(get(url));
      Map<?, ?> second = (Map<?, ?>) Json.read(get(url));

      Map<?, ?> user = (Map<?, ?>) first.get("newUser");
      assertEquals("Ada", user.get("name"));
      assertTrue(user.get("email").toString().endsWith("@example.com"), first::toString);
      assertEquals(List.of(user), first.get("allUsers"));
      assertEquals(List.of(user, second.get("newUser")), second.get("allUsers"));

      Path model = app.resolve("prisma/schema.prisma");
      Files.writeString(
          model, Files.readString(model).replace("  createdAt", "  city String?\n  createdAt"));
      npm("run", "migrate", "--", "--name", "city");
      npm("run", "generate");
      assertEquals(130, dev.stop("INT"), dev::toString);
    }
    // The same database, with the column; the new client of it is bundled.
    Map<?, ?> third = (Map<?, ?>) Json.read(shell.run("dev", "--fetch", "/").expect(0).out());
    assertEquals(3, ((List<?>) third.get("allUsers")).size());
    assertTrue(((Map<?, ?>) third.get("newUser")).containsKey("city"), third::toString);
  }

  @Test
  void theAstroSiteWithPrismaListsWhatIsPublished() throws Exception {
    create("astro-prisma-postgres");
    npm("run", "postinstall");
    build();
    try (Running dev = shell.start("dev")) {
      dev.await("serving until Ctrl-C");
      npm("run", "seed");
      for (String page : List.of(served("run", "dev", "--", "--port"), served("start"))) {
        assertTrue(page.contains("<h2>Hello</h2>"), page);
        assertTrue(page.contains("<p>World</p>"), page);
        assertFalse(page.contains("A draft"), page);
      }
      assertEquals(130, dev.stop("INT"), dev::toString);
    }
  }

  @Test
  void theAstroSiteWithPgMakesItsTableAndShowsTheRow() throws Exception {
    create("astro-pg");
    build();
    try (Running dev = shell.start("dev")) {
      dev.await("serving until Ctrl-C");
      for (String page : List.of(served("run", "dev", "--", "--port"), served("start"))) {
        assertTrue(page.contains("<h1>Hello</h1>"), page);
        assertTrue(page.contains("<p>World</p>"), page);
      }
      assertEquals(130, dev.stop("INT"), dev::toString);
    }
  }

  @Test
  void theTypesOfTheHyperdriveWorkerAreRight() throws Exception {
    create("hyperdrive-worker");
    Path compiler =
        Installed.like(Shell.HOME.resolve("templates/astro-pg"))
            .resolve("node_modules/typescript/bin/tsc");
    shell.program("", List.of("node", compiler.toString(), "--noEmit")).expect(0);
  }

  @Test
  void jbangInitLaysOutEachOfThemAsCreateDoes() throws Exception {
    Map<?, ?> catalog = (Map<?, ?>) Json.read(Files.readString(CATALOG));
    for (Object template : ((Map<?, ?>) catalog.get("templates")).keySet()) {
      Path own = folder.resolve(template + "/my-app");
      Path theirs = Files.createDirectories(folder.resolve(template + "/theirs"));
      new Shell(own.getParent()).run("create", "--template", "" + template, "my-app").expect(0);
      String from = "--template=" + template + "@" + Shell.HOME;
      new Shell(theirs)
          .withJBang(folder.resolve("bin"))
          .program("", List.of("jbang", "init", from, "alchemy.run.java"))
          .expect(0);
      assertEquals(content(own), content(theirs), () -> "" + template);
    }
  }

  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        content.put(folder.relativize(each).toString(), Files.readString(each));
      }
    }
    return content;
  }

  private void create(String template) throws IOException, InterruptedException {
    new Shell(folder).run("create", "--template", template, "my-app").expect(0);
    links.add(Installed.into(app));
  }

  /** Checks and builds a site while its {@code .env} has a password, which must not go along. */
  private void build() throws IOException, InterruptedException {
    shell.run("deploy", "--stage", "local").expect(0);
    assertTrue(npm("run", "check").all().contains("0 errors"));
    npm("exec", "--", "tsc", "--noEmit"); // wants the types that the check leaves
    npm("run", "build");
    String env = Files.readString(app.resolve(".env"));
    String password = env.replaceAll("(?s).*://[^:]+:|@.*", "");
    assertTrue(password.length() > 10 && env.contains(":" + password + "@"), "it has a password");
    try (var files = Files.walk(app.resolve("dist"))) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(each).contains(password), each::toString);
      }
    }
  }

  /** What a server's first page says; the words may end before the port that they are to name. */
  private String served(String... words) throws IOException, InterruptedException {
    int port = port();
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(words));
    if (words[words.length - 1].equals("--port")) {
      command.add("" + port);
    }
    try (Running server = shell.with("PORT", "" + port).startProgram(command)) {
      server.await(":" + port);
      String page = get("http://127.0.0.1:" + port + "/");
      server.stop("INT");
      // In development each element tells its place in the sources.
      return page.replaceAll(" data-astro-source[^>]*", "");
    }
  }

  private static int port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Shell.Ran npm(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(words));
    return shell.program("", command).expect(0);
  }

  private static String get(String url) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer::body);
    return answer.body();
  }
}
