package alchemy.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChildrenTest {
  @Test
  void aChildKeepsItsOutputItsPidAndItsExitCode() throws Exception {
    try (var children = new Children()) {
      var child =
          children.start(
              "sh", new ProcessBuilder("sh", "-c", "echo $$ \"$1\"; exit 7", "sh", "a b"));
      var output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(child.pid() + " a b\n", output);
      assertEquals(7, child.waitFor());
    }
  }

  @Test
  void stoppingSendsTheSignalThatTheChildWasStartedWith() throws IOException {
    try (var children = new Children()) {
      var child =
          children.start(
              "sh",
              new ProcessBuilder(
                  "sh", "-c", "trap 'exit 5' HUP; echo up; while :; do sleep 0.01; done"),
              "HUP");
      assertEquals('u', child.getInputStream().read());
      children.stop(child, Duration.ofSeconds(10));
      assertEquals(5, child.exitValue());
    }
  }

  @Test
  void aChildThatDoesNotListenIsKilledAfterItsGrace() throws IOException {
    try (var children = new Children()) {
      var child =
          children.start(
              "sh",
              new ProcessBuilder(
                  "sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.01; done"));
      assertEquals('u', child.getInputStream().read());
      children.stop(child, Duration.ofMillis(50));
      assertEquals(128 + 9, child.exitValue());
    }
  }

  @Test
  void nothingIsStartedAfterTheEnd() {
    var children = new Children();
    var child = children.start("sleep", new ProcessBuilder("sleep", "60"));
    assertTrue(child.isAlive());
    children.close();
    assertFalse(child.isAlive());
    assertThrows(
        StoppedException.class, () -> children.start("sleep", new ProcessBuilder("sleep", "60")));
  }
}
