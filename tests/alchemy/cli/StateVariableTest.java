package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which variable says where the state is. */
class StateVariableTest {
  private static String state(String named, Map<String, String> variables) {
    return new Invocation(
            Terminal.ofProcess(),
            variables,
            Path.of(""),
            "",
            System::nanoTime,
            "shop",
            app -> {},
            "",
            List.of(),
            List.of())
        .stateIn(named)
        .variable("ALCHEMY_STATE");
  }

  @Test
  void itIsTheOneThatTheScriptNamesUnlessTheUsualOneIsSet() {
    assertEquals("", state(null, Map.of("STATE_URL", "postgres://here")));
    assertEquals("postgres://here", state("STATE_URL", Map.of("STATE_URL", "postgres://here")));
    assertEquals(
        "file",
        state("STATE_URL", Map.of("STATE_URL", "postgres://here", "ALCHEMY_STATE", "file")));
    assertEquals("$STATE_URL", state("STATE_URL", Map.of()), "which no run takes for files");
  }
}
