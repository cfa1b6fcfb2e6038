package alchemy.local.cloudflare;

import alchemy.local.Events;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiConsumer;

/** Tells of each request that a Worker has answered. */
final class Requests implements BiConsumer<String, Map<String, Object>> {
  private static final int FAILED = 500;

  private final Events events;
  private final Clock clock;

  Requests(Events events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void accept(String worker, Map<String, Object> trace) {
    if (trace.get("event") instanceof Map<?, ?> event
        && event.get("request") instanceof Map<?, ?> request
        && trace.get("eventTimestamp") instanceof Number since) {
      // What threw has no answer of its own.
      var answer = event.get("response") instanceof Map<?, ?> response ? response : Map.of();
      events.request(
          worker,
          String.valueOf(request.get("method")),
          path(String.valueOf(request.get("url"))),
          answer.get("status") instanceof Number status ? status.intValue() : FAILED,
          Math.max(0, clock.millis() - since.longValue())); // workerd's own times are 0
    }
  }

  private static String path(String url) {
    // As it came: what a client sends need not be what Java takes for an address.
    int path = url.indexOf('/', url.indexOf("//") + 2);
    int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
    return path < 0 || path > end ? "/" : url.substring(path, end);
  }
}
