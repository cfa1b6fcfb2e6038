package alchemy.crash;

import alchemy.crash.Doom.Blow;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that are killed with SIGKILL at every request and every write. */
@Tag("full")
class FullKillTest extends CloudCase {
  private static Kills kills;

  @BeforeAll
  static void theScriptOfTheLauncher() throws Exception {
    Path root = folder.resolve("app");
    kills = new Kills(cloud, root);
    stage = new Stage(cloud, kills.runs());
  }

  @Override
  Sweep.Ending ending() {
    return kills;
  }

  @Test
  void theExample() throws Exception {
    making("example", 8).all().assertRounds(40);
  }

  @Test
  void tenResources() throws Exception {
    making("ten", 8).all().assertRounds(80);
  }

  @Test
  void updates() throws Exception {
    changing("ten", "ten changed", 8).points(1, 1, Blow.AFTER).assertRounds(10);
  }

  @Test
  void replacements() throws Exception {
    changing("deletable", "elsewhere", 8).points(1, 1, Blow.AFTER).assertRounds(15);
    changing("example", "elsewhere, the old one kept", 8)
        .points(1, 1, Blow.BEFORE)
        .assertRounds(10);
  }

  @Test
  void destroys() throws Exception {
    destroying("ten", 8).points(1, 1, Blow.AFTER).assertRounds(20);
  }
}
