package alchemy.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A process that is killed with SIGKILL, once for each kind of step and moment, and the launcher
 * after it. {@link FullKillTest} does it everywhere.
 */
class KillTest extends CloudCase {
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
  void aCreate() throws Exception {
    making("small", 1)
        .around("POST /v1/databases/ID/connections", "write connection CREATED with id")
        .assertRounds(4);
  }

  @Test
  void anUpdate() throws Exception {
    changing("small", "small changed", 1)
        .around("PATCH /v1/databases/ID", "write database CREATED with id")
        .assertRounds(4);
  }

  @Test
  void aReplacement() throws Exception {
    changing("small deletable", "small elsewhere", 1)
        .around(
            "POST /v1/projects/ID/databases",
            "write connection CREATED with id, database CREATED with id,"
                + " database~1 REPLACED with id")
        .assertRounds(4);
  }

  @Test
  void aDelete() throws Exception {
    destroying("small deletable", 1)
        .around("DELETE /v1/databases/ID", "write database removed")
        .assertRounds(4);
  }

  @Test
  void aRetain() throws Exception {
    changing("small", "small project", 1)
        .around(null, "write database RETAINED with id")
        .assertRounds(2);
  }

  @Test
  void anAdoption() throws Exception {
    takingBack("small", "small project", 1)
        .around(null, "write database CREATED with id")
        .assertRounds(2);
  }
}
