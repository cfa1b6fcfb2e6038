package alchemy.local.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import alchemy.local.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TailTest {
  private static final String TAILS = "/workers/scripts/w/tails";

  @TempDir Path folder;
  private LocalCloudflare cloud;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() {
    cloud = new LocalCloudflare(folder);
    var code =
        "export default { fetch(request) { console.log('x'.repeat(200), request.method); if"
            + " (request.url.endsWith('bad')) throw new Error('no'); return new Response('y'); }"
            + " };";
    cloud.upload("w", code, Map.of());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private WebSocket connect(String url) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols("trace-v1")
        .buildAsync(URI.create(url), new Told())
        .join();
  }

  @Test
  void eachEventOfTheWorkerIsToldUntilTheTailEnds() throws Exception {
    var tail = cloud.call("POST", TAILS, Map.of("filters", List.of()));
    String url = tail.at("result", "url");
    var socket = connect(url);
    assertEquals("trace-v1", socket.getSubprotocol());
    socket.sendText("{\"debug\":false}", true).join();
    socket.sendPing(ByteBuffer.wrap("p".getBytes(StandardCharsets.US_ASCII))).join();
    assertEquals("pong p", told.poll(5, TimeUnit.SECONDS));
    LocalCloudflare.fetch(cloud.enable("w") + "/bad");
    var event =
        (Map<?, ?>) Json.read(told.poll(5, TimeUnit.SECONDS).getBytes(StandardCharsets.UTF_8));
    assertEquals("exception", event.get("outcome"));
    assertEquals("w", event.get("scriptName"));
    assertEquals("no", ((Map<?, ?>) ((List<?>) event.get("exceptions")).get(0)).get("message"));
    assertEquals(1, ((List<?>) event.get("logs")).size());
    String id = tail.at("result", "id");
    assertEquals(200, cloud.call("DELETE", TAILS + "/" + id, null).status());
    assertEquals("end", told.poll(5, TimeUnit.SECONDS));
    assertThrows(CompletionException.class, () -> connect(url));
  }

  @Test
  void eachRequestIsToldWithoutItsQuery() throws Exception {
    var url = cloud.enable("w");
    LocalCloudflare.fetch(url + "/good?token=secret");
    assertEquals("w GET /good 200", cloud.requests.poll(5, TimeUnit.SECONDS));
    LocalCloudflare.fetch(url + "/bad");
    assertEquals("w GET /bad 500", cloud.requests.poll(5, TimeUnit.SECONDS));
  }

  @Test
  void filtersLetThroughWhatTheyName() throws Exception {
    var filters = List.of(Map.of("outcome", List.of("exception")), Map.of("query", "/bad"));
    var tail = cloud.call("POST", TAILS, Map.of("filters", filters));
    connect(tail.at("result", "url"));
    var url = cloud.enable("w");
    LocalCloudflare.fetch(url + "/good");
    LocalCloudflare.fetch(url + "/bad");
    assertNotNull(told.poll(5, TimeUnit.SECONDS));
    assertNull(told.poll());
    var unknown = Map.of("filters", List.of(Map.of("client_ip", List.of("self"))));
    assertEquals(10021, cloud.call("POST", TAILS, unknown).code());
  }

  @Test
  @Timeout(20)
  void whoDoesNotReadIsDroppedAndNobodyWaits() throws Exception {
    try (var tails = new Tails(Clock.systemUTC())) {
      try (var stalled = follow(tails)) {
        var event = Map.<String, Object>of("text", "x".repeat(100_000));
        for (int i = 0; i < 2_000; i++) {
          tails.tell("w", event);
        }
        // What had been sent is still there, and then the end.
        assertThrows(IOException.class, () -> skipAll(stalled));
      }
    }
  }

  @Test
  @Timeout(20)
  void aTailEndsAfterSixHours() throws Exception {
    var now = new AtomicReference<>(Instant.parse("2026-11-01T00:00:00Z"));
    var clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now.get();
          }
        };
    try (var tails = new Tails(clock)) {
      try (var socket = follow(tails)) {
        now.updateAndGet(at -> at.plus(Duration.ofHours(7)));
        tails.tell("w", Map.of());
        assertEquals(-1, socket.getInputStream().read());
      }
    }
  }

  private static void skipAll(Socket socket) throws IOException {
    if (socket.getInputStream().transferTo(OutputStream.nullOutputStream()) < 2_000L * 100_000) {
      throw new EOFException();
    }
  }

  /** Follows a Worker as a WebSocket does; it is told events when this returns. */
  private static Socket follow(Tails tails) throws IOException {
    var url = URI.create((String) tails.open("w", new Fields(Map.of(), "", 0)).get("url"));
    var socket = new Socket(url.getHost(), url.getPort());
    var request = "GET " + url.getPath() + " HTTP/1.1\r\nSec-WebSocket-Key: a\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    // A ping, whose answer is the last that comes before events.
    socket.getOutputStream().write(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0});
    while (socket.getInputStream().read() != 0x8A) {}
    assertEquals(0, socket.getInputStream().read());
    return socket;
  }

  private final class Told implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        told.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      told.add("pong " + StandardCharsets.US_ASCII.decode(message));
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      told.add("end");
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
      told.add("end");
    }
  }
}
