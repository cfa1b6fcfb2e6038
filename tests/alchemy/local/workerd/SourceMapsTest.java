package alchemy.local.workerd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceMapsTest {
  private static SourceMaps with(String map) {
    var bytes = map.getBytes(StandardCharsets.UTF_8);
    return new SourceMaps(List.of(new WorkerModule("worker.js.map", ModuleType.SOURCE_MAP, bytes)));
  }

  @Test
  void aPlaceIsThatOfTheSource() {
    var maps = with("{\"version\":3,\"sources\":[\"../src/a.ts\"],\"mappings\":\";AAEA\"}");
    assertEquals("at f (src/a.ts:3:1)", maps.mapped("at f (worker.js:2:5)"));
    assertEquals("at f (worker.js:1:5)", maps.mapped("at f (worker.js:1:5)"));
  }

  @Test
  @Timeout(5)
  void aLongLineIsReadInOneGo() {
    var line = "x".repeat(2_000_000) + " " + "y:".repeat(500_000) + "1".repeat(500_000);
    assertEquals(line, with("{}").mapped(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[]",
        "{\"sources\":\"a\",\"mappings\":\"AAAA\"}",
        "{\"sources\":[\"a\"],\"mappings\":5}",
        "{\"sources\":[\"a\"],\"mappings\":\"ADAA\"}",
        "{\"sources\":[],\"mappings\":\"AAAA,!\"}"
      })
  void aMapThatIsNoneLeavesLinesAsTheyAre(String map) {
    var line = "at f (worker.js:1:5) worker.js:0:0 worker.js:99999999999:1 worker.js:1:99999999999";
    assertEquals(line, with(map).mapped(line));
  }
}
