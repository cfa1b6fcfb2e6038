package alchemy.local.workerd;

import alchemy.local.Children;
import alchemy.local.Events;
import alchemy.local.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All Workers that run: one workerd process each, behind ports of the relay that stay open while a
 * new version takes the place of an old one. Safe for use by several threads; one Worker is changed
 * by one thread at a time, which the caller ensures.
 */
public final class WorkerFleet implements AutoCloseable {
  // Requests under way on an old version may end while the new one serves already.
  private static final Duration DRAIN = Duration.ofSeconds(4);
  private static final Duration ANSWERED = Duration.ofMillis(100);
  private static final Duration HANDOVER = Duration.ofMillis(250);
  // Nobody waits for answers of what is deleted or shut down.
  private static final Duration AT_ONCE = Duration.ofMillis(200);
  // What ends sooner than this after its start would only end again.
  static final long SHORTEST_LIFE_NANOS = Duration.ofSeconds(2).toNanos();

  private final Ports ports;
  private final Events events;
  private final WorkerProcess.Starter starter;
  private final Supplier<Path> workerd;
  private final Path folder;
  private final Relay relay;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private final SimulatorProcess simulators;
  private final List<BiConsumer<String, Map<String, Object>>> listeners =
      new CopyOnWriteArrayList<>();
  private volatile boolean closed;
  private volatile boolean holding;
  private Path binary;

  /**
   * Makes an empty fleet.
   *
   * @param workerd gives the workerd binary, fetching it if need be; asked at the first start
   * @param folder where configurations are while workerd starts, and what objects and simulators
   *     store
   */
  public WorkerFleet(
      Ports ports, Events events, Children children, Supplier<Path> workerd, Path folder) {
    this.ports = ports;
    this.events = events;
    this.workerd = workerd;
    this.folder = OwnFolder.of(folder);
    this.relay = new Relay(events::note);
    this.starter = new WorkerProcess.Starter(this::binary, children, this.folder);
    this.simulators = new SimulatorProcess(starter, events);
    ConfigFolder.sweep(this.folder);
    Sockets.sweep(this.folder);
  }

  /**
   * Starts a version of a Worker and, once it listens, lets it take the place of the one before,
   * whose requests under way still end.
   *
   * @throws WorkerRefusedException if it does not start; what ran before runs on
   */
  public void run(String worker, WorkerSpec spec) {
    replace(worker, spec, start(worker, spec), null);
  }

  /**
   * The same for a version that is new: while it starts, its exports are found out by running its
   * code once more.
   *
   * @param approve is given the exports before the new version serves; what it throws refuses it
   * @throws WorkerRefusedException if it does not start; what ran before runs on
   */
  public void run(String worker, WorkerSpec spec, Consumer<Exports> approve) {
    var probe = CompletableFuture.supplyAsync(() -> exports(spec), WorkerFleet::inThread);
    WorkerProcess process;
    try {
      process = start(worker, spec);
    } catch (WorkerRefusedException e) {
      // What does not run for want of an export is refused for that.
      probe.handle((exports, fault) -> Optional.ofNullable(exports)).join().ifPresent(approve);
      throw e;
    }
    try {
      approve.accept(joined(probe));
    } catch (RuntimeException | Error e) {
      process.stop(Duration.ZERO);
      throw e;
    }
    replace(worker, spec, process, null);
  }

  /**
   * What a Worker's main module exports, found by running its code; nothing of it serves.
   *
   * @throws WorkerRefusedException if it does not start
   */
  public Exports exports(WorkerSpec spec) {
    return HandlerProbe.of(starter, spec);
  }

  private WorkerProcess start(String worker, WorkerSpec spec) {
    var maps = new SourceMaps(spec.modules());
    var launch = WorkerConfig.launch(spec, storage("objects"));
    var log =
        new WorkerLog(
            launch.traceMark(),
            maps,
            line -> events.log(worker, line),
            event -> traced(worker, event));
    try {
      return starter.start(launch, log);
    } catch (WorkerRefusedException e) {
      throw new WorkerRefusedException(maps.mapped(e.reason()));
    }
  }

  // What ended by itself is replaced only while nothing else has taken its place or removed it.
  private void replace(String worker, WorkerSpec spec, WorkerProcess process, Running ended) {
    var slot = ended == null ? slot(worker) : slots.get(worker);
    if (ended != null && slot == null) {
      process.stop(Duration.ZERO);
      return;
    }
    synchronized (slot.exchange) {
      var now = slot.running();
      if (ended != null && (now == null || now.process() != ended.process())) {
        process.stop(Duration.ZERO);
        return;
      }
      if (closed) {
        process.stop(Duration.ZERO);
        throw new WorkerRefusedException("The local cloud is being stopped.");
      }
      exchange(worker, slot, spec, process);
    }
  }

