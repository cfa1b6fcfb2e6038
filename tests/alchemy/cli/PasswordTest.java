package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that take over a stage: its password, and its lock. */
class PasswordTest {
  private static final String OLD = "the old password";
  private static final String NEW = "the new password";

  @TempDir Path folder;
  private Transcript transcript;

  private static void shop(App app) {
    Resource.of(
        "safe",
        new Box(),
        () -> new Box.Props("safe", null, null, Secret.of("hunter2-hunter2"), null, null));
  }

  @BeforeEach
  void aScriptInItsFolder() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Path boxes = Files.createDirectories(folder.resolve("boxes"));
    transcript =
        new Transcript(folder)
            .script("shop", PasswordTest::shop)
            .variable("BOXES", boxes.toString())
            .variable("ALCHEMY_STAGE", "test")
            .variable("ALCHEMY_PASSWORD", OLD);
  }

  @Test
  void aPasswordIsChangedAfterTheOldOneWasVerified() throws IOException {
    transcript.about("before anything is deployed");
    assertEquals(0, transcript.run("password"));
    assertEquals(0, transcript.run("deploy", "--quiet"));
    String before = state();
    transcript.about("nobody can be asked");
    assertEquals(2, transcript.run("password"));
    transcript.about("the same one, and a wrong or missing old one");
    transcript.variable("ALCHEMY_NEW_PASSWORD", OLD);
    assertEquals(2, transcript.run("password"));
    transcript.variable("ALCHEMY_NEW_PASSWORD", NEW).variable("ALCHEMY_PASSWORD", "a third one");
    assertEquals(1, transcript.run("password"));
    transcript.variable("ALCHEMY_PASSWORD", "");
    assertEquals(1, transcript.run("password", "--new-key"));
    assertEquals(before, state());
    transcript.about("changed").variable("ALCHEMY_PASSWORD", OLD);
    assertEquals(0, transcript.run("password"));
    assertEquals(1, transcript.run("plan"));
    transcript.about("the old one comes back, with a new key");
    transcript.variable("ALCHEMY_PASSWORD", NEW).variable("ALCHEMY_NEW_PASSWORD", OLD);
    assertEquals(0, transcript.run("password", "--new-key", "--json"));
    transcript.variable("ALCHEMY_PASSWORD", OLD);
    assertEquals(0, transcript.run("plan", "--check"));
    transcript.about("the stage local");
    assertEquals(2, transcript.run("password", "--stage", "local"));

    transcript.matches("password");
    assertFalse(transcript.text().contains(OLD), transcript.text());
    assertFalse(transcript.text().contains(NEW), transcript.text());
  }

  @Test
  void aLockIsTakenFromARunElsewhereAfterAQuestion() throws IOException {
    transcript.variable("ALCHEMY_NEW_PASSWORD", NEW);
    assertEquals(0, transcript.run("state", "unlock"));
    assertEquals(0, transcript.run("deploy", "--quiet"));
    assertEquals(0, transcript.run("state", "unlock"));
    elsewhere();
    assertEquals(4, transcript.run("deploy"));
    assertEquals(4, transcript.run("password"));
    assertEquals(3, transcript.run("state", "unlock"));
    transcript.about("on a terminal").onTerminal("no\n", 0, 2);
    assertEquals(3, transcript.run("state", "unlock"));
    transcript.onTerminal("yes\n", 0, 2);
    assertEquals(0, transcript.run("state", "unlock"));
    assertEquals(0, transcript.run("state", "unlock"));
    transcript.about("without a question").onTerminal("");
    elsewhere();
    assertEquals(0, transcript.run("state", "unlock", "--yes", "--json"));
    assertEquals(0, transcript.run("plan", "--check"));
    transcript.matches("unlock");
  }

  private void elsewhere() throws IOException {
    Files.writeString(
        folder.resolve(".alchemy/shop/test/lock.json"),
        """
        {
          "command": "deploy",
          "host": "far-host",
          "pid": 4711,
          "runId": "far-run",
          "since": "2026-01-02T12:00:00Z"
        }
        """);
    assertTrue(Files.exists(folder.resolve(".alchemy/shop/test/lock")));
  }

  private String state() throws IOException {
    return Files.readString(folder.resolve(".alchemy/shop/test/state.json"));
  }
}
