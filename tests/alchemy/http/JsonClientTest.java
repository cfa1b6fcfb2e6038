package alchemy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonClientTest {
  private final Waits waits = new Waits();
  private final JsonClient client = waits.client();
  private RecordedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordedServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer get() {
    return client.send(Request.get(server.uri("/thing?secret=query")), waits);
  }

  private Answer post() {
    return client.send(Request.post(server.uri("/thing")).json(Map.of("a", 1)), waits);
  }

  @Test
  void sendsMethodHeadersAndBody() {
    server.says(200, "{}");
    client.send(
        Request.post(server.uri("/x?y=1")).bearer(Secret.of("token-1234")).json(Map.of("a", 1)),
        waits);
    assertEquals("POST /x?y=1", server.last().line());
    assertEquals("{\"a\":1}", server.last().text());
    assertEquals(List.of("Bearer token-1234"), server.last().headers().get("Authorization"));
    assertEquals(List.of("application/json"), server.last().headers().get("Content-type"));
    assertFalse(server.last().headers().containsKey("Upgrade"));
  }

  @Test
  void readsJsonByContentAndNotByContentType() {
    server.says(200, "{\"a\":[1,true,\"x\"]}", "Content-Type", "text/plain");
    assertEquals(List.of(1L, true, "x"), get().fields().at("a").tree());
  }

  @Test
  void anEmptyBodyIsAnEmptyAnswer() {
    server.says(204, "");
    Answer answer = get();
    assertTrue(answer.isOk());
    assertNull(answer.tree());
    assertNull(answer.fields().at("data").text("id"));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void aServersFaultIsTriedAgainWhereThatIsHarmless(int status) {
    server.says(status, "").says(status, "oops").says(200, "{\"ok\":true}");
    assertTrue(get().fields().flag("ok"));
    assertEquals(List.of(200L, 400L), waits.millis());
  }

  @Test
  void itGivesUpAfterFiveTries() {
    for (int i = 0; i < 5; i++) {
      server.says(500, "{}");
    }
    assertEquals(500, get().status());
    assertEquals(5, server.heard().size());
    assertEquals(List.of(200L, 400L, 800L, 1600L), waits.millis());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 503})
  void aCreateIsNeverRepeatedAfterAServersFault(int status) {
    server.says(status, "{}");
    AnswerLostException e = assertThrows(AnswerLostException.class, this::post);
    assertTrue(e.getMessage().contains("POST /thing: status " + status), e::getMessage);
    assertEquals(1, server.heard().size());
  }

  @Test
  void aCreateWhoseAnswerIsLostIsNotRepeated() {
    server.hangsUp();
    assertThrows(AnswerLostException.class, this::post);
    assertEquals(1, server.heard().size());
  }

  @Test
  void aReadWhoseAnswerIsLostIsRepeated() {
    server.hangsUp().says(200, "{\"ok\":true}");
    assertTrue(get().fields().flag("ok"));
  }

  @Test
  void aPostThatSaysSoIsRepeated() {
    server.says(500, "").says(200, "{\"ok\":true}");
    Request request = Request.post(server.uri("/set")).json(Map.of()).repeatable();
    assertTrue(client.send(request, waits).fields().flag("ok"));
  }

  @Test
  void aRefusalForTheRateIsRepeatedEvenForACreate() {
    server.says(429, "", "Retry-After", "7").says(429, "").says(201, "{\"ok\":true}");
    assertTrue(post().fields().flag("ok"));
    assertEquals(List.of(7000L, 4000L), waits.millis());
  }

  @Test
  void anEndlessRefusalForTheRateBecomesTheAnswer() {
    for (int i = 0; i < 8; i++) {
      server.says(429, "{}", "Retry-After", "1");
    }
    assertEquals(429, post().status());
    assertEquals(8, server.heard().size());
  }

  @Test
  void afterARefusalForTheRateAllRequestsOfThatTokenWait() {
    Pace pace = new Pace(Rate.UNLIMITED, waits::nanos);
    pace.shut(Duration.ofSeconds(3));
    pace.await(waits);
    pace.await(waits);
    assertEquals(List.of(3000L), waits.millis());
    pace.shut(null);
    pace.await(waits);
    pace.opened();
    pace.shut(null);
    pace.await(waits);
    assertEquals(List.of(3000L, 4000L, 2000L), waits.millis());
  }

  @Test
  void otherTokensGoOnMeanwhile() {
    server.says(429, "", "Retry-After", "7").says(200, "{}").says(200, "{}").says(200, "{}");
    Waits others = new Waits();
    Waits same = new Waits();
    List<Long> waited = new ArrayList<>();
    client.send(
        of("one-token"),
        time -> {
          // While the first one waits.
          client.send(of("another-token"), others);
          client.send(
              of("one-token"),
              shorter -> {
                same.pause(shorter);
                waits.pause(shorter);
              });
          waited.add(time.toMillis());
        });
    assertEquals(List.of(7000L), waited);
    assertEquals(List.of(7000L), same.millis());
    assertEquals(List.of(), others.millis());
    assertEquals(4, server.heard().size());
  }

  private Request of(String token) {
    return Request.get(server.uri("/thing")).bearer(Secret.of(token));
  }

  @Test
  void aRefusalAfterATryThatMayHaveGotThroughIsNotClear() {
    server.says(500, "").says(403, "{}").says(429, "", "Retry-After", "1").says(403, "{}");
    Request put = Request.put(server.uri("/thing")).json(Map.of());
    assertTrue(client.send(put, waits).unsure());
    assertFalse(client.send(put, waits).unsure());
    server.hangsUp().says(403, "{}").says(500, "").says(403, "{}");
    assertTrue(client.send(put, waits).unsure());
    Answer read = get();
    assertFalse(read.unsure());
    assertTrue(new ServiceException("It", read, "", "", null).isClear());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 408, 500})
  void onlyARefusalIsClear(int status) {
    for (int i = 0; i < 5; i++) {
      server.says(status, "{}");
    }
    assertFalse(new ServiceException("It", get(), "", "", null).isClear());
  }

  @Test
  void aBucketStartsFullAndThenLetsOneThroughAtATime() {
    Pace pace = new Pace(new Rate(1_000, Duration.ofMinutes(5)), waits::nanos);
    for (int i = 0; i < 1_000; i++) {
      pace.await(waits);
    }
    assertEquals(List.of(), waits.millis());
    pace.await(waits);
    assertEquals(List.of(300L), waits.millis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "4.5", "Sat, 21 Nov 2026 08:00:05 GMT"})
  void retryAfterIsSecondsOrADate(String header) {
    server.says(503, "", "Retry-After", header).says(200, "{}");
    get();
    assertEquals(1, waits.millis().size());
    assertEquals(5, Math.round(waits.millis().get(0) / 1000.0 + 0.01));
  }

  @Test
  void aWrongRetryAfterIsAsGoodAsNone() {
    server.says(503, "", "Retry-After", "soon").says(200, "{}");
    get();
    assertEquals(List.of(200L), waits.millis());
  }

  @Test
  void otherAnswersAreHandedOnAtOnce() {
    server.says(404, "{\"error\":{}}").says(302, "", "Location", "http://example.invalid/");
    assertEquals(404, get().status());
    assertEquals(302, get().status());
    assertEquals(2, server.heard().size());
  }

  @Test
  void anAnswerThatIsNotJsonShowsItsStatusAndItsMaskedStart() {
    Secret.of("hunter2hunter2");
    server.says(
        200, "<html>hunter2hunter2 postgres://me:other-pass@host/ {\"password\": \"third\"}");
    UnreadableAnswerException e = assertThrows(UnreadableAnswerException.class, this::get);
    assertEquals(200, e.status());
    assertTrue(e.getMessage().contains("GET /thing at http://127.0.0.1:"), e::getMessage);
    assertTrue(e.getMessage().contains("<html>*** postgres://***@host/"), e::getMessage);
    assertFalse(e.getMessage().contains("third"), e::getMessage);
    assertFalse(e.getMessage().contains("query"), e::getMessage);
  }

  @Test
  void aCreateThatIsAnsweredByAPageMayHaveHappened() {
    server.says(200, "<html>");
    assertThrows(AnswerLostException.class, this::post);
  }

  @Test
  void noConnectionIsNoLostAnswer() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + free + "/x");
    UnreachableException e =
        assertThrows(
            UnreachableException.class,
            () -> client.send(Request.post(nobody).json(Map.of()), waits));
    assertEquals(4, waits.millis().size());
    assertTrue(e.getMessage().contains("alchemy local"), e::getMessage);
  }

  @Test
  void theServersClockIsRemembered() {
    assertEquals(Optional.empty(), client.lastServerTime());
    server.says(200, "{}");
    Answer answer = get();
    assertTrue(answer.serverTime().isPresent());
    assertEquals(answer.serverTime(), client.lastServerTime());
    assertTrue(Duration.between(answer.serverTime().get(), Instant.now()).toHours() < 1);
  }

  @Test
  void noTextOfARequestShowsItsTokenOrQuery() {
    Request request =
        Request.get(server.uri("/a?token=abc")).bearer(Secret.of("very-secret-token"));
    assertEquals("GET /a", request.toString());
    assertEquals(16, Request.fingerprint(Secret.of("very-secret-token")).length());
  }

  @Test
  void anAnswerThatLacksWhatItShouldHoldMayHaveBeenACreateThatHappened() {
    server.says(201, "").says(200, "{\"message\":\"welcome to my-hotel\"}");
    AlchemyException lost = post().without("no \"data\"");
    assertEquals(AnswerLostException.class, lost.getClass());
    assertEquals(
        "The answer to a request was lost.\n  POST /thing: status 201, but no \"data\"\n"
            + "  Run the command again; it looks for what was made before it makes anything.",
        lost.getMessage());
    AlchemyException read = get().without("no \"data\"");
    assertEquals(
        "A service's answer is incomplete.\n  GET /thing at "
            + server.base()
            + ": status 200, but no \"data\"\n"
            + "  Check that the base URL is the API's, and that no proxy answers in its place.",
        read.getMessage());
  }

  @Test
  void whatTheCallsOfARunShareIsMadeOnceForItsKindAndKey() {
    StringBuilder one = client.shared(StringBuilder.class, "key", StringBuilder::new);
    assertSame(one, client.shared(StringBuilder.class, "key", StringBuilder::new));
    assertNotSame(one, client.shared(StringBuilder.class, "other", StringBuilder::new));
    assertNotSame(one, new JsonClient().shared(StringBuilder.class, "key", StringBuilder::new));
  }

  @Test
  void aFactIsAskedOnce() {
    assertEquals("1", client.once("key", () -> "1"));
    assertEquals("1", client.once("key", () -> "2"));
  }
}
