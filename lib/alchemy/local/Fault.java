package alchemy.local;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What goes wrong on request with requests of one method and path.
 *
 * @param method {@code *} for each
 * @param path the last segments of a path, or all of them; {@code *} for each single one
 * @param status what is answered without the service; 0 if the service does its work and the
 *     connection is closed instead of an answer
 * @param retryAfter in whole seconds, -1 for none
 * @param times with how many requests, -1 for all
 */
record Fault(String method, List<String> path, int status, long retryAfter, int times) {
  private static final String WHERE = "\\s*([A-Z]+|\\*)\\s+(/\\S*?)";
  private static final String TIMES = "(?:\\s+x([1-9]\\d{0,4}))?\\s*";
  private static final Pattern FAIL =
      Pattern.compile(WHERE + "\\s*:\\s*([45]\\d\\d)(?:\\s+retry-after=(\\d{1,5}))?" + TIMES);
  private static final Pattern DROP = Pattern.compile(WHERE + TIMES);
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s)");

  /** Reads {@code 'POST /v1/databases: 503 retry-after=1 x2'}; the last two may be left out. */
  static Fault failing(String rule) {
    var parts = FAIL.matcher(rule);
    if (!parts.matches()) {
      throw new UsageException(
          "not a fault: " + rule,
          "--fail takes 'METHOD /path: STATUS [retry-after=SECONDS] [xTIMES]'",
          "as 'POST /v1/databases: 503 x2'; STATUS is from 400 to 599");
    }
    return new Fault(
        parts.group(1),
        segments(parts.group(2)),
        Integer.parseInt(parts.group(3)),
        parts.group(4) == null ? -1 : Long.parseLong(parts.group(4)),
        times(parts.group(5)));
  }

  /** Reads {@code 'POST /v1/connections x1'}; the last may be left out. */
  static Fault dropping(String rule) {
    var parts = DROP.matcher(rule);
    if (!parts.matches()) {
      throw new UsageException(
          "not a fault: " + rule,
          "--drop-after takes 'METHOD /path [xTIMES]'",
          "as 'POST /v1/connections x1'");
    }
    return new Fault(parts.group(1), segments(parts.group(2)), 0, -1, times(parts.group(3)));
  }

  /** Reads {@code 100ms} or {@code 2s}. */
  static Duration latency(String text) {
    var parts = TIME.matcher(text);
    if (!parts.matches()) {
      throw new UsageException("not a time: " + text, "--latency takes one as 100ms or 2s");
    }
    long number = Long.parseLong(parts.group(1));
    return parts.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  boolean meets(String wanted, String given) {
    var whole = segments(given);
    int skipped = whole.size() - path.size();
    if (skipped < 0 || !(method.equals("*") || method.equals(wanted))) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      if (!path.get(i).equals("*") && !path.get(i).equals(whole.get(skipped + i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the service does its work before the connection is closed. */
  boolean drops() {
    return status == 0;
  }

  /** What is answered; both APIs' clients find their own fields in it. */
  Reply reply() {
    var message = "This failure was asked for when the local cloud was started.";
    var reply = LoopbackServer.error(status, "fault-on-request", message);
    return retryAfter < 0
        ? reply
        : new Reply(
            status,
            Map.of("Content-Type", "application/json", "Retry-After", "" + retryAfter),
            reply.body());
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/")).filter(each -> !each.isEmpty()).toList();
  }

  private static int times(String text) {
    return text == null ? -1 : Integer.parseInt(text);
  }
}
