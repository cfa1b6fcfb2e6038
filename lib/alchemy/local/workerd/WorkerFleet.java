package alchemy.local.workerd;

import alchemy.local.Children;
import alchemy.local.Events;
import alchemy.local.Ports;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
  // A Worker that ends sooner than this after its start would only end again.
  private static final long SHORTEST_LIFE_NANOS = Duration.ofSeconds(2).toNanos();

  private final Ports ports;
  private final Events events;
  private final Children children;
  private final Supplier<Path> workerd;
  private final Path folder;
  private final Relay relay;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private Path binary;

  /**
   * Makes an empty fleet.
   *
   * @param workerd gives the workerd binary, fetching it if need be; asked at the first start
   * @param folder where configurations are while workerd starts
   */
  public WorkerFleet(
      Ports ports, Events events, Children children, Supplier<Path> workerd, Path folder) {
    this.ports = ports;
    this.events = events;
    this.children = children;
    this.workerd = workerd;
    this.folder = folder;
    this.relay = new Relay(events::note);
    ConfigFolder.sweep(folder);
  }

  /**
   * Starts a version of a Worker and, once it listens, lets it take the place of the one before,
   * whose requests under way still end.
   *
   * @throws WorkerRefusedException if it does not start; what ran before runs on
   */
  public void run(String worker, WorkerSpec spec) {
    replace(worker, spec, start(worker, spec));
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
    var process = start(worker, spec);
    try {
      approve.accept(joined(probe));
    } catch (RuntimeException e) {
      process.stop(Duration.ZERO);
      throw e;
    }
    replace(worker, spec, process);
  }

  /**
   * What a Worker's main module exports, found by running its code; nothing of it serves.
   *
   * @throws WorkerRefusedException if it does not start
   */
  public Exports exports(WorkerSpec spec) {
    return HandlerProbe.of(binary(), children, folder, spec);
  }

  private WorkerProcess start(String worker, WorkerSpec spec) {
    return WorkerProcess.start(binary(), children, folder, spec, line -> events.log(worker, line));
  }

  private void replace(String worker, WorkerSpec spec, WorkerProcess process) {
    if (closed) {
      process.stop(Duration.ZERO);
      throw new WorkerRefusedException("The local cloud is being stopped.");
    }
    var before = slot(worker).serve(new Running(process, spec, System.nanoTime()));
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

  /** How another Worker reaches this one under a name of its own, also while this one is away. */
  public Binding service(String binding, String worker) {
    var slot = slot(worker);
    return new Binding.Service(binding, slot.privatePort(), slot.connectHost);
  }

  /** The host name that only Workers bound to this one know; for its {@link WorkerSpec}. */
  public String connectHost(String worker) {
    return slot(worker).connectHost;
  }

  /** Whether a version of this Worker runs. */
  public boolean isRunning(String worker) {
    return slots.containsKey(worker) && slots.get(worker).running() != null;
  }

  /** Stops a Worker and closes its ports. */
  public void stop(String worker) {
    var slot = slots.remove(worker);
    if (slot != null) {
      slot.close();
    }
  }

  /** Stops all Workers, side by side. */
  @Override
  public void close() {
    closed = true;
    var stopping = slots.values().stream().map(slot -> inBackground(slot::close)).toList();
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
      var unused = inBackground(() -> run(worker, running.spec()));
    }
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
    private final String connectHost = "rpc-" + randomHex() + ".internal:80";
    private Relay.Entry publicEntry;
    private Relay.Entry privateEntry;
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
      target(publicEntry);
      target(privateEntry);
      return before;
    }

    synchronized void listen(boolean open) {
      if (open && publicEntry == null) {
        publicEntry = relay.open(publicPort());
        target(publicEntry);
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

    synchronized int privatePort() {
      if (privateEntry == null) {
        privateEntry = relay.open(0);
        target(privateEntry);
      }
      return privateEntry.port();
    }

    private void target(Relay.Entry entry) {
      if (entry != null && running != null) {
        entry.target(running.process().port());
      }
    }

    void close() {
      Running last;
      synchronized (this) {
        listen(false);
        if (privateEntry != null) {
          privateEntry.close();
          privateEntry = null;
        }
        last = running;
        running = null;
      }
      if (last != null) {
        last.process().stop(AT_ONCE);
      }
    }

    private static String randomHex() {
      var bytes = new byte[16];
      new SecureRandom().nextBytes(bytes);
      return HexFormat.of().formatHex(bytes);
    }
  }
}
