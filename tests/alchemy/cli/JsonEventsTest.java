package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import alchemy.Secret;
import alchemy.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each event stays one JSON object, whatever the secrets are made of that it hides. */
class JsonEventsTest {
  private static Map<?, ?> event(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Transcript transcript = new Transcript(Path.of("nowhere"));
    new JsonEvents(transcript.invocation(out, new ByteArrayOutputStream()).terminal())
        .event("told-by-this-test", Map.of("value", value));
    return (Map<?, ?>) Json.read(out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aNumberThatIsASecretIsHiddenAsAText() {
    Secret.of("98765432");
    assertEquals("(secret)", event(98765432L).get("value"));
    assertEquals(List.of(1L, "(secret)"), event(List.of(1L, 98765432)).get("value"));
  }

  @Test
  void aSecretThatEndsAsAnEscapeBeginsTakesNoQuoteAlong() {
    Secret.of("told-by-escapes\\");
    assertEquals("told-by-escapes\"x", event("told-by-escapes\"x").get("value"));
    assertEquals("***x", event("told-by-escapes\\x").get("value"));
  }

  @Test
  void aSecretThatIsAnEventsNameTearsNoEventUp() {
    Secret.of("told-by-this-test");
    Map<?, ?> event = event(Map.of("a", "told-by-this-test"));
    assertEquals("told-by-this-test", event.get("event"));
    assertFalse(event.get("value").toString().contains("told-by"), event::toString);
  }
}
