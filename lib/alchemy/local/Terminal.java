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
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("event", "log");
      tree.put("worker", worker);
      tree.put("text", text);
      line(tree);
    } else {
      failed("[" + worker + "] " + text);
    }
  }

  @Override
  public void note(String text) {
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("event", "note");
      tree.put("text", text);
      line(tree);
    } else {
      failed(text);
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
