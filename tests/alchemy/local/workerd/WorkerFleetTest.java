package alchemy.local.workerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.fetch.Tools;
import alchemy.local.Children;
import alchemy.local.Events;
import alchemy.local.Ports;
import alchemy.local.Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WorkerFleetTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path folder;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private Runnable onNote = () -> {};
  private Children children;
  private WorkerFleet fleet;

  @BeforeEach
  void open() {
    var store = new Store(folder.resolve("data"));
    children = new Children();
    fleet =
        new WorkerFleet(
            new Ports(store),
            new Lines(),
            children,
            () -> Tools.standard(line -> {}).workerd(),
            folder.resolve("start"));
  }

  @AfterEach
  void close() {
    fleet.close();
    children.close();
  }

  private static WorkerSpec spec(String code, String... flags) {
    var main =
        new WorkerModule(
            "dir/worker.js", ModuleType.ES_MODULE, code.getBytes(StandardCharsets.UTF_8));
    return new WorkerSpec(
        List.of(main),
        false,
        "2026-11-01",
        List.of(flags),
        List.of(),
        List.of(),
        java.util.Optional.empty());
  }

  private static String saying(String text) {
    return "export default { async fetch(request) { if (request.url.endsWith('/slow')) {"
        + " console.log('slow'); await new Promise((r) => setTimeout(r, 700)); } if"
        + " (request.method === 'POST') { console.log('open'); await request.text(); }"
        + " return new Response('"
        + text
        + "'); } };";
  }

  private CompletableFuture<String> fetch(String path) {
    var request = HttpRequest.newBuilder(URI.create(fleet.url("w") + path)).build();
    return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  @Test
  void aRequestUnderWayIsAnsweredByTheOldVersionWhileTheNewOneServes() throws Exception {
    fleet.run("w", spec(saying("old")));
    fleet.listen("w", true);
    // It is under way until the last byte that it promised is sent.
    try (var socket = new java.net.Socket("127.0.0.1", URI.create(fleet.url("w")).getPort())) {
      var head = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertEquals("w: open", lines.poll(5, TimeUnit.SECONDS));
      fleet.run("w", spec(saying("new")));
      assertEquals("new", fetch("/").get());
      socket.getOutputStream().write('.');
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.endsWith("old"), answer);
    }
  }

  @Test
  void noNewConnectionIsRefusedWhileVersionsAreExchanged() throws Exception {
    fleet.run("w", spec(saying("0")));
    fleet.listen("w", true);
    var done = new AtomicBoolean();
    var client =
        CompletableFuture.supplyAsync(
            () -> {
              int answers = 0;
              while (!done.get()) {
                // A client of its own each time: a connection that is kept may always be closed.
                answers += answeredOnce() ? 1 : 0;
              }
              return answers;
            });
    for (int i = 1; i <= 3; i++) {
      fleet.run("w", spec(saying("" + i)));
    }
    done.set(true);
    assertTrue(client.get() > 0);
  }

  /** Of this test: the JVM may have other children, which serve other tests. */
  private static Stream<ProcessHandle> workerds() {
    return ProcessHandle.current()
        .children()
        .filter(each -> each.info().command().orElse("").endsWith("/workerd"));
  }

  private boolean answeredOnce() {
    try (var socket = new java.net.Socket("127.0.0.1", URI.create(fleet.url("w")).getPort())) {
      var request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      return true;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aVersionThatDoesNotStartOrIsNotApprovedNeverServes() throws Exception {
    fleet.run("w", spec(saying("old")));
    fleet.listen("w", true);
    var refused =
        assertThrows(WorkerRefusedException.class, () -> fleet.run("w", spec("import 'nothing';")));
    assertEquals(
        "Uncaught Error: No such module \"dir/nothing\".", refused.reason().split("\n")[0]);
    var exports = spec("export class A {} export default { fetch() {}, scheduled() {} };");
    assertThrows(
        IllegalStateException.class,
        () ->
            fleet.run(
                "w",
                exports,
                found -> {
                  assertEquals(new Exports(List.of("fetch", "scheduled"), List.of("A")), found);
                  throw new IllegalStateException("not approved");
                }));
    assertEquals("old", fetch("/").get());
    try (var left = Files.list(folder.resolve("start"))) {
      assertEquals(List.of("w-w"), left.map(each -> each.getFileName().toString()).toList());
    }
  }

  @Test
  void whatIsRefusedLeavesNoProcessBehind() throws Exception {
    fleet.run("w", spec(saying("old")), found -> {});
    var before = workerds().toList();
    var experimental = spec(saying("new"), "service_binding_extra_handlers");
    assertThrows(WorkerRefusedException.class, () -> fleet.run("w", experimental, found -> {}));
    for (var each : workerds().filter(c -> !before.contains(c)).toList()) {
      each.onExit().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void aRestartDoesNotReplaceAVersionThatCameMeanwhile() throws Exception {
    fleet.run("w", spec("console.log('old starts');" + saying("old")));
    fleet.listen("w", true);
    assertEquals("w: old starts", lines.poll(5, TimeUnit.SECONDS));
    for (int i = 0; i < 3; i++) {
      // It has to live for two seconds.
      fetch("/slow").get();
      assertEquals("w: slow", lines.poll(5, TimeUnit.SECONDS));
    }
    onNote = () -> fleet.run("w", spec(saying("new")));
    var old = workerds().toList();
    old.forEach(ProcessHandle::destroyForcibly);
    assertEquals("Worker w ended unexpectedly; it starts again", lines.poll(5, TimeUnit.SECONDS));
    assertEquals("w: old starts", lines.poll(5, TimeUnit.SECONDS));
    var both = workerds().filter(each -> !old.contains(each));
    var oneEnds = both.map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.anyOf(oneEnds).get(10, TimeUnit.SECONDS);
    assertEquals("new", fetch("/").get());
  }

  @Test
  void simulatorsThatEndAreStartedWhenTheyAreNeededAgain() throws Exception {
    fleet.simulate(List.of());
    var first = workerds().toList();
    first.forEach(ProcessHandle::destroyForcibly);
    assertEquals(
        "KV, D1 and queues: ended unexpectedly; start again when a Worker needs them",
        lines.poll(5, TimeUnit.SECONDS));
    fleet.simulate(List.of());
    var now = workerds().filter(each -> !first.contains(each));
    assertEquals(1, now.filter(ProcessHandle::isAlive).count());
  }

  @Test
  void aWorkerdThatIsMissingIsWhatIsTold() {
    var reason = new IllegalStateException("no workerd");
    var without =
        new WorkerFleet(
            new Ports(new Store(folder.resolve("other"))),
            new Lines(),
            children,
            () -> {
              throw reason;
            },
            folder.resolve("other-start"));
    try (without) {
      var told =
          assertThrows(
              IllegalStateException.class, () -> without.run("w", spec(saying("")), found -> {}));
      assertEquals(reason, told);
    }
  }

  @Test
  void textsOfAllKindsSurviveTheConfiguration() {
    assertEquals("\"a\\\"b\\\\c\\x0a\\xc3\\xa9\"", Capnp.quote("a\"b\\c\né"));
  }

  private final class Lines implements Events {
    @Override
    public void log(String worker, String text) {
      lines.add(worker + ": " + text);
    }

    @Override
    public void note(String text) {
      onNote.run();
      lines.add(text);
    }
  }
}
