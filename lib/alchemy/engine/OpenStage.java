package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.engine.RunOptions.Mode;
import alchemy.http.Beside;
import alchemy.state.Holder;
import alchemy.state.RowStatus;
import alchemy.state.RunRecord;
import alchemy.state.RunRecord.Change;
import alchemy.state.RunRecord.Outcome;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import alchemy.state.StateStore;
import alchemy.state.Vault;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/**
 * A stage's state as one run has it: not opened yet, to read, or under its lock. For one thread.
 */
final class OpenStage {
  private final String app;
  private final RunOptions options;
  private final StateStore store;
  private final Cancellation cancelled;
  private CompletableFuture<Void> key;
  private final Recorded recorded = new Recorded();
  private Holder holder;
  private StageWriter writer;
  private long serial;
  private Rows rows;
  private Leaves leaves;

  OpenStage(String app, RunOptions options, StateStore store, Cancellation cancelled) {
    this.app = app;
    this.options = options;
    this.store = store;
    this.cancelled = cancelled;
  }

  StateStore store() {
    return store;
  }

  Vault vault() {
    return store.vault();
  }

  Rows rows() {
    return rows;
  }

  Leaves leaves() {
    return leaves;
  }

  /**
   * What the service answered for a node.
   *
   * @throws RefusedException if it is not there, since the run is about others
   */
  Map<String, Object> outputs(Node node) {
    return rows.row(node.id())
        .filter(row -> row.status() != RowStatus.CREATING)
        .orElseThrow(() -> RefusedException.notTargeted(node))
        .outputs();
  }

  /** The outputs of the last deploy, opened. */
  Map<String, Object> outputs() {
    read();
    Map<String, Object> values = new LinkedHashMap<>();
    rows.loaded().outputs().forEach((name, value) -> values.put(name, leaves.value(value)));
    return values;
  }

  /** What the run has done, for the history. */
  Recorded recorded() {
    return recorded;
  }

  StageWriter writer() {
    return writer;
  }

  /** Begins to derive the key, which takes a tenth of a second, beside what the script does. */
  void prepareKey() {
    if (key == null && options.mode() != Mode.OFFLINE) {
      key = store.vault().prepare(ForkJoinPool.commonPool());
    }
  }

  /** A given password is verified before anything is asked or changed. */
  void verifyKey() {
    if (key != null) {
      Beside.join(key);
    }
  }

  /** Opens the stage as the run's mode says: under its lock if the run may write. */
  void open() {
    if (options.mode() == Mode.DEPLOY) {
      lock();
    } else {
      read();
    }
  }

  /** Opens the stage without its lock, unless it is open. */
  void read() {
    if (rows == null) {
      prepareKey();
      if (options.mode() == Mode.PLAN) {
        Rescuing.tell(store, options);
      }
      open(options.mode() == Mode.OFFLINE ? StageState.empty(app, options.stage()) : store.load());
    }
  }

  /** Takes the stage's lock, unless the run has it. */
  void lock() {
    if (writer == null) {
      prepareKey();
      holder = Holder.ofThisProcess(options.command(), Instant.now());
      writer = cancelled.await(() -> store.lock(holder, options.lockTimeout()));
      writer.note().ifPresent(options.listener()::note);
      serial = writer.state().serial();
      Rescuing.offer(store, writer, options, cancelled);
      open(writer.state());
    }
  }

  /** Makes the snapshot anew, once the key is known to be right. */
  void finish() {
    verifyKey();
    record(Outcome.DONE);
    writer.finish();
  }

  /** Gives the lock back; what did not finish is recorded as that. */
  void close() {
    if (writer != null) {
      try {
        record(cancelled.isCancelled() ? Outcome.INTERRUPTED : Outcome.FAILED);
      } catch (AlchemyException e) {
        // Why the run ended is what people have to know; it is on its way to them.
        options.listener().note("The history lacks this run. " + e.getMessage());
      } finally {
        writer.close();
        writer = null;
      }
    }
  }

  // A run that changed nothing, and tried nothing that failed, leaves no trace.
  private void record(Outcome outcome) {
    if (holder == null) {
      return;
    }
    List<Change> changes = recorded.changes();
    if (writer.state().serial() > serial || changes.stream().anyMatch(Change::failed)) {
      writer.record(RunRecord.of(holder, options.env()::find, outcome, changes));
    }
    holder = null;
  }

  private void open(StageState state) {
    rows = new Rows(state, writer);
    leaves = new Leaves(store.vault(), options.env());
  }
}
