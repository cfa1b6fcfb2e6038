package alchemy.cli;

import alchemy.Secret;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.Step;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;

/**
 * Progress for people: a line for each finished step; on a terminal also one, drawn again and
 * again, for each that runs.
 */
final class ProgressLines implements Listener, AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(120);
  private static final Duration SHOWN = Duration.ofMillis(50);

  private static final class Running {
    private final Step step;
    private final long since;
    private String text = "";

    Running(Step step, long since) {
      this.step = step;
      this.since = since;
    }
  }

  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final boolean live;
  private final Style style;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private final Map<Action, Integer> done = new EnumMap<>(Action.class);
  private final String title;
  private boolean titled;
  private Timer timer;
  private int drawn;

  ProgressLines(Terminal terminal, LongSupplier nanoTime) {
    this(terminal, nanoTime, "");
  }

  /** With a line that is told before the first plan that does something; empty for none. */
  ProgressLines(Terminal terminal, LongSupplier nanoTime, String title) {
    this.title = title;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.live = terminal.isLive();
    this.style = terminal.noteStyle();
  }

  @Override
  public synchronized void planned(Plan plan) {
    if (!plan.acts()) {
      return;
    }
    // What is only made is told as it is made, and so is what somebody has just saved; anything
    // else
    // is shown before it happens.
    Set<Action> told =
        title.isEmpty() ? Set.of(Action.CREATE) : Set.of(Action.CREATE, Action.UPDATE);
    boolean plain =
        plan.steps().stream().allMatch(each -> !each.acts() || told.contains(Action.of(each)));
    if (!title.isEmpty()) {
      if (!titled) {
        terminal.note(style.bold(title));
        titled = true;
      }
    } else if (plain) {
      terminal.note(PlanPrinter.sum(plan));
    }
    if (!plain) {
      new PlanPrinter(style).lines(plan).forEach(terminal::note);
    }
  }

  @Override
  public synchronized void started(Step step) {
    running.put(key(step), new Running(step, nanoTime.getAsLong()));
    if (live && timer == null) {
      timer = new Timer("progress", true);
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {
              redraw();
            }
          },
          REDRAW.toMillis(),
          REDRAW.toMillis());
    }
  }

  @Override
  public synchronized void progress(Step step, String text) {
    Running each = running.get(key(step));
    if (each == null || each.text.equals(text)) {
      return;
    }
    each.text = text;
    if (!live) {
      terminal.note(
          String.format("%-9s", Action.of(step).doing()) + " " + step.title() + ": " + text);
    }
  }

  @Override
  public synchronized void finished(Step step, Duration took, boolean nothing) {
    Action action = nothing ? Action.KEEP : Action.of(step);
    done.merge(action, 1, Integer::sum);
    running.remove(key(step));
    settled(
        action.coloured(style, String.format("%-9s", action.done()))
            + " "
            + step.title()
            + (took.compareTo(SHOWN) < 0 ? "" : style.dim(" (" + Elapsed.show(took) + ")")));
  }

  @Override
  public synchronized void failed(Step step, Throwable why) {
    running.remove(key(step));
    settled(style.red("failed   ") + " " + step.title() + ": " + firstLine(why));
  }

  @Override
  public synchronized void skipped(Step step, List<String> because) {
    running.remove(key(step));
    settled(
        style.yellow("skipped  ")
            + " "
            + step.title()
            + (because.isEmpty() ? "" : ": waits for " + String.join(", ", because)));
  }

  /** Takes away what was drawn to be drawn again. */
  @Override
  public synchronized void close() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    erase();
  }

  /** What was done, as {@code 5 created, 1 updated}; empty if nothing was. */
  synchronized String sum() {
    StringBuilder sum = new StringBuilder();
    done.forEach(
        (action, count) -> {
          if (action != Action.KEEP) {
            sum.append(sum.length() == 0 ? "" : ", ")
                .append(count)
                .append(' ')
                .append(action.done());
          }
        });
    return sum.toString();
  }

  /** A line between those that are drawn again. */
  @Override
  public synchronized void note(String line) {
    settled(line);
  }

  private void settled(String line) {
    erase();
    terminal.note(line);
    draw();
  }

  private synchronized void redraw() {
    if (timer != null) {
      erase();
      draw();
    }
  }

  private void erase() {
    if (drawn > 0) {
      terminal.control("\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }

  private void draw() {
    if (!live || timer == null) {
      return;
    }
    for (Running each : running.values()) {
      Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - each.since);
      // Masked before it is cut: the start of a secret is not known as one.
      String text =
          Secret.mask(
              Action.of(each.step).doing()
                  + " "
                  + each.step.title()
                  + " "
                  + Elapsed.show(elapsed)
                  + (each.text.isEmpty() ? "" : ", " + each.text));
      // A line that wraps would be two lines, of which only one is erased.
      terminal.note(style.dim(text.length() < 80 ? text : text.substring(0, 79)));
      drawn++;
    }
  }

  private static String key(Step step) {
    return step instanceof Step.Delete ? step.key() + "-" : step.id();
  }

  private static String firstLine(Throwable why) {
    String message = Secret.mask(why.getMessage());
    return message == null
        ? why.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
