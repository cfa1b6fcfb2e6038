package alchemy.engine;

import alchemy.state.Sealed;
import alchemy.state.StateStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A stage does not delete what its own state is kept in: nothing could be recorded any more. */
final class OwnState {
  private OwnState() {}

  /**
   * Refuses a plan that would, with nothing done.
   *
   * @throws RefusedException naming what holds the state
   */
  static void check(Plan plan, OpenStage state) {
    List<Step> deleting = plan.steps().stream().filter(OwnState::deletes).toList();
    if (deleting.isEmpty() || !state.store().isDatabase()) {
      return;
    }
    Set<String> kept = new HashSet<>();
    state.rows().all().stream()
        .filter(row -> leads(row.outputs(), state))
        .forEach(row -> keep(row.key(), state.rows(), kept));
    List<String> refused =
        deleting.stream().filter(each -> kept.contains(each.key())).map(Step::title).toList();
    if (!refused.isEmpty()) {
      throw new RefusedException(
          "This stage's own state is in what would be deleted or locked anew; nothing was done.",
          String.join(", ", refused) + ": the state is in " + state.store().place(),
          "Copy the state elsewhere first, or leave it out with delete(false).");
    }
  }

  private static boolean deletes(Step step) {
    return step instanceof Step.Delete
        || step instanceof Step.Replace && !step.protects()
        || step instanceof Step.Update && step.reason() == Reason.ROTATED;
  }

  // A destroy may go without a password; then it is known by what is not sealed.
  private static boolean leads(Map<String, Object> outputs, OpenStage state) {
    StateStore store = state.store();
    return state.vault().hasKey()
        ? outputs.values().stream()
            .anyMatch(
                leaf -> leaf instanceof Sealed sealed && store.isIn(state.vault().open(sealed)))
        : store.place().contains("//" + outputs.get("user") + "@" + outputs.get("host") + ":");
  }

  // What it was built from holds it, too.
  private static void keep(String key, Rows rows, Set<String> kept) {
    if (kept.add(key)) {
      rows.row(key).ifPresent(row -> row.dependencies().forEach(each -> keep(each, rows, kept)));
    }
  }
}
