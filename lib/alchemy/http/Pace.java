package alchemy.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Holds one token's requests back: a bucket that starts full, and a gate that a 429 shuts for all
 * of them. The lock is this object's monitor; nobody waits while holding it.
 */
final class Pace {
  private static final Duration FIRST_BLOCK = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 6;

  private final Rate rate;
  private final LongSupplier nanos;
  private double tokens;
  private long filledAt;
  private long shutUntil;
  private int refusals;

  Pace(Rate rate, LongSupplier nanos) {
    this.rate = rate;
    this.nanos = nanos;
    this.tokens = rate.requests();
    this.filledAt = nanos.getAsLong();
    this.shutUntil = filledAt;
  }

  /** Waits until a request may be sent. */
  void await(Pause pause) {
    for (Duration wait = take(); !wait.isZero(); wait = take()) {
      pause.pause(wait);
    }
  }

  /** The service had enough: nobody sends until the time is over; without one, 2 s, doubling. */
  synchronized void shut(Duration retryAfter) {
    Duration wait =
        retryAfter != null
            ? retryAfter
            : FIRST_BLOCK.multipliedBy(1L << Math.min(refusals, MOST_DOUBLINGS));
    refusals++;
    long until = nanos.getAsLong() + wait.toNanos();
    if (until - shutUntil > 0) {
      shutUntil = until;
    }
  }

  /** The service took a request. */
  synchronized void opened() {
    refusals = 0;
  }

  private synchronized Duration take() {
    long now = nanos.getAsLong();
    if (shutUntil - now > 0) {
      return Duration.ofNanos(shutUntil - now);
    }
    if (rate.requests() == 0) {
      return Duration.ZERO;
    }
    double aNano = rate.requests() / (double) rate.window().toNanos();
    tokens = Math.min(rate.requests(), tokens + (now - filledAt) * aNano);
    filledAt = now;
    if (tokens >= 1) {
      tokens--;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - tokens) / aNano) + 1);
  }
}
