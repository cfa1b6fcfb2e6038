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

  /** A request that a Worker has answered. */
  public void request(String worker, String method, String path, int status, long millis) {
    add(
        requests,
        worker,
        Map.of("worker", true, "method", method, "path", path, "status", status, "ms", millis));
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
}
