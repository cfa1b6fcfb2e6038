package alchemy.http;

import java.time.Duration;

/** How to wait: for a retry, for a rate limit, for something that becomes ready. */
@FunctionalInterface
public interface Pause {
  /** Waits that long, or throws if the run is to end. */
  void pause(Duration time);

  /**
   * Waits by sleeping, for callers outside a run.
   *
   * @return a pause that throws {@link WaitInterruptedException} when its thread is interrupted
   */
  static Pause sleeping() {
    return time -> {
      try {
        Thread.sleep(time.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new WaitInterruptedException(e);
      }
    };
  }
}
