package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.Fields;
import alchemy.provider.Existing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is set beside code and bindings is sent as the contract says, and no more than that. */
class WorkerMetadataTest extends WorkerCase {
  static Stream<Arguments> settings() {
    Map<String, Object> sampled = Map.of("enabled", true, "head_sampling_rate", 0.25);
    return Stream.of(
        Arguments.of("observability", true, "observability", Map.of("enabled", true)),
        Arguments.of("observability", sampled, "observability", sampled),
        Arguments.of("logpush", true, "logpush", true),
        Arguments.of(
            "tailConsumers", List.of("t"), "tail_consumers", List.of(Map.of("service", "t"))),
        Arguments.of("placement", Map.of("mode", "smart"), "placement", Map.of("mode", "smart")),
        Arguments.of("limits", Map.of("cpu_ms", 50L), "limits", Map.of("cpu_ms", 50L)),
        Arguments.of("cache", true, "cache_options", Map.of("enabled", true)),
        Arguments.of("compatibilityFlags", List.of("f"), "compatibility_flags", List.of("f")));
  }

  private Map<?, ?> uploaded(Props before, Props wanted) {
    server.says(200, SETTINGS).says(200, UPLOADED);
    update(before, wanted);
    return metadata();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aSettingIsSentAndReadBackAsItWas(String property, Object value, String field, Object sent) {
    assertEquals(sent, uploaded(props(), props(property, value)).get(field));
    Props set = props(property, value);
    Map<String, Object> read = WorkerMetadata.read(Fields.of(Map.of(field, told(sent))), set);
    assertEquals(value, read.get(property));
  }

  // As the service tells it, with what it knows beside.
  private static Object told(Object sent) {
    if (!(sent instanceof Map<?, ?> map)) {
      return sent;
    }
    Map<Object, Object> told = new TreeMap<>(map);
    told.put("status", "SUCCESS");
    told.put("logs", Map.of("enabled", true));
    return told;
  }

  @Test
  void whatWasNeverSetIsNotSentAndWhatWasSetGoesBackToItsDefault() {
    assertEquals(
        List.of(
            "annotations",
            "bindings",
            "compatibility_date",
            "main_module",
            "observability",
            "tags"),
        uploaded(props("bindings", Map.of("A", "b")), props()).keySet().stream().sorted().toList());
    Props set =
        props("logpush", true, "tailConsumers", List.of("t"), "placement", Map.of("mode", "smart"));
    Map<?, ?> back = uploaded(set, props());
    assertEquals(false, back.get("logpush"));
    assertEquals(List.of(), back.get("tail_consumers"));
    assertFalse(back.containsKey("placement"), back::toString);
    assertEquals(Map.of("enabled", false), back.get("observability"));
  }

  @Test
  void whatAnInterruptedRunMayHaveSetIsSentAsItsDefault() {
    server.says(200, DONE).says(200, SETTINGS).says(200, UPLOADED).says(200, DONE);
    update(null, props());
    assertEquals(false, metadata().get("logpush"));
    assertEquals(List.of(), metadata().get("tail_consumers"));
  }

  @Test
  void aDefaultThatIsWrittenOutIsNoReasonToUpload() {
    update(props(), props("observability", false, "logpush", false, "tailConsumers", List.of()));
    assertEquals(List.of(), server.heard());
  }

  @Test
  void secretsOfOthersGoUnlessTheyAreToBeKept() {
    assertFalse(
        uploaded(props("crons", List.of()), props("cache", true)).containsKey("keep_bindings"));
    assertEquals(
        List.of("secret_text", "secret_key"),
        uploaded(props(), props("keepSecrets", true, "cache", true)).get("keep_bindings"));
    Props keeping = props("keepSecrets", true);
    says("{\"bindings\":[{\"name\":\"THEIRS\",\"type\":\"secret_text\"}]}");
    server.says(404, NONE).says(404, NONE).says(404, NONE);
    assertEquals(
        Map.of(),
        workers
            .inspect(call, new Existing<>("w", keeping, KNOWN))
            .orElseThrow()
            .props()
            .bindings());
  }

  @Test
  void aMessageGoesWithTheVersionAndIsNoReasonToUpload() {
    update(props(), props("message", "why"));
    assertEquals(List.of(), server.heard());
    assertEquals(
        Map.of("workers/tag", props().code(), "workers/message", "why"),
        uploaded(props(), props("message", "why", "cache", true)).get("annotations"));
  }
}
