package alchemy.local.workerd;

import alchemy.local.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Turns what a process prints into what a Worker's author wants to read: exceptions with the lines
 * of their sources, and nothing of workerd's own. Used by the thread that reads the process.
 */
final class WorkerLog implements Consumer<String> {
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "^workerd/\\S+: error: Uncaught exception: .*?\\bjsg\\.(?:DOMException\\()?(\\w+)\\)?:"
              + " (.*)$");
  // Clients set flags such as nodejs_compat for all dates, also for those from which on they are
  // the default, and Cloudflare does not complain.
  private static final Pattern NOISE =
      Pattern.compile(
          "^(service \\S+: The compatibility flag \\S+ became the default as of \\S+ so does not"
              + " need to be specified anymore\\.|capnp/rpc\\.c\\+\\+:\\d+: warning: .*|stack:("
              + " \\S+@[0-9a-f]+)+)$");

  private final String mark;
  private final SourceMaps maps;
  private final Consumer<String> lines;
  private final Consumer<Map<String, Object>> traces;
  private final Queue<String> told = new ArrayDeque<>();
  private String message = "";

  /**
   * Makes one for a process.
   *
   * @param mark what a trace's line starts with; empty if there are none
   * @param traces is given each event that the Worker handled, as a tail consumer would be
   */
  WorkerLog(
      String mark, SourceMaps maps, Consumer<String> lines, Consumer<Map<String, Object>> traces) {
    this.mark = mark;
    this.maps = maps;
    this.lines = lines;
    this.traces = traces;
  }

  /** True for a line that nobody needs. */
  static boolean isNoise(String line) {
    return NOISE.matcher(line).matches();
  }

  @Override
  public void accept(String line) {
    if (!mark.isEmpty() && line.startsWith(mark)) {
      trace(line.substring(mark.length()));
      return;
    }
    if (line.equals(told.peek())) {
      told.remove();
      return;
    }
    told.clear();
    var exception = EXCEPTION.matcher(line);
    if (!exception.matches()) {
      lines.accept(maps.mapped(line));
    } else if (mark.isEmpty()) {
      lines.accept("Uncaught " + exception.group(1) + ": " + exception.group(2));
    } else {
      // The trace tells it, with its stack; the further lines of the message follow here, too.
      message.lines().skip(1).forEach(told::add);
    }
  }

  @SuppressWarnings("unchecked")
  private void trace(String json) {
    var event = (Map<String, Object>) Json.read(json.getBytes(StandardCharsets.UTF_8));
    for (var each : (List<Map<String, Object>>) event.getOrDefault("exceptions", List.of())) {
      message = String.valueOf(each.get("message"));
      ("Uncaught " + each.get("name") + ": " + message).lines().forEach(lines);
      String.valueOf(each.getOrDefault("stack", "")).lines().map(maps::mapped).forEach(lines);
    }
    traces.accept(event);
  }
}
