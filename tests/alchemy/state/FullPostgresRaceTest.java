package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.Secret;
import alchemy.local.postgres.SharedPostgres;
import alchemy.state.postgres.PostgresStateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many processes want one stage at the same time; some of them are killed in the middle. */
@Tag("full")
@ExtendWith(SharedPostgres.class)
class FullPostgresRaceTest {
  private static final int PROCESSES = 8;
  private static final int TURNS = 10;

  @TempDir Path folder;

  /** Counts a row up, so many times, and ends in the middle of the last turn if it is told to. */
  static final class Counting {
    private Counting() {}

    public static void main(String... args) {
      StateStore store =
          new PostgresStateStore(
              Secret.of(args[0]), Path.of(args[1]), "shop", "dev", KeySource.none());
      for (int turn = 1; turn <= TURNS; turn++) {
        Holder holder = Holder.ofThisProcess("count", Instant.now());
        StageWriter writer = store.lock(holder, Duration.ofMinutes(2));
        long before =
            writer.state().row("count").map(row -> (Long) row.props().get("n")).orElse(0L);
        Row next = Rows.plain("count").with().props(Map.of("n", before + 1)).build();
        writer.commit(List.of(RowChange.put(next)));
        if (turn == TURNS && args.length > 2) {
          Runtime.getRuntime().halt(9);
        }
        writer.close();
      }
    }
  }

  @Test
  void eachTurnOfEachProcessCountsOnceAndNoDeadOneKeepsTheLock() throws Exception {
    String url = SharedPostgres.server().database();
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Counting.class.getName(),
                  url,
                  folder.toString()));
      if (i % 2 == 0) {
        command.add("halt");
      }
      all.add(new ProcessBuilder(command).inheritIO().start());
    }
    for (int i = 0; i < PROCESSES; i++) {
      assertEquals(i % 2 == 0 ? 9 : 0, all.get(i).waitFor());
    }
    StateStore store =
        new PostgresStateStore(Secret.of(url), folder, "shop", "dev", KeySource.none());
    assertEquals(
        (long) PROCESSES * TURNS, store.load().row("count").orElseThrow().props().get("n"));
    assertEquals(
        List.of(String.valueOf(PROCESSES * TURNS)),
        SharedPostgres.query(Secret.of(url), "SELECT epoch FROM alchemy.stage"));
    store.lock(Rows.holder("last"), Duration.ofSeconds(5)).close();
  }
}
