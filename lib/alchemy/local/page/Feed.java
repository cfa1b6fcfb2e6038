package alchemy.local.page;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has happened lately, numbered: the last few hundred requests and as many lines of logs. It
 * lives in memory and ends with the process. Safe for use by several threads.
 */
public final class Feed {
  private static final int KEPT = 300;
  private static final int LONGEST = 4_000;

  private final Clock clock;
  private final Deque<Map<String, Object>> requests = new ArrayDeque<>();
  private final Deque<Map<String, Object>> lines = new ArrayDeque<>();
  private long last;

  /** Makes an empty one. */
  public Feed(Clock clock) {
    this.clock = clock;
  }

  /** A request to one of the APIs, as the log of requests has it. */
  public void api(Map<String, Object> line) {
    var path = line.get("path").toString();
    var api = path.startsWith("/v1/") ? "Prisma" : "Cloudflare";
    add(requests, path.startsWith("/v1/") || path.startsWith("/client/v4/") ? api : "no API", line);
  }

  /** An event that a Worker has handled, as a tail consumer is told. */
  public void trace(String worker, Map<String, Object> event) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("worker", true);
    var what = tree(event.get("event"));
    var request = tree(what.get("request"));
    if (!request.isEmpty()) {
      entry.put("method", request.get("method"));
      entry.put("path", path(String.valueOf(request.get("url"))));
    } else {
      var cron = what.get("cron");
      var queue = what.get("queue");
      entry.put("method", cron != null ? "CRON" : queue != null ? "QUEUE" : "CALL");
      entry.put("path", cron != null ? cron : queue != null ? queue : what.get("rpcMethod"));
    }
    entry.put("status", tree(what.get("response")).getOrDefault("status", event.get("outcome")));
    if (event.get("eventTimestamp") instanceof Number began) {
      // The runtime measures no time of its own, so that code cannot either.
      entry.put("ms", Math.max(0, clock.millis() - began.longValue()));
    }
    add(requests, worker, entry);
  }

  /** A line of a Worker, or of the local cloud itself. */
  public void line(String source, String level, String text) {
    var cut = text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text;
    add(lines, source, Map.of("level", level, "text", cut));
  }

  /**
   * All that came after a number, oldest first; waits a while if that is nothing.
   *
   * @param number that of the last entry seen, 0 for none
   */
  synchronized List<Map<String, Object>> after(long number, Duration wait)
      throws InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    for (long left = wait.toMillis(); last <= number && left > 0; ) {
      wait(left);
      left = Duration.ofNanos(until - System.nanoTime()).toMillis();
    }
    List<Map<String, Object>> found = new ArrayList<>();
    for (var kind : List.of(requests, lines)) {
      kind.stream().filter(each -> (long) each.get("n") > number).forEach(found::add);
    }
    return found;
  }

  private synchronized void add(
      Deque<Map<String, Object>> kind, String source, Map<String, Object> what) {
    Map<String, Object> entry = new LinkedHashMap<>(what);
    entry.put("n", ++last);
    entry.put("at", clock.instant().toString());
    entry.put("source", source);
    kind.add(entry);
    if (kind.size() > KEPT) {
      kind.remove();
    }
    notifyAll();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(Object value) {
    return value instanceof Map ? (Map<String, Object>) value : Map.of();
  }

  // What follows the question mark is often a token.
  private static String path(String url) {
    return url.replaceFirst("^[^:]+://[^/?]*", "").replaceFirst("[?].*", "?…");
  }
}
