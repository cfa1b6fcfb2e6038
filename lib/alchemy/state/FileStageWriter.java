package alchemy.state;

import alchemy.AlchemyException;
import alchemy.Secret;
import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes one stage. Threads put their changes into a queue; the first that gets in writes all that
 * wait there as one line with one flush, the others find theirs done.
 */
final class FileStageWriter implements StageWriter {
  private final Disk disk;
  private final Path folder;
  private final StateFormat format;
  private final StageLock lock;
  private final Journal journal;
  private final HistoryFile history;
  private final ConcurrentLinkedQueue<Request> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();

  // All below are guarded by writing.
  private StageVault vault;
  private Sealer sealer;
  private final TreeMap<String, Row> rows;
  private StageState base;
  private Map<String, Object> outputs;
  private WrappedKey key;
  private long serial;
  private String mark;
  private String movedTo;
  private boolean isCurrent;
  private String note;
  private IOException broken;
  private boolean closed;

  FileStageWriter(
      Disk disk,
      Path folder,
      StateFormat format,
      StageLock lock,
      StageVault vault,
      StageReader.Stored stored) {
    StageState state = stored.state();
    this.disk = disk;
    this.folder = folder;
    this.format = format;
    this.lock = lock;
    this.vault = vault;
    this.sealer = new Sealer(state.app(), state.stage(), vault);
    this.journal =
        new Journal(
            disk, folder.resolve(StageReader.JOURNAL), format, stored.length(), stored.sum());
    this.history = new HistoryFile(disk, folder);
    this.rows = new TreeMap<>();
    take(state);
    this.base = stored.base();
    this.isCurrent = stored.hasSnapshot();
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
    alone(this::writeSnapshotUnlessCurrent);
  }

  @Override
  public void record(RunRecord run) {
    alone(() -> history.append(run));
  }

  @Override
  public void restore(StageState state, List<RunRecord> runs) {
    alone(
        () -> {
          history.add(runs);
          if (!journal.isEmpty() || isCurrent) {
            writeSnapshotUnlessCurrent(); // No line of the journal may seem to continue what comes.
          }
          take(state);
          vault.become(state.key());
          writeSnapshot();
        });
  }

  @Override
  public void moved(String to) {
    alone(
        () -> {
          movedTo = to;
          writeSnapshot();
        });
  }

  private interface Write {
    void run() throws IOException;
  }

  private void alone(Write write) {
    writing.lock();
    try {
      checkWritable();
      lock.verify(base.app(), base.stage());
      write.run();
    } catch (IOException e) {
      throw failed(e);
    } finally {
      writing.unlock();
    }
  }

  private void writeSnapshotUnlessCurrent() throws IOException {
    if (journal.isEmpty() && isCurrent) {
      journal.empty(); // It may hold what a killed run had in its snapshot already.
    } else {
      writeSnapshot();
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
      if (closed) {
        return;
      }
      closed = true;
      boolean ours = false;
      try {
        ours = lock.isOurs();
      } finally {
        try {
          journal.close(ours);
        } finally {
          lock.release();
        }
      }
    } catch (IOException e) {
      throw new StateWriteFailedException(folder, e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Writes a stage of an older format in today's. The old files are kept beside the new one: the
   * next version's program may know something of them that this one does not.
   */
  void migrate(long from) {
    alone(
        () -> {
          List<String> kept = new ArrayList<>();
          for (String each : List.of(StageReader.SNAPSHOT, StageReader.JOURNAL)) {
            Path file = folder.resolve(each);
            if (Files.exists(file)) {
              String name = each + ".format-" + from;
              AtomicFile.replace(disk, folder.resolve(name), Files.readAllBytes(file));
              kept.add(name);
            }
          }
          writeSnapshot();
          note =
              "The state of stage \"%s\" was of format %d and is of format %d now. What it was is kept: %s"
                  .formatted(base.stage(), from, StageState.FORMAT, String.join(", ", kept));
        });
  }

  @Override
  public Optional<String> note() {
    return Optional.ofNullable(note);
  }

  @Override
  public boolean rekey(Secret password, boolean newKey) {
    boolean isSealed = state().isSealed();
    if (isSealed) {
      alone(() -> reseal(vault.forPassword(password, newKey), newKey));
    }
    return isSealed;
  }

  private void reseal(StageVault next, boolean newKey) throws IOException {
    Map<String, Row> changed = new TreeMap<>();
    Map<String, Object> newOutputs = outputs;
    if (newKey) {
      Resealer resealer = new Resealer(vault, next);
      rows.forEach((name, row) -> changed.put(name, resealer.row(row)));
      changed.entrySet().removeIf(each -> each.getValue().equals(rows.get(each.getKey())));
      newOutputs = Frozen.map(resealer.map(outputs));
    }
    append(changed, newOutputs, next.wrappedForStorage().orElseThrow());
    vault.adopt(Optional.of(key));
    vault = next;
    sealer = new Sealer(base.app(), base.stage(), next);
  }

  private void writeSnapshot() throws IOException {
    serial = Math.max(serial, 1);
    StageState now = snapshot();
    AtomicFile.replace(
        disk, folder.resolve(StageReader.SNAPSHOT), Json.write(format.write(now), true));
    isCurrent = true;
    base = now;
    journal.empty();
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
      lock.verify(base.app(), base.stage());
      write(batch);
    } catch (IOException e) {
      end(batch, failed(e));
    } catch (RuntimeException e) {
      end(batch, e);
    } finally {
      if (!batch.stream().allMatch(each -> each.done)) {
        // An Error, such as no memory left, came in between; the line may be half written.
        end(batch, failed(new IOException("a flush ended half-way")));
      }
    }
  }

  private void write(List<Request> batch) throws IOException {
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
      append(changed, newOutputs, vault.wrappedForStorage().orElse(null));
    }
    end(batch, null);
  }

  private void append(Map<String, Row> changed, Map<String, Object> newOutputs, WrappedKey newKey)
      throws IOException {
    JournalLine line =
        new JournalLine(
            serial + 1,
            changed,
            newKey == null || newKey.isSame(key) ? null : newKey,
            newOutputs.equals(outputs) ? null : newOutputs);
    journal.append(JournalHeader.of(base), line);
    changed.forEach((name, row) -> rows.compute(name, (same, old) -> row));
    outputs = newOutputs;
    key = newKey;
    serial = line.serial();
    mark = journal.sum();
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

  private void checkWritable() throws IOException {
    if (closed) {
      throw new IllegalStateException(
          "A write after the lock was released. This is a bug in Alchemy for Java.");
    }
    if (broken != null) {
      throw broken;
    }
  }

  // After a failed flush nobody knows what is on disk, so another try could only pretend.
  private StateWriteFailedException failed(IOException e) {
    broken = e;
    return new StateWriteFailedException(folder, e);
  }

  private static void end(List<Request> batch, RuntimeException why) {
    for (Request each : batch) {
      if (!each.done) {
        each.end(why);
      }
    }
  }
}
