package alchemy.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackServerTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private LoopbackServer server;

  @BeforeEach
  void start() {
    start(Faults.none());
  }

  private void start(Faults faults) {
    server =
        new LoopbackServer(
            0, new RequestLog(folder, Clock.systemUTC(), shown::add), new Notes(notes), faults);
    server.serve(
        new Router()
            .on("GET", "/hello/{name}", r -> Reply.json(200, r.params()))
            .on(
                "GET",
                "/broken",
                r -> {
                  throw new IOException("disk full");
                }),
        Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private record Notes(List<String> notes) implements Events {
    @Override
    public void log(String worker, String text) {
      notes.add(worker + ": " + text);
    }

    @Override
    public void note(String text) {
      notes.add(text);
    }
  }

  // By hand, since the JDK's client does not let a caller set Host.
  private String ask(String path, String host, String... headers) throws IOException {
    try (var socket = new Socket(Loopback.address(), server.port())) {
      var request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
      for (var header : headers) {
        request += header + "\r\n";
      }
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void itAnswersUnderItsLoopbackNames() throws IOException {
    for (var name : List.of("127.0.0.1:", "localhost:")) {
      var answer = ask("/hello/a%2Fb+c", name + server.port());
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      assertTrue(answer.contains("{\"name\":\"a/b+c\"}"), answer);
      assertTrue(answer.contains("\r\nDate: "), answer);
    }
  }

  @Test
  void aForeignHostOrOriginIsRefused() throws IOException {
    var own = "127.0.0.1:" + server.port();
    for (var host : List.of("evil.example", "evil.example:" + server.port(), "127.0.0.1:1")) {
      assertTrue(ask("/hello/x", host).startsWith("HTTP/1.1 403"), host);
    }
    for (var origin : List.of("http://evil.example", "null", "https://" + own)) {
      assertTrue(ask("/hello/x", own, "Origin: " + origin).startsWith("HTTP/1.1 403"), origin);
    }
    assertTrue(ask("/hello/x", own, "Origin: http://" + own).startsWith("HTTP/1.1 200"));
  }

  @Test
  void everyRequestIsOneLineWithoutItsQuery() throws IOException {
    ask("/hello/x?token=s3cret", "127.0.0.1:" + server.port(), "Authorization: Bearer s3cret");
    ask("/nowhere", "127.0.0.1:" + server.port());
    var lines = Files.readAllLines(folder.resolve("requests.ndjson"));
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).contains("\"path\":\"/hello/x\",\"status\":200"), lines.get(0));
    assertTrue(lines.get(1).contains("\"status\":404"), lines.get(1));
    assertFalse(String.join("", lines).contains("s3cret"));
  }

  @Test
  void aFaultOfOursIsToldToTheTerminalAndNotToTheClient() throws IOException {
    var answer = ask("/broken", "127.0.0.1:" + server.port());
    assertTrue(answer.startsWith("HTTP/1.1 500"), answer);
    assertFalse(answer.contains("disk full"));
    assertTrue(notes.get(0).contains("disk full"), notes::toString);
  }

  @Test
  void whatAStopBreaksOffIsNeitherAnsweredNorRecorded() throws Exception {
    server.close();
    var ended = new CountDownLatch(1);
    var log = new RequestLog(folder, Clock.systemUTC(), line -> ended.countDown());
    var recorded = Files.createDirectories(folder.resolve("recorded"));
    server = new LoopbackServer(0, log, new Notes(notes), Faults.none());
    var router =
        new Router()
            .on(
                "GET",
                "/begun",
                r -> {
                  server.close();
                  throw new StoppedException();
                });
    try (var recording = Recording.in(recorded)) {
      server.serve(router, Optional.of(recording));
      assertEquals("", get("/begun"));
      assertTrue(ended.await(1, TimeUnit.MINUTES));
    }
    try (var files = Files.list(recorded)) {
      assertEquals("", Files.readString(files.findFirst().orElseThrow()));
    }
  }

  private String get(String path) throws IOException {
    return ask(path, "127.0.0.1:" + server.port());
  }

  private void startWith(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--data", folder.toString()));
    all.addAll(List.of(arguments));
    server.close();
    start(Options.parse(all.toArray(String[]::new)).faults());
  }

  @Test
  void whatIsToFailFailsThatOftenAndSaysWhenToComeAgain() throws IOException {
    startWith("--fail", "GET /hello/*: 429 retry-after=7 x2", "--fail", "* /second: 503");
    for (int i = 0; i < 2; i++) {
      var answer = get("/hello/first");
      assertTrue(answer.startsWith("HTTP/1.1 429"), answer);
      assertTrue(answer.contains("Retry-after: 7"), answer);
      assertTrue(answer.contains("asked for"), answer);
    }
    assertTrue(get("/hello/first").startsWith("HTTP/1.1 200"));
    // The end of a path is enough, and without a number it is for ever.
    for (int i = 0; i < 3; i++) {
      assertTrue(get("/hello/second").startsWith("HTTP/1.1 503"));
    }
    assertTrue(get("/second/hello").startsWith("HTTP/1.1 404"));
    assertTrue(
        Files.readString(folder.resolve("requests.ndjson")).contains("\"fault\":\"failed\""));
  }

  @Test
  void whatIsToBeDroppedIsDoneAndNotAnswered() throws IOException {
    startWith("--drop-after", "GET /broken x1");
    assertEquals("", get("/broken"));
    assertTrue(notes.get(0).contains("disk full"), notes::toString);
    assertTrue(get("/broken").startsWith("HTTP/1.1 500"));
  }

  @Test
  void requestsAreHeldBackAndShownWithTheirTime() throws IOException {
    startWith("--latency", "60ms");
    long began = System.nanoTime();
    assertTrue(get("/hello/x").startsWith("HTTP/1.1 200"));
    assertTrue(System.nanoTime() - began >= Duration.ofMillis(60).toNanos());
    assertTrue(shown.get(0).matches("GET /hello/x 200 \\d{2,} ms"), shown::toString);
  }
}
