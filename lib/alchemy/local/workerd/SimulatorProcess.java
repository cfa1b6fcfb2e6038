package alchemy.local.workerd;

import alchemy.AlchemyException;
import alchemy.local.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The one process of the simulators: started when it is needed, again when it should differ. */
final class SimulatorProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofMillis(200);

  private final WorkerProcess.Starter starter;
  private final Events events;
  private List<QueueConsumer> served = List.of();
  private WorkerProcess process;
  private boolean closed;

  SimulatorProcess(WorkerProcess.Starter starter, Events events) {
    this.starter = starter;
    this.events = events;
  }

  /** Has it run with these consumers when it returns. */
  synchronized void run(Path folder, List<QueueConsumer> consumers) {
    if (closed || (process != null && process.isAlive() && served.equals(consumers))) {
      return;
    }
    for (var each : List.of("kv", "d1", "queues", "blobs")) {
      OwnFolder.of(folder.resolve(each));
    }
    if (process != null) {
      // Not side by side: both would deliver the same messages.
      process.stop(GRACE);
    }
    process = start(folder, consumers);
    served = List.copyOf(consumers);
  }

  private WorkerProcess start(Path folder, List<QueueConsumer> consumers) {
    var started = starter.start(Simulators.launch(folder, consumers), this::log);
    started.publish(Sockets.SIMULATORS);
    long since = System.nanoTime();
    started.onExit(() -> ended(started, since, folder, consumers));
    return started;
  }

  private void log(String line) {
    events.note("KV, D1 and queues: " + line);
  }

  private synchronized void ended(
      WorkerProcess which, long since, Path folder, List<QueueConsumer> consumers) {
    if (closed || process != which) {
      return;
    }
    boolean again = System.nanoTime() - since > WorkerFleet.SHORTEST_LIFE_NANOS;
    log("ended unexpectedly; start again " + (again ? "now" : "when a Worker needs them"));
    if (again) {
      try {
        process = start(folder, consumers);
      } catch (AlchemyException e) {
        log(e.getMessage());
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (process != null) {
      process.stop(GRACE);
    }
  }
}
