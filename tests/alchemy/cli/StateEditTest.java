package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.App;
import alchemy.Resource;
import alchemy.engine.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that change what is recorded say what they did, to people and to programs. */
class StateEditTest {
  @TempDir Path folder;

  private static void shop(App app) {
    for (String each : new String[] {"first", "second"}) {
      Resource.of(each, new Box(), () -> new Box.Props(each, null, null, null, null, null));
    }
  }

  @Test
  void whatWasMovedAndForgottenIsToldOnceAlsoAsAnEvent() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Path boxes = Files.createDirectories(folder.resolve("boxes"));
    Transcript transcript =
        new Transcript(folder)
            .script("shop", StateEditTest::shop)
            .variable("BOXES", boxes.toString())
            .variable("ALCHEMY_STAGE", "test")
            .variable("ALCHEMY_PASSWORD", "the password of the shop");
    assertEquals(0, transcript.run("deploy", "--quiet"));
    assertEquals(0, transcript.run("state", "mv", "first", "main"));
    assertEquals(0, transcript.run("state", "mv", "main", "third", "--quiet"));
    assertEquals(0, transcript.run("state", "mv", "third", "fourth", "--json"));
    assertEquals(1, transcript.run("state", "mv", "third", "fifth", "--json"));
    assertEquals(3, transcript.run("state", "rm", "fourth", "--json"));
    assertEquals(0, transcript.run("state", "rm", "fourth", "--yes", "--json"));
    transcript.about("on a terminal").onTerminal("yes\n", 0, 2);
    assertEquals(0, transcript.run("state", "rm", "second"));
    assertEquals(0, transcript.run("state", "list", "--json"));
    transcript.matches("state-edit");
  }
}
