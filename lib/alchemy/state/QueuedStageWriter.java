package alchemy.state;

import alchemy.AlchemyException;
import alchemy.Secret;
import alchemy.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Writes one stage. Threads put their changes into a queue; the first that gets in writes all that
 * wait there as one change with one flush, the others find theirs done.
 */
final class QueuedStageWriter implements StageWriter {
  private final StateFormat format;
  private final StageLog log;
  private final ConcurrentLinkedQueue<Request> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();

  // All below are guarded by writing.
  private StageVault vault;
  private Sealer sealer;
  private final TreeMap<String, Row> rows = new TreeMap<>();
  private StageState base;
  private Map<String, Object> outputs;
  private WrappedKey key;
  private long serial;
  private String mark;
  private String movedTo;
  private boolean closed;

  QueuedStageWriter(StateFormat format, StageLog log, StageVault vault, StageState state) {
    this.format = format;
    this.log = log;
    this.vault = vault;
    this.sealer = new Sealer(state.app(), state.stage(), vault);
    take(state);
  }

  /** What one caller wants; guarded by writing once it left the queue. */
  private static final class Request {
    final List<RowChange> changes;
    final Map<String, Object> outputs;
    boolean done;
    RuntimeException failure;

    Request(List<RowChange> changes, Map<String, Object> outputs) {
      this.changes = changes;
      this.outputs = outputs;
    }

    void end(RuntimeException why) {
      done = true;
      failure = why;
    }
  }

