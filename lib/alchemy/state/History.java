package alchemy.state;

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
}
