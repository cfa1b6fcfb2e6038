package alchemy.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A service that says again what it was sent does not make an error show it. */
class EchoTest {
  private static final String TOKEN = "token/of+the=echo";
  private static final String PASSWORD = "p4ss/w0rd:of@\"echo\"?&#";
  private static final List<String> SPELLINGS =
      List.of(
          TOKEN,
          PASSWORD,
          PASSWORD.replace("\"", "\\\""),
          Endpoint.encode(TOKEN),
          Endpoint.encode(PASSWORD),
          base64(TOKEN),
          base64(PASSWORD));
  private static final String ECHO = "<p>" + String.join("</p><p>", SPELLINGS) + "</p>";

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

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Answer send(Request request) {
    Request full =
        request
            .bearer(Secret.of(TOKEN))
            .json(Map.of("password", Secret.of(PASSWORD).unencrypted()));
    return client.send(full, waits);
  }

  private Request get() {
    return Request.get(server.uri("/v1/things?cursor=" + Endpoint.encode(TOKEN)));
  }

  private Request post() {
    return Request.post(server.uri("/v1/things?cursor=" + Endpoint.encode(TOKEN)));
  }

  @Test
  void inAServersFault() {
    server.says(500, ECHO);
    told(AnswerLostException.class, "POST /v1/things: status 500", () -> send(post()));
  }

  @Test
  void inAPageInPlaceOfAnAnswer() {
    server.says(200, ECHO).says(200, ECHO);
    told(AnswerLostException.class, "POST /v1/things: status 200", () -> send(post()));
    told(UnreadableAnswerException.class, "GET /v1/things at ", () -> send(get()));
  }

  @Test
  void inARefusalsOwnWords() {
    server.says(403, "{}");
    Answer refused = send(post());
    told(
        ServiceException.class,
        "POST /v1/things: 403",
        () -> {
          throw new ServiceException("It", refused, "", ECHO, null);
        });
  }

  @Test
  void inAnAnswerThatLacksEverything() {
    server.says(200, "{\"echo\":\"" + base64(PASSWORD) + "\"}");
    Answer answer = send(get());
    told(
        IncompleteAnswerException.class,
        "GET /v1/things at ",
        () -> {
          throw answer.without("no \"data\"");
        });
  }

  @Test
  void inAnAnswerThatIsLost() {
    server.hangsUp();
    told(AnswerLostException.class, "POST /v1/things: ", () -> send(post()));
    server.close();
    told(UnreachableException.class, "POST /v1/things at ", () -> send(post()));
  }

  private static void told(
      Class<? extends AlchemyException> type, String what, Executable executable) {
    AlchemyException e = assertThrows(type, executable);
    assertTrue(e.getMessage().contains(what), e::getMessage);
    for (Throwable each = e; each != null; each = each.getCause()) {
      String text = each.toString();
      for (String spelling : SPELLINGS) {
        assertFalse(text.contains(spelling), () -> spelling + " is in " + text);
      }
    }
  }
}
