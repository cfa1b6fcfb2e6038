package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptClassesTest {
  @Test
  void anotherVersionOfTheLibraryIsNotLoadedBesideThisOne() throws IOException {
    String known = ScriptClasses.ofProcess().get(0);
    try (ScriptClasses classes =
        new ScriptClasses(List.of("script.jar", known, "/lib/alchemy-charts-1.0.jar"))) {
      assertEquals(2, classes.getURLs().length);
    }

    List<String> path = List.of("script.jar", known, "/lib/alchemy-99.0.jar");
    ScriptBuildException told =
        assertThrows(ScriptBuildException.class, () -> new ScriptClasses(path));
    assertEquals("The library's version changed.\n  Start dev again.", told.getMessage());
  }
}
