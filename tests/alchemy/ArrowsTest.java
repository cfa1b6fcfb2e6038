package alchemy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArrowsTest {
  @Test
  void roomsUseOnlyWhatTheyMay() throws IOException {
    assertEquals("", String.join("\n", Arrows.ofTheLibrary().violations()));
  }

  @Test
  void everyRoomHasItsLineInTheTable() throws IOException {
    assertEquals(new TreeSet<>(Arrows.ALLOWED.keySet()), Arrows.ofTheLibrary().rooms());
  }

  @Test
  void aForbiddenUseIsSeen() throws Exception {
    Path self = Path.of(Arrows.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> found = new Arrows(List.of(self)).violations();
    assertTrue(
        found.stream().anyMatch(line -> line.contains("ForbiddenExample uses alchemy.engine")),
        found::toString);
  }
}
