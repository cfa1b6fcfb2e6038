package alchemy.crash;

import alchemy.Secret;
import alchemy.state.History;
import alchemy.state.Holder;
import alchemy.state.Rescue;
import alchemy.state.RowChange;
import alchemy.state.RunRecord;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import alchemy.state.StateStore;
import alchemy.state.Vault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store each of whose writes may be the last thing that a run does. */
record DoomedStore(StateStore store, Doom doom) implements StateStore {
  @Override
  public StageState loadAnyway() {
    return store.loadAnyway();
  }

  @Override
  public StageWriter lockAnyway(Holder holder, Duration wait) {
    return new Writer(store.lockAnyway(holder, wait), doom);
  }

  @Override
  public History history(int last) {
    return store.history(last);
  }

  @Override
  public String place() {
    return store.place();
  }

  @Override
  public Optional<Holder> holder() {
    return store.holder();
  }

  @Override
  public boolean unlock(Holder holder) {
    return store.unlock(holder);
  }

  @Override
  public List<String> stages() {
    return store.stages();
  }

  @Override
  public List<Rescue> rescues() {
    return store.rescues();
  }

  @Override
  public boolean isDatabase() {
    return store.isDatabase();
  }

  @Override
  public boolean isIn(Secret connectionString) {
    return store.isIn(connectionString);
  }

  @Override
  public Vault vault() {
    return store.vault();
  }

  private record Writer(StageWriter writer, Doom doom) implements StageWriter {
    @Override
    public StageState state() {
      return writer.state();
    }

    @Override
    public void commit(List<RowChange> changes) {
      doom.write(Doom.describe(changes), () -> writer.commit(changes));
    }

    @Override
    public void outputs(Map<String, Object> outputs) {
      doom.write("outputs", () -> writer.outputs(outputs));
    }

    @Override
    public boolean rekey(Secret password, boolean newKey) {
      return writer.rekey(password, newKey);
    }

    @Override
    public void record(RunRecord run) {
      if (!doom.hasEnded()) { // It is closed here all the same, as the process is that of the test.
        doom.write("history.ndjson", () -> writer.record(run));
      }
    }

    @Override
    public void restore(StageState state, List<RunRecord> history) {
      doom.write("restored", () -> writer.restore(state, history));
    }

    @Override
    public void moved(String to) {
      doom.write("moved", () -> writer.moved(to));
    }

    @Override
    public Optional<String> note() {
      return writer.note();
    }

    @Override
    public void finish() {
      doom.write("state.json", writer::finish);
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
