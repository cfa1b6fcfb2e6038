package alchemy.engine;

import java.time.Duration;
import java.util.List;

/** Hears what a run does, in order; called from the run's own threads, one call at a time. */
public interface Listener {
  /** A plan was made and is about to be applied; may come several times in one run. */
  default void planned(Plan plan) {}

  /** A step that acts began. */
  default void started(Step step) {}

  /** A step waits for something. */
  default void progress(Step step, String text) {}

  /**
   * A step is done.
   *
   * @param nothing true if what may have changed came out equal, so that nothing was done
   */
  default void finished(Step step, Duration took, boolean nothing) {}

  /** A step failed. */
  default void failed(Step step, Throwable why) {}

  /** A step was not started since another one failed, or since the run was interrupted. */
  default void skipped(Step step, List<String> because) {}

  /**
   * Something beside the steps: a tool is fetched, a source has a warning. May come while planning.
   */
  default void note(String text) {}
}
