package alchemy.engine;

import java.util.List;

/** Asks for what a plan destroys, replaces or changes that is not ours, before anything is done. */
final class Approval {
  private Approval() {}

  /**
   * Asks, if there is something to ask for.
   *
   * @param everyDeletion true if also what holds no data is asked for: nobody has seen the whole
   *     script
   * @throws RefusedException if a person, or the lack of one, says no
   */
  static void ask(Cancellation cancelled, RunOptions options, Plan plan, boolean everyDeletion) {
    List<Step> ask =
        plan.steps().stream()
            .filter(each -> each.needsApproval() || everyDeletion && each instanceof Step.Delete)
            .toList();
    if (!ask.isEmpty() && !cancelled.await(() -> options.approver().test(ask))) {
      throw new RefusedException(
          "Not approved; nothing was changed.",
          ask.stream()
              .map(each -> each.title() + ": " + each.reason().text())
              .toArray(String[]::new));
    }
  }
}