  private void exchange(String worker, Slot slot, WorkerSpec spec, WorkerProcess process) {
    if (!spec.objects().isEmpty()) {
      // Two processes must not have the same objects: requests wait until the old one has ended.
      slot.hold().ifPresent(old -> old.process().stop(AT_ONCE));
    }
    process.publish(Sockets.worker(worker));
    var before = slot.serve(new Running(process, spec, System.nanoTime()));
    process.onExit(() -> ended(worker, process));
    if (before != null) {
      answerWhatCame(before.process().port());
      // Told to end, the old version first drops connections that a client keeps open but does not
      // use. Without this wait such a client would reach the old version once more.
      inBackground(() -> before.process().stop(DRAIN))
          .completeOnTimeout(null, HANDOVER.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
  }

  // A process that was told to end takes no connection any more, not even one that was made before;
  // so what has come is given a moment to be taken.
  private void answerWhatCame(int port) {
    long until = System.nanoTime() + ANSWERED.toNanos();
    while (relay.isAwaiting(port) && System.nanoTime() < until) {
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  private static Exports joined(CompletableFuture<Exports> probe) {
    try {
      return probe.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Opens the Worker's remembered port, or closes it; the Worker itself runs on. */
  public void listen(String worker, boolean open) {
    slot(worker).listen(open);
  }

  /** The address at which a Worker that listens answers; the port stays the same for a name. */
  public String url(String worker) {
    return "http://127.0.0.1:" + slot(worker).publicPort();
  }

  /**
   * Lets KV, D1 and queues be there, with these consumers; a Worker that is bound to one of them
   * runs after that.
   */
  public void simulate(List<QueueConsumer> consumers) {
    simulators.run(storage("simulated"), consumers);
  }

  /** Forgets all objects of a class, with what they stored. */
  public void forgetObjects(String key) {
    OwnFolder.delete(storage("objects").resolve(key));
  }

  /** Whether a version of this Worker runs. */
  public boolean isRunning(String worker) {
    var slot = slots.get(worker);
    var running = slot == null ? null : slot.running();
    return running != null && running.process().isAlive();
  }

  /** Lets connections wait at all ports, whatever runs behind them. */
  public void hold() {
    holding = true;
  }

  /** Lets them through, now and from now on. */
  public void release() {
    holding = false;
    slots.values().forEach(Slot::target);
  }

  /** Stops a Worker and closes its ports. */
  public void stop(String worker) {
    var slot = slots.remove(worker);
    if (slot != null) {
      slot.close();
      Sockets.remove(folder, Sockets.worker(worker));
    }
  }

  /** Stops all Workers, side by side. */
  @Override
  public void close() {
    closed = true;
    var stopping = new ArrayList<>(List.of(inBackground(simulators::close)));
    slots.values().forEach(slot -> stopping.add(inBackground(slot::close)));
    stopping.forEach(CompletableFuture::join);
    slots.clear();
    relay.close();
  }

  // Asked once, by one thread: it may have to fetch the binary.
  private synchronized Path binary() {
    if (binary == null) {
      binary = workerd.get();
    }
    return binary;
  }

  private void ended(String worker, WorkerProcess process) {
    var slot = slots.get(worker);
    var running = slot == null ? null : slot.running();
    if (closed || running == null || running.process() != process) {
      return;
    }
    boolean again = System.nanoTime() - running.since() > SHORTEST_LIFE_NANOS;
    events.note("Worker " + worker + " ended unexpectedly" + (again ? "; it starts again" : ""));
    if (again) {
      var unused = inBackground(() -> restart(worker, running));
    }
  }

  /** Starts again what ended by itself, unless something else has been done with the Worker. */
  private void restart(String worker, Running ended) {
    replace(worker, ended.spec(), start(worker, ended.spec()), ended);
  }

  private Path storage(String name) {
    return OwnFolder.of(folder.resolveSibling(name));
  }

  private void traced(String worker, Map<String, Object> event) {
    listeners.forEach(each -> each.accept(worker, event));
  }

  /** Tells of each event that a Worker has handled, as a tail consumer would be told. */
  public void onTrace(BiConsumer<String, Map<String, Object>> listener) {
    listeners.add(listener);
  }

  private CompletableFuture<Void> inBackground(Runnable work) {
    return CompletableFuture.runAsync(work, WorkerFleet::inThread)
        .exceptionally(
            fault -> {
              var cause = fault instanceof CompletionException ? fault.getCause() : fault;
              events.note(cause.getMessage());
              return null;
            });
  }

  private static void inThread(Runnable task) {
    var thread = new Thread(task, "worker-fleet");
    thread.setDaemon(true);
    thread.start();
  }

  private Slot slot(String worker) {
    return slots.computeIfAbsent(worker, Slot::new);
  }

  private record Running(WorkerProcess process, WorkerSpec spec, long since) {}

  /** One Worker's ports and what serves them. */
  private final class Slot {
    private final String worker;
    // Held while one process takes the place of another, or of none.
    private final Object exchange = new Object();
    private Relay.Entry publicEntry;
    private int publicPort;
    private Running running;

    Slot(String worker) {
      this.worker = worker;
    }

    synchronized Running running() {
      return running;
    }

    synchronized Running serve(Running next) {
      var before = running;
      running = next;
      target();
      return before;
    }

    /** Lets new connections wait until something serves again; gives what served. */
    synchronized Optional<Running> hold() {
      if (publicEntry != null) {
        publicEntry.hold();
      }
      var held = Optional.ofNullable(running);
      running = null;
      return held;
    }

    synchronized void listen(boolean open) {
      if (open && publicEntry == null) {
        publicEntry = relay.open(publicPort());
        target();
      } else if (!open && publicEntry != null) {
        publicEntry.close();
        publicEntry = null;
      }
    }

    synchronized int publicPort() {
      if (publicPort == 0) {
        publicPort = ports.keep("worker-" + worker);
      }
      return publicPort;
    }

    private synchronized void target() {
      if (publicEntry != null && running != null && !holding) {
        publicEntry.target(running.process().port());
      }
    }

    void close() {
      Running last;
      synchronized (exchange) {
        synchronized (this) {
          listen(false);
          last = running;
          running = null;
        }
      }
      if (last != null) {
        last.process().stop(AT_ONCE);
      }
    }
  }
}
