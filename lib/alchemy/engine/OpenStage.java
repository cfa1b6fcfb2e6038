package alchemy.engine;

import alchemy.engine.RunOptions.Mode;
import alchemy.http.Beside;
import alchemy.state.Holder;
import alchemy.state.RowStatus;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import alchemy.state.StateStore;
import alchemy.state.Vault;
import java.time.Instant;
import java.util.LinkedHashMap;
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
  private StageWriter writer;
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
      open(options.mode() == Mode.OFFLINE ? StageState.empty(app, options.stage()) : store.load());
    }
  }

  /** Takes the stage's lock, unless the run has it. */
  void lock() {
    if (writer == null) {
      prepareKey();
      Holder holder = Holder.ofThisProcess(options.command(), Instant.now());
      writer = cancelled.await(() -> store.lock(holder, options.lockTimeout()));
      writer.note().ifPresent(options.listener()::note);
      Rescuing.offer(store, writer, options, cancelled);
      open(writer.state());
    }
  }

  /** Makes the snapshot anew, once the key is known to be right. */
  void finish() {
    verifyKey();
    writer.finish();
  }

  /** Gives the lock back. */
  void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  private void open(StageState state) {
    rows = new Rows(state, writer);
    leaves = new Leaves(store.vault(), options.env());
  }
}
