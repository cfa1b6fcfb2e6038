package alchemy.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C and SIGTERM do to a run: the first asks it to end and gives it some seconds, the
 * second stops at once. The JVM itself turns the signal into exit code 130 or 143, once its
 * shutdown hook returns; so the hook waits for the run.
 */
final class Interrupts implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Terminal terminal;
  private final Deque<Runnable> actions = new ArrayDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "interrupt");
  private boolean interrupted;

  Interrupts(Terminal terminal) {
    this.terminal = terminal;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Adds what asks the run to end; done at once if it was interrupted already. Must not block. */
  void onInterrupt(Runnable action) {
    synchronized (actions) {
      if (!interrupted) {
        actions.addFirst(action);
        return;
      }
    }
    action.run();
  }

  /** Takes an action back, of what has ended. */
  void forget(Runnable action) {
    synchronized (actions) {
      actions.remove(action);
    }
  }

  boolean isInterrupted() {
    synchronized (actions) {
      return interrupted;
    }
  }

  /**
   * Tells that the run has ended, all its children too. The hook stays, with nothing left to do.
   */
  @Override
  public void close() {
    ended.countDown();
  }

  private void interrupted() {
    if (ended.getCount() == 0) {
      return;
    }
    List<Runnable> asked;
    synchronized (actions) {
      interrupted = true;
      asked = List.copyOf(actions);
    }
    Signals.handle("INT", () -> Runtime.getRuntime().halt(130));
    Signals.handle("TERM", () -> Runtime.getRuntime().halt(143));
    terminal.note("\ninterrupted: ending what is under way; once more stops at once");
    asked.forEach(Runnable::run);
    try {
      if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        terminal.note("interrupted: not everything ended; the next run settles it");
        return;
      }
      // The JVM ends when this returns, whatever another thread is about to print.
      terminal.awaitLastWord(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
