package alchemy.engine;

import java.time.Duration;
import java.util.List;

/** Lets a listener hear one call at a time, whatever thread it comes from, and records steps. */
final class OneAtATime implements Listener {
  private final Listener listener;
  private final Recorded recorded;

  OneAtATime(Listener listener, Recorded recorded) {
    this.listener = listener;
    this.recorded = recorded;
  }

  @Override
  public synchronized void planned(Plan plan) {
    listener.planned(plan);
  }

  @Override
  public synchronized void started(Step step) {
    listener.started(step);
  }

  @Override
  public synchronized void progress(Step step, String text) {
    listener.progress(step, text);
  }

  @Override
  public synchronized void finished(Step step, Duration took, boolean nothing) {
    if (!nothing) {
      recorded.done(step);
    }
    listener.finished(step, took, nothing);
  }

  @Override
  public synchronized void failed(Step step, Throwable why) {
    recorded.failed(step);
    listener.failed(step, why);
  }

  @Override
  public synchronized void skipped(Step step, List<String> because) {
    listener.skipped(step, because);
  }

  @Override
  public synchronized void note(String text) {
    listener.note(text);
  }
}
