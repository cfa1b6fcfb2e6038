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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackServerTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private LoopbackServer server;

  @BeforeEach
  void start() {
    server = new LoopbackServer(0, new RequestLog(folder, Clock.systemUTC()), new Notes(notes));
    server.serve(
        new Router()
            .on("GET", "/hello/{name}", r -> Reply.json(200, r.params()))
            .on(
                "GET",
                "/broken",
                r -> {
                  throw new IOException("disk full");
                }));
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
}
