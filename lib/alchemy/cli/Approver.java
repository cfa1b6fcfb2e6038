package alchemy.cli;

import alchemy.engine.RefusedException;
import alchemy.engine.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Asks a person about steps that destroy data, or replace what holds data. Where nobody can be
 * asked, only {@code --yes} lets them pass.
 */
final class Approver implements Predicate<List<Step>> {
  private final Invocation invocation;
  private final boolean yes;

  Approver(Invocation invocation, boolean yes) {
    this.invocation = invocation;
    this.yes = yes;
  }

  /**
   * True if all may be done.
   *
   * @throws RefusedException if not, saying which
   */
  @Override
  public boolean test(List<Step> steps) {
    approve(steps.stream().map(Approver::describe).toList());
    return true;
  }

  /** Asks about what these lines say; throws as {@link #test}. */
  void approve(List<String> what) {
    if (yes) {
      return;
    }
    Terminal terminal = invocation.terminal();
    if (!invocation.canAsk()) {
      List<String> details = new ArrayList<>(what);
      details.add("Nobody can be asked here. If this is what you want, add:");
      details.add("    --yes");
      throw new RefusedException(
          "Approval is needed; nothing was done.", details.toArray(String[]::new));
    }
    what.forEach(each -> terminal.note("! " + each));
    boolean agreed =
        terminal
            .ask("Go on? Only \"yes\" does: ")
            .map(answer -> answer.toLowerCase(Locale.ROOT))
            .filter(answer -> answer.equals("yes") || answer.equals("y"))
            .isPresent();
    if (!agreed) {
      throw new RefusedException("Not approved; nothing was done.");
    }
  }

  private static String describe(Step step) {
    return Action.of(step).verb()
        + " "
        + step.title()
        + ": "
        + String.join("; ", PlanPrinter.consequence(step));
  }
}