  @Override
  public StageState state() {
    writing.lock();
    try {
      return snapshot();
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void commit(List<RowChange> changes) {
    submit(new Request(List.copyOf(changes), null));
  }

  @Override
  public void outputs(Map<String, Object> newOutputs) {
    submit(new Request(List.of(), Objects.requireNonNull(newOutputs, "outputs")));
  }

  @Override
  public void finish() {
    alone(
        () -> {
          serial = Math.max(serial, 1);
          log.finish(snapshot());
        });
  }

  @Override
  public void record(RunRecord run) {
    alone(() -> log.record(run));
  }

  @Override
  public void restore(StageState state, List<RunRecord> runs) {
    alone(
        () -> {
          StageState now = snapshot();
          take(state);
          serial = Math.max(serial, 1);
          vault.become(state.key());
          log.restore(now, snapshot(), runs);
        });
  }

  @Override
  public void moved(String to) {
    alone(
        () -> {
          movedTo = to;
          serial = Math.max(serial, 1);
          log.moved(snapshot());
        });
  }

  private void alone(Runnable write) {
    writing.lock();
    try {
      checkWritable();
      write.run();
    } finally {
      writing.unlock();
    }
  }

  private void take(StageState state) {
    base = state;
    rows.clear();
    rows.putAll(state.rows());
    outputs = state.outputs();
    key = state.key().orElse(null);
    serial = state.serial();
    mark = state.mark();
    movedTo = state.movedTo().orElse(null);
  }

  @Override
  public void close() {
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        log.close();
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public Optional<String> note() {
    return log.note();
  }

  @Override
  public boolean rekey(Secret password, boolean newKey) {
    boolean[] isSealed = {false};
    alone(
        () -> {
          isSealed[0] = key != null;
          if (isSealed[0]) {
            reseal(vault.forPassword(password, newKey), newKey);
          }
        });
    return isSealed[0];
  }

  private void reseal(StageVault next, boolean newKey) {
    Map<String, Row> changed = new TreeMap<>();
    Map<String, Object> newOutputs = outputs;
    if (newKey) {
      Resealer resealer = new Resealer(vault, next);
      rows.forEach((name, row) -> changed.put(name, resealer.row(row)));
      changed.entrySet().removeIf(each -> each.getValue().equals(rows.get(each.getKey())));
      newOutputs = Frozen.map(resealer.map(outputs));
    }
    append(changed, newOutputs, next.wrappedForStorage().orElseThrow(), null);
    vault.adopt(Optional.of(key));
    vault = next;
    sealer = new Sealer(base.app(), base.stage(), next);
  }

  private void submit(Request request) {
    waiting.add(request);
    writing.lock();
    try {
      if (!request.done) {
        flush();
      }
      if (request.failure != null) {
        throw request.failure;
      }
    } finally {
      writing.unlock();
    }
  }

  private void flush() {
    List<Request> batch = new ArrayList<>();
    for (Request each; (each = waiting.poll()) != null; ) {
      batch.add(each);
    }
    try {
      checkWritable();
      write(batch);
    } catch (RuntimeException e) {
      end(batch, e);
    } finally {
      if (!batch.stream().allMatch(each -> each.done)) {
        // An Error, such as no memory left, came in between; the line may be half written.
        end(batch, log.halfWay());
      }
    }
  }

  private void write(List<Request> batch) {
    Map<String, Row> changed = new LinkedHashMap<>();
    Map<String, Object> newOutputs = outputs;
    for (Request each : batch) {
      try {
        Map<String, Row> its = sealed(each, changed);
        Map<String, Object> itsOutputs =
            each.outputs == null ? null : Frozen.map(sealer.sealOutputs(each.outputs, newOutputs));
        if (batch.size() > 1) {
          // Alone it fails alone; among others it has to be tried before it is in their line.
          Json.write(new JournalLine(serial + 1, its, null, itsOutputs).toTree(format), false);
        }
        changed.putAll(its);
        newOutputs = itsOutputs == null ? newOutputs : itsOutputs;
      } catch (AlchemyException e) {
        // Its own fault alone, such as a missing password; the others' changes are written.
        each.end(e);
      }
    }
    changed.entrySet().removeIf(each -> Objects.equals(each.getValue(), rows.get(each.getKey())));
    if (!changed.isEmpty() || !newOutputs.equals(outputs)) {
      append(changed, newOutputs, vault.wrappedForStorage().orElse(null), () -> former(changed));
    }
    end(batch, null);
  }

  private void append(
      Map<String, Row> changed,
      Map<String, Object> newOutputs,
      WrappedKey newKey,
      Supplier<Map<String, Object>> former) {
    JournalLine line =
        new JournalLine(
            serial + 1,
            changed,
            newKey == null || newKey.isSame(key) ? null : newKey,
            newOutputs.equals(outputs) ? null : newOutputs);
    String next = log.append(line.toTree(format), former);
    changed.forEach((name, row) -> rows.compute(name, (same, old) -> row));
    outputs = newOutputs;
    key = newKey;
    serial = line.serial();
    mark = next;
  }

  private Map<String, Object> former(Map<String, Row> changed) {
    Map<String, Object> former = new TreeMap<>();
    changed.keySet().stream()
        .filter(rows::containsKey)
        .forEach(name -> former.put(name, format.write(rows.get(name))));
    return former;
  }

  private Map<String, Row> sealed(Request request, Map<String, Row> earlier) {
    Map<String, Row> changed = new LinkedHashMap<>();
    for (RowChange change : request.changes) {
      Row row = null;
      if (change instanceof RowChange.Put put) {
        Row before = earlier.get(change.key());
        row = sealer.seal(put.row(), before == null ? rows.get(change.key()) : before);
      }
      changed.put(change.key(), row);
    }
    return changed;
  }

  private StageState snapshot() {
    return new StageState(
        base.app(),
        base.stage(),
        serial,
        base.instance(),
        base.instanceId(),
        key,
        rows,
        outputs,
        mark,
        movedTo);
  }

  private void checkWritable() {
    if (closed) {
      throw new IllegalStateException(
          "A write after the lock was released. This is a bug in Alchemy for Java.");
    }
    log.verify();
  }

  private static void end(List<Request> batch, RuntimeException why) {
    for (Request each : batch) {
      if (!each.done) {
        each.end(why);
      }
    }
  }
}
