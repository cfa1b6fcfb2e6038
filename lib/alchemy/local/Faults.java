package alchemy.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What goes wrong on request, and how late everything is. Safe for use by several threads. */
final class Faults {
  private final Duration latency;
  private final List<Fault> faults;
  private final int[] met;

  Faults(Duration latency, List<Fault> faults) {
    this.latency = latency;
    this.faults = new ArrayList<>(faults);
    this.met = new int[faults.size()];
  }

  static Faults none() {
    return new Faults(Duration.ZERO, List.of());
  }

  /** Whether anything was asked for. */
  boolean any() {
    return !latency.isZero() || !faults.isEmpty();
  }

  /** The fault that this request meets: the first that fits and is not used up. */
  synchronized Optional<Fault> next(Request request) {
    for (int i = 0; i < met.length; i++) {
      var fault = faults.get(i);
      if ((fault.times() < 0 || met[i] < fault.times())
          && fault.meets(request.method(), request.path())) {
        met[i]++;
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** Lets a request wait. */
  void delay() throws IOException {
    try {
      Thread.sleep(latency.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a request was held back");
    }
  }
}
