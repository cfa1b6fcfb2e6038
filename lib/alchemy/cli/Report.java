package alchemy.cli;

import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.types.GeneratedFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a run tells while it goes and at its end: lines for people, events, or only results. */
final class Report implements AutoCloseable {
  private final Terminal terminal;
  private final Invocation invocation;
  private final JsonEvents events;
  private volatile ProgressLines lines;
  private long since;
  private boolean silent;

  Report(Invocation invocation, ScriptFlags flags) {
    this.invocation = invocation;
    this.terminal = invocation.terminal();
    this.events = flags.json ? new JsonEvents(terminal) : null;
    this.lines =
        flags.json || flags.quiet ? null : new ProgressLines(terminal, invocation.nanoTime());
    this.since = invocation.nanoTime().getAsLong();
  }

  /**
   * Begins anew, for another run of the same command.
   *
   * @param why is told before what is done, and nothing is if nothing is done; empty for no reason
   */
  void again(String why) {
    since = invocation.nanoTime().getAsLong();
    silent = !why.isEmpty();
    if (lines != null) {
      lines.close();
      lines = new ProgressLines(terminal, invocation.nanoTime(), why);
    }
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
      lines.note(line);
    }
  }

  /**
   * Tells what a Worker printed, and unless it is to be quiet, what it answered.
   *
   * @param event {@code log} or {@code request}
   */
  void worker(String event, Map<String, Object> fields) {
    if (events != null) {
      events.event(event, fields);
    } else if (event.equals("log")) {
      show("[" + fields.get("worker") + "] " + fields.get("text"));
    } else {
      note(
          "[%s] %s %s %s %s ms"
              .formatted(
                  fields.get("worker"),
                  fields.get("method"),
                  fields.get("path"),
                  fields.get("status"),
                  fields.get("ms")));
    }
  }

  private void show(String line) {
    if (lines != null) {
      lines.note(line);
    } else {
      terminal.note(line);
    }
  }

  /** Tells of a file that was to be written beside the sources, if there is anything to tell. */
  void file(String file, GeneratedFile outcome) {
    String line = outcome.line(file);
    if (line != null) {
      note(line);
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
    if (!silent || lines == null || !lines.sum().isEmpty()) {
      note(text);
    }
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
