package alchemy.engine;

import alchemy.state.Row;
import alchemy.state.RunRecord.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run has changed or tried to change so far. Safe for use by several threads. */
final class Recorded {
  private final List<Change> changes = new ArrayList<>();

  void done(Step step) {
    add(step, false);
  }

  void failed(Step step) {
    add(step, true);
  }

  synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /** What no step did, as a command on rows alone. */
  synchronized void done(Row row, String action, String from) {
    changes.add(new Change(row.id(), row.type(), action, from, List.of(), false));
  }

  private synchronized void add(Step step, boolean failed) {
    // Of a new one all properties are new, so that their names say nothing.
    List<String> properties =
        step instanceof Step.Create
            ? List.of()
            : step.changes().stream().map(PropertyChange::path).toList();
    String action = step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    String from = step instanceof Step.Move move ? move.from() : null;
    changes.add(new Change(step.id(), step.type(), action, from, properties, failed));
  }
}
