package alchemy.engine;

import alchemy.state.Rescue;
import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.StageWriter;
import alchemy.state.StateStore;
import java.util.List;

/** Records what an earlier run did and could not record, once somebody says so. */
final class Rescuing {
  private Rescuing() {}

  /**
   * Asks for each rescue file there is, and puts in what it has.
   *
   * @throws RefusedException if a person, or the lack of one, says no
   */
  static void offer(
      StateStore store, StageWriter writer, RunOptions options, Cancellation cancelled) {
    for (Rescue each : store.rescues()) {
      List<RowChange> changes = each.changes(writer.state());
      options
          .listener()
          .note(
              "A run could not record what it did, and kept it in "
                  + each.file()
                  + ". To drop that, delete the file.");
      if (!changes.isEmpty()) {
        List<Step> steps = changes.stream().map(change -> step(change, writer)).toList();
        if (!cancelled.await(() -> options.approver().test(steps))) {
          throw new RefusedException("Not approved; nothing was done.", each.file().toString());
        }
        writer.commit(changes);
      }
      each.done(changes.size() == each.keys().size())
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
