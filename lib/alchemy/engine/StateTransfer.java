package alchemy.engine;

import alchemy.state.Holder;
import alchemy.state.RunRecord;
import alchemy.state.RunRecord.Outcome;
import alchemy.state.StageDocument;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import alchemy.state.StateMovedException;
import alchemy.state.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Brings a stage's whole state from one place to another, or from a backup. At no moment can it be
 * opened in two places:
 *
 * <pre>
 *                                  source        target
 * 1 both locks are taken           here          (empty)
 * 2 the copy is written, as one    here          moved to the source
 *   that has moved to the source
 * 3 it is read back and compared   here          moved to the source
 * 4 the source is marked           moved there   moved to the source
 * 5 the target's mark goes         moved there   here
 * </pre>
 *
 * Whoever ends in between copies again: after 2 and 3 that begins anew, after 4 only 5 is left.
 */
public final class StateTransfer {
  private final RunOptions options;
  private final boolean force;

  /**
   * Makes one; nothing is opened yet.
   *
   * @param force whether what is in the target may be lost
   */
  public StateTransfer(RunOptions options, boolean force) {
    this.options = options;
    this.force = force;
  }

  /**
   * Copies and marks the source as moved.
   *
   * @return what was copied, or what was there already when a copy that was interrupted is ended
   * @throws RefusedException if there is nothing to copy, or something in the target
   * @throws CopyDiffersException if what is read back is something else; the source holds then
   */
  public StageState copy(StateStore from, StateStore to) {
    if (options.stage().equals(Session.LOCAL_STAGE)) {
      throw new RefusedException(
          "The stage local stays on this machine; nothing was copied.",
          "What it is about is in this machine's local cloud, and so is its key.");
    }
    if (from.place().equals(to.place())) {
      throw new RefusedException("The state is at that place already.", from.place());
    }
    Holder holder = Holder.ofThisProcess(options.command(), Instant.now());
    try (StageWriter source = from.lockAnyway(holder, options.lockTimeout());
        StageWriter target = to.lockAnyway(holder, options.lockTimeout())) {
      StageState there = source.state();
      StageState here = target.state();
      boolean almost = isMoved(there, to) && isMoved(here, from) && isSameStage(there, here);
      if (!almost) {
        StateMovedException.check(there, from);
        checkNotEmpty(there, from);
        Rescuing.refuse(from);
        verifyKey(there, from);
        checkMayTake(here, there, to);
        List<RunRecord> history = new ArrayList<>(history(from));
        history.add(record(holder));
        target.restore(there.movedTo(from.place()), history);
        verify(there, history, to);
        source.moved(to.place());
      }
      target.moved(null);
      return there;
    }
  }

  /** What a backup has to hold. */
  public static StageDocument backup(StateStore store) {
    StageState state = store.load();
    checkNotEmpty(state, store);
    return new StageDocument(state, history(store));
  }

  /**
   * Puts a backup into the place of what is recorded.
   *
   * @return false if it is what is recorded, so that nothing was done
   * @throws RefusedException if what is recorded is newer, or another instance of the stage
   */
  public boolean push(StageDocument backup, StateStore to) {
    Holder holder = Holder.ofThisProcess(options.command(), Instant.now());
    try (StageWriter target =
        force
            ? to.lockAnyway(holder, options.lockTimeout())
            : to.lock(holder, options.lockTimeout())) {
      StageState here = target.state();
      StateMovedException.check(here, to);
      if (differences(here, backup.state()).isEmpty()) {
        return false;
      }
      Rescuing.refuse(to);
      if (!isEmpty(here) && !force) {
        checkIsNewer(backup.state(), here, to);
      }
      List<RunRecord> history = new ArrayList<>(backup.history());
      history.add(record(holder));
      // Above all that was here, so that no older backup passes for newer than this.
      long serial = Math.max(backup.state().serial(), here.serial() + 1);
      target.restore(backup.state().movedTo(null).serial(serial), history);
      return true;
    }
  }

  private RunRecord record(Holder holder) {
    return RunRecord.of(holder, options.env()::find, Outcome.DONE, List.of());
  }

  private static List<RunRecord> history(StateStore store) {
    return store.history(Integer.MAX_VALUE).runs();
  }

  private static void verify(StageState copied, List<RunRecord> history, StateStore to) {
    StageState read = to.loadAnyway();
    List<String> wrong = differences(copied, read);
    if (read.serial() != copied.serial()) {
      wrong.add("the serial");
    }
    if (!history(to).containsAll(history)) {
      wrong.add("the history");
    }
    if (!wrong.isEmpty()) {
      throw new CopyDiffersException(to, wrong);
    }
    verifyKey(copied, to);
  }

  // Without a password a stage is copied, too; then the key is compared, but not opened.
  private static void verifyKey(StageState state, StateStore store) {
    if (state.isSealed() && store.vault().hasKey()) {
      store.vault().verify();
    }
  }

  private static List<String> differences(StageState one, StageState other) {
    List<String> wrong = new ArrayList<>();
    one.rows()
        .forEach(
            (key, row) -> {
              if (!row.equals(other.rows().get(key))) {
                wrong.add(key);
              }
            });
    other.rows().keySet().stream()
        .filter(each -> !one.rows().containsKey(each))
        .forEach(wrong::add);
    if (!one.outputs().equals(other.outputs())) {
      wrong.add("the outputs");
    }
    if (!one.isOfSameKey(other)) {
      wrong.add("the key");
    }
    if (!isSameStage(one, other)) {
      wrong.add("the stage's instance");
    }
    return wrong;
  }

  private void checkMayTake(StageState here, StageState there, StateStore to) {
    boolean lived = here.movedTo().isPresent() && isSameStage(here, there);
    if (!isEmpty(here) && !lived && !force) {
      throw new RefusedException(
          "There is state of stage \"" + here.stage() + "\" at that place; nothing was copied.",
          to.place() + ": " + here.rows().size() + " rows, serial " + here.serial(),
          "If it is to be lost, add --force. A backup of it:",
          "    alchemy state pull --stage " + here.stage() + " --out backup.json");
    }
  }

  private static void checkIsNewer(StageState backup, StageState here, StateStore to) {
    if (!isSameStage(backup, here) || backup.serial() <= here.serial()) {
      throw new RefusedException(
          "What is recorded is "
              + (isSameStage(backup, here) ? "newer" : "another stage of that name")
              + "; nothing was done.",
          "backup: serial " + backup.serial() + ", instance " + backup.instance(),
          to.place() + ": serial " + here.serial() + ", instance " + here.instance(),
          "What came after it would be forgotten, and live on. If that is right, add:",
          "    --force");
    }
  }

  private static void checkNotEmpty(StageState state, StateStore store) {
    if (isEmpty(state)) {
      throw new RefusedException(
          "Nothing is recorded of stage \"" + state.stage() + "\".", store.place());
    }
  }

  private static boolean isEmpty(StageState state) {
    return state.rows().isEmpty() && state.outputs().isEmpty();
  }

  private static boolean isMoved(StageState state, StateStore to) {
    return Objects.equals(state.movedTo().orElse(null), to.place());
  }

  private static boolean isSameStage(StageState one, StageState other) {
    return one.instanceId().equals(other.instanceId()) && one.instance().equals(other.instance());
  }
}
