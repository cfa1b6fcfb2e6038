package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.json.Json;
import alchemy.secrets.Canary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands as processes, with real services behind them: no secret is in what they print, in
 * their command lines or those of their children, in the project, in the temporary folder, or in
 * the local cloud's data.
 */
@Tag("processes")
class SecretsTest {
  private static final long LOOK_EVERY_MILLIS = 40;

  @TempDir Path folder;
  private final List<Canary> canaries = new ArrayList<>();
  private final Set<String> commandLines = ConcurrentHashMap.newKeySet();
  private final List<String> seen = new ArrayList<>();
  private final ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor();
  private Shell shell;
  private Path temporary;

  private void project() throws IOException {
    Path app = Files.createDirectories(folder.resolve("app"));
    temporary = Files.createDirectories(folder.resolve("temporary"));
    Files.createDirectories(app.resolve("src"));
    Files.writeString(
        app.resolve("src/worker.js"),
        """
        export default {
          fetch(request, env) {
            console.log("this is " + env.BOUND);
            return Response.json({ bound: env.BOUND, url: env.HYPERDRIVE.connectionString });
          },
        };
        """);
    Files.writeString(
        app.resolve("alchemy.run.java"),
        Library.DEPS
            + """
            //JAVA 17+

            import alchemy.*;
            import alchemy.cloudflare.*;
            import alchemy.prisma.*;

            class Infra {
              public static void main(String... args) {
                Alchemy.run("secrets", args, app -> {
                  var bound = Alchemy.env("BOUND");
                  var project = Project.of("project", p -> p.delete(true));
                  var database = Database.of("database", project, d -> d.delete(true));
                  var connection = Connection.of("connection", database);
                  var hyperdrive = Hyperdrive.of("hyperdrive", connection);
                  var worker = Worker.of("worker", "src/worker.js", w -> w
                      .bind("HYPERDRIVE", hyperdrive)
                      .bind("BOUND", bound)
                      .bind("TEXT", "a text with " + bound.unencrypted()));
                  app.output("connection", connection::connectionString);
                  app.output("text", () -> "psql " + connection.connectionString().unencrypted());
                  app.output("name", worker::name);
                });
              }
            }
            """);
    Canary bound = canary("BOUND");
    Files.writeString(app.resolve(".env"), "BOUND='" + bound.text() + "'\n");
    shell =
        new Shell(app)
            .with("ALCHEMY_STAGE", "prod")
            .with("ALCHEMY_PASSWORD", canary("ALCHEMY_PASSWORD").text())
            .with("TMPDIR", temporary.toString())
            .with("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
  }

  @Test
  void aDeploymentFromItsFirstToItsLastCommand() throws Exception {
    project();
    ScheduledFuture<?> looking = looking();
    Path data = folder.resolve("cloud");
    try (Cloud cloud = Cloud.start(data)) {
      shell.with(cloud.variables());
      know("PRISMA_SERVICE_TOKEN", cloud.text("prismaToken").replace("prisma-local-", ""));
      know("CLOUDFLARE_API_TOKEN", cloud.text("cloudflareToken"));
      shell.run("deploy", "--debug").expect(0);
      passwordOf(cloud);
      ran(0, "plan", "--json");
      ran(0, "deploy", "--json", "--debug");
      ran(0, "outputs");
      ran(0, "outputs", "--json");
      ran(0, "state", "show", "connection");
      ran(0, "state", "show", "worker", "--json");
      ran(0, "drift", "--json");
      ran(0, "deploy", "--refresh", "--debug");
      shell.with("CLOUDFLARE_API_TOKEN", canary("wrong token").text());
      ran(1, "deploy", "--refresh", "--debug");
      shell.with("CLOUDFLARE_API_TOKEN", cloud.text("cloudflareToken"));
      look(folder.resolve("app"), data);
      ran(0, "destroy", "--yes", "--debug");
      look(folder.resolve("app"), data, temporary);
    } finally {
      looking.cancel(false);
      threads.shutdown();
    }
    theCommandLines();
  }

  @Test
  void aWorkerThatTellsItsSecretInDev() throws Exception {
    project();
    ScheduledFuture<?> looking = looking();
    try {
      Shell.Ran dev = ran(0, "dev", "--fetch", "/", "--debug");
      assertTrue(dev.out().contains("\"bound\":\"***\""), dev::toString);
      ran(0, "outputs", "--stage", "local", "--json");
      look(folder.resolve("app"), temporary);
    } finally {
      looking.cancel(false);
      threads.shutdown();
    }
    theCommandLines();
  }

  private Canary canary(String place) {
    Canary canary = Canary.plain(place);
    canaries.add(canary);
    return canary;
  }

  private void know(String place, String text) {
    canaries.add(new Canary(place, text, text));
  }

  /** The Worker knows the password that the service drew; the test learns it from there. */
  private void passwordOf(Cloud cloud) throws IOException, InterruptedException {
    Map<?, ?> answer = (Map<?, ?>) Json.read(cloud.get(cloud.urlOf("secrets-worker-prod")));
    String url = String.valueOf(answer.get("url"));
    assertTrue(url.matches("postgres(ql)?://[^:]+:[^@]{16,}@.*"), "a connection string");
    know("the database's password", url.replaceAll("^[^:]+://[^:]+:([^@]+)@.*$", "$1"));
  }

  private Shell.Ran ran(int code, String... words) throws IOException, InterruptedException {
    Shell.Ran ran = shell.run(words).expect(code);
    byte[] all = ran.all().getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of(), Canary.seen(canaries, String.join(" ", words), all));
    return ran;
  }

  private void look(Path... places) throws IOException {
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          if (!each.getFileName().toString().equals(".env")) {
            seen.addAll(Canary.seen(canaries, folder.relativize(each).toString(), bytes(each)));
          }
        }
      }
    }
    assertEquals(List.of(), seen);
  }

  // A file of the database may go between being listed and being read.
  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private ScheduledFuture<?> looking() {
    return threads.scheduleWithFixedDelay(
        this::commandLines, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void commandLines() {
    ProcessHandle.current()
        .descendants()
        .forEach(each -> each.info().commandLine().ifPresent(commandLines::add));
  }

  private void theCommandLines() {
    String all = String.join("\n", commandLines);
    // Those that live long enough to be met for certain.
    for (String each : List.of("java", "workerd", "postgres")) {
      assertTrue(all.contains(each), () -> each + " in\n" + all);
    }
    byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of(), Canary.seen(canaries, "a command line", bytes));
    assertFalse(commandLines.isEmpty());
  }
}
