package alchemy.state;

import java.util.ArrayList;
import java.util.List;

/**
 * The last finished runs of a stage.
 *
 * @param runs the oldest first
 * @param damage what could not be read, for people; it keeps nobody from a deploy
 */
public record History(List<RunRecord> runs, List<String> damage) {
  public History {
    runs = List.copyOf(runs);
    damage = List.copyOf(damage);
  }

  /** Of runs as JSON; what is none is damage. */
  public static History of(List<Object> trees) {
    List<RunRecord> runs = new ArrayList<>();
    List<String> damage = new ArrayList<>();
    for (Object each : trees) {
      try {
        runs.add(RunRecord.read(each));
      } catch (BadFieldException e) {
        damage.add("A run in the history cannot be read: " + e.getMessage());
      }
    }
    return new History(runs, damage);
  }
}
