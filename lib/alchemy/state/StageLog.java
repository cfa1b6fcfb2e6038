package alchemy.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where one writer's changes go, and its lock: what differs from store to store. For one thread at
 * a time. Once a change may be half stored, every later call fails.
 */
public interface StageLog {

  /** Fails unless the stage is still this writer's, and its store takes changes. */
  void verify();

  /**
   * Makes a change durable, all of it or nothing.
   *
   * @param change {@code serial}, one more than before, and what is new of {@code rows}, where null
   *     takes one away, {@code key} and {@code outputs}; all as a snapshot has them
   * @param former the rows that it changes as they were, for a store that has to put them
   *     elsewhere; null for a new password, which nobody has made yet if it cannot be stored
   * @return what ties the next change to this one
   */
  String append(Map<String, Object> change, Supplier<Map<String, Object>> former);

  /** Ends a run: what was appended may be put in order. The state may have to be written first. */
  void finish(StageState now);

  /** Adds a finished run to the history, durably. */
  void record(RunRecord run);

  /**
   * Puts a state from elsewhere into the place of the one that is here, in one durable change.
   *
   * @param runs of there; those that are missing here are added
   */
  void restore(StageState now, StageState next, List<RunRecord> runs);

  /** Makes durable that the stage has moved, or that it has not; the state says which. */
  void moved(StageState now);

  /** What every later write fails with, as a change ended half-way. */
  RuntimeException halfWay();

  /** What a person should know of how the stage was opened. */
  Optional<String> note();

  /** Gives the lock back. */
  void close();
}
