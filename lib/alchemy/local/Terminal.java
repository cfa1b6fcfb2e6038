package alchemy.local;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells what happens: JSON lines on standard output for a parent process, or for a person the
 * variables on standard output and everything else on standard error. Whole lines at a time.
 */
final class Terminal implements Events {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;

  Terminal(PrintStream out, PrintStream err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  void ready(Ready ready, boolean attached) {
    if (json) {
      line(ready.event(attached));
    } else {
      ready.exports().forEach(this::print);
      err.println("page: " + ready.page());
      err.println(attached ? "attached to pid " + ready.pid() : "ready; Ctrl-C stops it");
    }
  }

  /** An error, in as many lines as it has; always on standard error. */
  void failed(String message) {
    err.println(message);
    err.flush();
  }

  @Override
  public void log(String worker, String text) {
    tell("[" + worker + "] " + text, "log", Map.of("worker", worker, "text", text));
  }

  @Override
  public void request(String worker, String method, String path, int status, long millis) {
    tell(
        "[" + worker + "] " + method + " " + path + " " + status + " " + millis + " ms",
        "request",
        Map.of("worker", worker, "method", method, "path", path, "status", status, "ms", millis));
  }

  @Override
  public void note(String text) {
    tell(text, "note", Map.of("text", text));
  }

  private void tell(String words, String event, Map<String, Object> fields) {
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("event", event);
      tree.putAll(fields);
      line(tree);
    } else {
      failed(words);
    }
  }

  private void line(Map<String, Object> event) {
    print(new String(Json.write(event), StandardCharsets.UTF_8));
  }

  private synchronized void print(String line) {
    out.println(line);
    out.flush();
  }
}
