package alchemy.cloudflare;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of Workers that nobody had a moment ago: looked up for all at once before a run's first
 * change, so that no upload waits for it. What was seen longer ago is looked up again.
 */
final class FreeNames {
  private static final Duration MOMENT = Duration.ofSeconds(10);

  private final Map<String, Long> seen = new ConcurrentHashMap<>();

  void saw(String name) {
    seen.put(name, System.nanoTime());
  }

  /** True if it was free a moment ago; asked once, by who takes it. */
  boolean take(String name) {
    Long then = seen.remove(name);
    return then != null && System.nanoTime() - then < MOMENT.toNanos();
  }
}
