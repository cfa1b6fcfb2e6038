package alchemy.crash;

import alchemy.local.postgres.SharedPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Processes that are killed with SIGKILL, and the launcher after them, over a state in PostgreSQL.
 */
@Tag("full")
@ExtendWith(SharedPostgres.class)
class FullPostgresKillTest extends KillTest {
  private static Kills kills;

  @BeforeAll
  static void theScriptOfTheLauncherAndItsState() throws Exception {
    Path root = folder.resolve("shared");
    ExampleFolder.copyTo(root);
    kills = new Kills(cloud, root, Map.of("ALCHEMY_STATE", SharedPostgres.server().database()));
    stage = new Stage(cloud, kills.runs());
  }

  @Override
  Sweep.Ending ending() {
    return kills;
  }
}
