package alchemy.engine;

import alchemy.provider.CancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether a run is to end. Set once, from any thread, which ends the waits that are under way;
 * requests are left to be answered.
 */
final class Cancellation {
  private final CountDownLatch latch = new CountDownLatch(1);
  private Thread waiting;

  synchronized void cancel() {
    latch.countDown();
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  boolean isCancelled() {
    return latch.getCount() == 0;
  }

  /**
   * Waits for a time.
   *
   * @throws CancelledException if the run is to end
   */
  void pause(Duration time) {
    try {
      if (latch.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CancelledException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  /**
   * Waits for something that heeds an interrupt and changes nothing until it is there: another
   * run's end, a person's answer.
   *
   * @throws CancelledException if the run is to end
   */
  <T> T await(Supplier<T> wait) {
    synchronized (this) {
      check();
      waiting = Thread.currentThread();
    }
    try {
      return wait.get();
    } catch (RuntimeException e) {
      check();
      throw e;
    } finally {
      synchronized (this) {
        waiting = null;
        if (isCancelled()) {
          Thread.interrupted(); // was for the wait, not for what has to be given back now
        }
      }
    }
  }

  /** Starts nothing in a run that is to end. */
  void check() {
    if (isCancelled()) {
      throw new CancelledException();
    }
  }
}
