package alchemy.engine;

import alchemy.state.Rescue;
import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.StageWriter;
import alchemy.state.StateStore;
import java.util.List;

/** Records what an earlier run did and could not record, once somebody says so. */
public final class Rescuing {
  private Rescuing() {}

  /** Says what waits for a deploy to record it. */
  static void tell(StateStore store, RunOptions options) {
    store.rescues().forEach(each -> tell(each, options));
  }

  /**
   * Refuses what would make it impossible to record what waits.
   *
   * @throws RefusedException naming the file that has it
   */
  public static void refuse(StateStore store) {
    List<Rescue> waiting = store.rescues();
    if (!waiting.isEmpty()) {
      throw new RefusedException(
          "A run could not record what it did, which has to be first; nothing was done.",
          "It is kept in " + waiting.get(0).file(),
          "Deploy, which offers to record it, or delete the file.");
    }
  }

  /**
   * Asks for each rescue file there is, and puts in what it has.
   *
   * @throws RefusedException if a person, or the lack of one, says no
   */
  static void offer(
      StateStore store, StageWriter writer, RunOptions options, Cancellation cancelled) {
    for (Rescue each : store.rescues()) {
      tell(each, options);
      List<RowChange> changes = each.changes(writer.state());
      if (!changes.isEmpty()) {
        List<Step> steps = changes.stream().map(change -> step(change, writer)).toList();
        if (!cancelled.await(() -> options.approver().test(steps))) {
          throw new RefusedException("Not approved; nothing was done.", each.file().toString());
        }
        writer.commit(changes);
      }
      each.done(writer.state())
          .ifPresent(
              left ->
                  options
                      .listener()
                      .note(
                          "Another run has changed some of it since, which stays as that run left"
                              + " it. What was kept is in "
                              + left));
    }
  }

  private static void tell(Rescue each, RunOptions options) {
    options
        .listener()
        .note(
            "A run could not record what it did, and kept it in "
                + each.file()
                + ". A deploy offers to record that; to drop it, delete the file.");
  }

  private static Step step(RowChange change, StageWriter writer) {
    Row row =
        change instanceof RowChange.Put put
            ? put.row()
            : writer.state().row(change.key()).orElseThrow();
    Step.Facts facts =
        new Step.Facts(
            row.key(),
            row.id(),
            row.type(),
            List.of(),
            Reason.RESCUED,
            SourceLine.parse(row.line()),
            List.of(),
            false);
    return change instanceof RowChange.Put ? new Step.Adopt(facts, true) : new Step.Forget(facts);
  }
}
