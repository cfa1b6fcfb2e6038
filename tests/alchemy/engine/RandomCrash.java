package alchemy.engine;

import alchemy.state.Holder;
import alchemy.state.RowChange;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import alchemy.state.StateStore;
import alchemy.state.Vault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The end of a run in the middle of it: before or after a call or a write. From then on every call
 * and every write of that run ends, too, as if the process were not there any more.
 */
final class RandomCrash {
  static final RandomCrash NEVER = new RandomCrash(Integer.MAX_VALUE);

  private int left;

  /**
   * @param points how many points are passed before it ends
   */
  RandomCrash(int points) {
    left = points;
  }

  /** A moment at which a run may end. */
  synchronized void point() {
    if (this != NEVER && --left < 0) {
      throw new Died();
    }
  }

  /** True once the run has ended here. */
  synchronized boolean happened() {
    return left < 0;
  }

  /** What ends a run that dies; an error, so that nothing handles it. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("died", null, false, false);
    }
  }

  /** A store whose writers die with this crash. */
  StateStore over(StateStore store) {
    return new StateStore() {
      @Override
      public StageState load() {
        return store.load();
      }

      @Override
      public StageWriter lock(Holder holder, Duration wait) {
        return new Dying(store.lock(holder, wait));
      }

      @Override
      public List<String> stages() {
        return store.stages();
      }

      @Override
      public Vault vault() {
        return store.vault();
      }
    };
  }

  private final class Dying implements StageWriter {
    private final StageWriter writer;

    Dying(StageWriter writer) {
      this.writer = writer;
    }

    @Override
    public StageState state() {
      return writer.state();
    }

    @Override
    public void commit(List<RowChange> changes) {
      point();
      writer.commit(changes);
      point();
    }

    @Override
    public void outputs(Map<String, Object> outputs) {
      point();
      writer.outputs(outputs);
      point();
    }

    @Override
    public void finish() {
      point();
      writer.finish();
      point();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
