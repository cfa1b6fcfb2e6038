package alchemy.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Runs tasks in the order of their dependencies, several at once. Preparing happens on the caller's
 * thread, one task at a time; the work itself on threads of its own. A failure keeps only what
 * depends on it from starting.
 */
final class Scheduler {
  /** What is to be done for one step. */
  interface Task {
    Step step();

    /** The name that other tasks wait for. */
    String key();

    /** The keys of the tasks that must have succeeded before. */
    Set<String> after();

    /**
     * Makes ready on the caller's thread.
     *
     * @return the work; it answers true if there turned out to be nothing to do
     * @throws NotYet if something else has to come first
     */
    Work prepare() throws NotYet;
  }

  /** The part of a task that may take its time. */
  interface Work {
    boolean run();
  }

  /** A task cannot start before another one is done, as only now turned out. */
  static final class NotYet extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;

    NotYet(String key) {
      super(key, null, false, false);
      this.key = key;
    }
  }

  /** How it ended. */
  record Result(Map<Step, Throwable> failed, Map<Step, List<String>> skipped) {
    boolean isComplete() {
      return failed.isEmpty() && skipped.isEmpty();
    }
  }

  private record Ended(Task task, boolean nothing, Throwable why, Duration took) {}

  private final int parallel;
  private final BooleanSupplier cancelled;
  private final Listener listener;

  private final Map<String, Task> waiting = new LinkedHashMap<>();
  private final Map<String, Set<Task>> dependents = new HashMap<>();
  private final Map<Task, Set<String>> missing = new HashMap<>();
  private final Deque<Task> ready = new ArrayDeque<>();
  private final Set<String> done = new HashSet<>();
  private final Set<String> failedKeys = new HashSet<>();
  private final Map<Step, Throwable> failed = new LinkedHashMap<>();
  private final Map<Step, List<String>> skipped = new LinkedHashMap<>();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private ExecutorService pool;
  private int running;

  Scheduler(int parallel, BooleanSupplier cancelled, Listener listener) {
    this.parallel = parallel;
    this.cancelled = cancelled;
    this.listener = listener;
  }

  Result run(List<? extends Task> tasks) {
    tasks.forEach(each -> waiting.put(each.key(), each));
    tasks.forEach(this::await);
    pool = Executors.newFixedThreadPool(Math.max(1, Math.min(parallel, tasks.size())), daemon());
    try {
      while (true) {
        while (!ready.isEmpty() && running < parallel && !cancelled.getAsBoolean()) {
          start(ready.poll());
        }
        if (running == 0) {
          break;
        }
        end(take());
      }
    } finally {
      pool.shutdown();
    }
    skipTheRest();
    return new Result(failed, skipped);
  }

  private void await(Task task) {
    Set<String> keys = new HashSet<>(task.after());
    keys.retainAll(waiting.keySet());
    missing.put(task, keys);
    keys.forEach(key -> dependents.computeIfAbsent(key, any -> new HashSet<>()).add(task));
    if (keys.isEmpty()) {
      ready.add(task);
    }
  }

  private void start(Task task) {
    Work work;
    try {
      work = task.prepare();
    } catch (NotYet e) {
      delay(task, e.key);
      return;
    } catch (RuntimeException | Error e) {
      fail(task, e);
      return;
    }
    listener.started(task.step());
    running++;
    long begun = System.nanoTime();
    pool.execute(
        () -> {
          try {
            boolean nothing = work.run();
            ended.add(new Ended(task, nothing, null, since(begun)));
          } catch (RuntimeException | Error e) {
            ended.add(new Ended(task, false, e, since(begun)));
          }
        });
  }

  private void delay(Task task, String key) {
    if (failedKeys.contains(key)) {
      missing.get(task).add(key); // it never starts, like all that depends on a failure
      return;
    }
    if (!waiting.containsKey(key) || done.contains(key)) {
      fail(task, new LateCycleException(key));
      return;
    }
    missing.get(task).add(key);
    dependents.computeIfAbsent(key, any -> new HashSet<>()).add(task);
  }

  private void end(Ended end) {
    running--;
    if (end.why != null) {
      fail(end.task, end.why);
      return;
    }
    listener.finished(end.task.step(), end.took, end.nothing);
    done.add(end.task.key());
    waiting.remove(end.task.key());
    for (Task each : dependents.getOrDefault(end.task.key(), Set.of())) {
      Set<String> keys = missing.get(each);
      if (keys.remove(end.task.key()) && keys.isEmpty()) {
        ready.add(each);
      }
    }
  }

  private void fail(Task task, Throwable why) {
    waiting.remove(task.key());
    failedKeys.add(task.key());
    failed.put(task.step(), why);
    listener.failed(task.step(), why);
  }

  private void skipTheRest() {
    Map<Task, Task> circles = new LinkedHashMap<>();
    Set<String> round = inCirclesOrBetween();
    for (Task each : waiting.values()) {
      if (round.contains(each.key())) {
        next(each, each, round).ifPresent(next -> circles.put(each, next));
      }
    }
    circles.forEach((task, next) -> fail(task, new LateCycleException(next.key())));
    for (Task each : waiting.values()) {
      List<String> because = missing.get(each).stream().sorted().toList();
      skipped.put(each.step(), because);
      listener.skipped(each.step(), because);
    }
  }

  /**
   * The keys of what waits for a circle and is waited for by one: a failure may leave thousands in
   * a row waiting, of which none is.
   */
  private Set<String> inCirclesOrBetween() {
    Map<String, Set<String>> before = new HashMap<>();
    Map<String, Set<String>> after = new HashMap<>();
    for (Task each : waiting.values()) {
      for (String key : missing.get(each)) {
        if (waiting.containsKey(key)) {
          before.computeIfAbsent(each.key(), any -> new HashSet<>()).add(key);
          after.computeIfAbsent(key, any -> new HashSet<>()).add(each.key());
        }
      }
    }
    Set<String> left = new HashSet<>(waiting.keySet());
    takeAway(left, before, after);
    takeAway(left, after, before);
    return left;
  }

  /** Takes away what nothing comes before, until something comes before each that is left. */
  private static void takeAway(
      Set<String> left, Map<String, Set<String>> before, Map<String, Set<String>> after) {
    Deque<String> open = new ArrayDeque<>();
    left.stream().filter(key -> !before.containsKey(key)).forEach(open::add);
    while (!open.isEmpty()) {
      String key = open.remove();
      left.remove(key);
      for (String next : Optional.ofNullable(after.remove(key)).orElse(Set.of())) {
        Set<String> others = before.get(next);
        if (others.remove(key) && others.isEmpty()) {
          before.remove(next);
          open.add(next);
        }
      }
    }
  }

  /** The task that another one waits for, if waiting for that one never ends; else empty. */
  private Optional<Task> next(Task from, Task goal, Set<String> round) {
    for (String key : missing.get(from)) {
      if (round.contains(key) && (key.equals(goal.key()) || leads(key, goal, round))) {
        return Optional.of(waiting.get(key));
      }
    }
    return Optional.empty();
  }

  private boolean leads(String from, Task goal, Set<String> round) {
    Set<String> visited = new HashSet<>(Set.of(from));
    Deque<String> open = new ArrayDeque<>(visited);
    while (!open.isEmpty()) {
      for (String key : missing.get(waiting.get(open.remove()))) {
        if (key.equals(goal.key())) {
          return true;
        }
        if (round.contains(key) && visited.add(key)) {
          open.add(key);
        }
      }
    }
    return false;
  }

  private Ended take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ended.take();
        } catch (InterruptedException e) {
          // What is under way has to be recorded all the same; the run's own flag ends it.
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  static java.util.concurrent.ThreadFactory daemon() {
    return work -> {
      Thread thread = new Thread(work, "alchemy-step");
      thread.setDaemon(true);
      return thread;
    };
  }
}
