package alchemy.cli;

import alchemy.engine.Listener;
import alchemy.engine.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a run tells while it goes and at its end: lines for people, events, or only results. */
final class Report implements AutoCloseable {
  private final Terminal terminal;
  private final Invocation invocation;
  private final long since;
  private final JsonEvents events;
  private final ProgressLines lines;

  Report(Invocation invocation, ScriptFlags flags) {
    this.invocation = invocation;
    this.terminal = invocation.terminal();
    this.since = invocation.nanoTime().getAsLong();
    this.events = flags.json ? new JsonEvents(terminal) : null;
    this.lines =
        flags.json || flags.quiet ? null : new ProgressLines(terminal, invocation.nanoTime());
  }

  /** Hears the run. */
  Listener listener() {
    if (events != null) {
      return events;
    }
    return lines != null ? lines : new Listener() {};
  }

  /** A line for people. */
  void note(String line) {
    if (lines != null) {
      terminal.note(line);
    }
  }

  /** Tells that all went well. */
  void done(Plan plan) {
    String sum = lines == null ? "" : lines.sum();
    done(
        sum.isEmpty()
            ? "nothing to change: " + PlanPrinter.count(plan.steps().size()) + " up to date"
            : "done in " + Elapsed.show(elapsed()) + ": " + sum);
  }

  /** Tells that there was nothing to do. */
  void nothing() {
    done("nothing to do");
  }

  private void done(String text) {
    close();
    note(text);
    if (events != null) {
      events.done(elapsed());
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(invocation.nanoTime().getAsLong() - since);
  }

  /** Shows where Workers answer, by their ids. */
  void workers(Map<String, String> urls) {
    urls.forEach(
        (id, url) -> {
          if (events != null) {
            events.event("worker", Map.of("id", id, "url", url));
          } else {
            terminal.result("worker url: " + url + (urls.size() == 1 ? "" : "  (" + id + ")"));
          }
        });
  }

  /** Shows the app's outputs, which are results. */
  void outputs(Map<String, Object> outputs) {
    if (events != null) {
      events.outputs(outputs);
    } else {
      outputs.forEach((name, value) -> terminal.result(name + ": " + Values.show(value)));
    }
  }

  /** Tells what became rows of the stage, and what did not and why. */
  void imported(List<String> taken, List<String> notes) {
    taken.forEach(each -> note("imported  " + each));
    notes.forEach(this::note);
    if (events != null) {
      events.event("import", Map.of("imported", taken, "notes", notes));
    }
    done(
        taken.isEmpty()
            ? "nothing imported"
            : "done in " + Elapsed.show(elapsed()) + ": " + taken.size() + " imported");
  }

  /** Takes live lines away, so that an error can follow. */
  @Override
  public void close() {
    if (lines != null) {
      lines.close();
    }
  }
}
