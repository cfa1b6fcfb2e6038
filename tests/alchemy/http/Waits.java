package alchemy.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Waits without waiting: remembers how long, and sets its clock forward. */
public final class Waits implements Pause {
  public static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private final List<Duration> all = new ArrayList<>();
  private long nanos;

  /** A client on this clock, without jitter. */
  public JsonClient client() {
    return new JsonClient(
        Transport::send, Clock.fixed(NOW, ZoneOffset.UTC), this::nanos, () -> 0.5);
  }

  @Override
  public synchronized void pause(Duration time) {
    all.add(time);
    nanos += time.toNanos();
  }

  public synchronized List<Long> millis() {
    return all.stream().map(Duration::toMillis).toList();
  }

  synchronized long nanos() {
    return nanos;
  }
}
