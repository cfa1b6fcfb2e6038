package alchemy.engine;

import alchemy.provider.Candidate;
import alchemy.state.Row;
import alchemy.state.StageState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What an intent that was written before a create says about the object that came of it. */
final class Intents {
  // Our clock stands in where no service has told its time yet, and may be wrong by this much.
  private static final Duration CLOCK_ERROR = Duration.ofMinutes(10);

  private Intents() {}

  /** False for what is older than the intent, or stands in another row. */
  static boolean mayBeOurs(Run run, Row row, Candidate candidate) {
    Instant since =
        row.serverTime() != null ? row.serverTime() : row.createdAt().minus(CLOCK_ERROR);
    boolean old = candidate.createdAt() != null && candidate.createdAt().isBefore(second(since));
    return !old && !run.rows().owns(row.type(), row.place(), candidate.remoteId());
  }

  // The Date header counts whole seconds.
  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The name of a resource that is given none; drawn once, and kept in its row. */
  static String generatedName(Node node, StageState state) {
    String name = state.app() + "-" + node.id().replace('/', '-') + "-" + state.stage();
    return node.provider().uniqueName() ? name : name + "-" + state.instance();
  }
}
