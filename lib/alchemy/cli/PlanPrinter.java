package alchemy.cli;

import alchemy.engine.Plan;
import alchemy.engine.PropertyChange;
import alchemy.engine.Reason;
import alchemy.engine.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a plan looks: a mark, a verb, the resource, the script's line; below it why, and each
 * property that differs.
 *
 * <pre>
 * +-  replace  prisma:Database "database"                  alchemy.run.java:16
 *       cannot be changed in place
 *       region: "us-east-1" -> "eu-central-1" (replaces)
 *       holds data: the new one starts empty, the old one is retained
 * </pre>
 */
final class PlanPrinter {
  private static final int WIDTH = 80;
  private static final String INDENT = "      ";

  private static final Set<Reason> OBVIOUS = EnumSet.of(Reason.NEW, Reason.CHANGED, Reason.DESTROY);

  private final Style style;

  PlanPrinter(Style style) {
    this.style = style;
  }

  /** The whole plan, its sum as the last line. */
  List<String> lines(Plan plan) {
    List<String> lines = new ArrayList<>();
    boolean onlyKept = plan.steps().stream().noneMatch(Step::acts);
    for (Step step : plan.steps()) {
      if (step.acts() || onlyKept) {
        lines.addAll(step(step));
      }
    }
    if (!lines.isEmpty()) {
      lines.add("");
    }
    if (plan.isPartial()) {
      lines.add(
          "The plan ends at " + plan.stopped() + ": only a deploy can know what is read there.");
      lines.add("Deletions are not listed.");
    }
    lines.add(style.bold(sum(plan)));
    return lines;
  }

  /** One step, with what it changes. */
  List<String> step(Step step) {
    Action action = Action.of(step);
    String head = String.format("%-3s %-8s ", action.symbol(), action.verb()) + step.title();
    String line = step.line() == null ? "" : step.line().toString();
    int gap = WIDTH - head.length() - line.length();
    List<String> lines = new ArrayList<>();
    lines.add(
        action.coloured(style, head)
            + (line.isEmpty() || gap < 2 ? "" : " ".repeat(gap) + style.dim(line)));
    if (!line.isEmpty() && gap < 2) {
      lines.add(INDENT + style.dim("at " + line));
    }
    why(step).forEach(each -> lines.add(INDENT + each));
    for (PropertyChange change : step.changes()) {
      lines.add(
          INDENT + change + (change.replaces() && action == Action.REPLACE ? " (replaces)" : ""));
    }
    consequence(step).forEach(each -> lines.add(INDENT + style.bold(each)));
    return lines;
  }

  /** Why it is there, where that is not obvious. */
  static List<String> why(Step step) {
    List<String> lines = new ArrayList<>();
    if (Action.of(step) != Action.KEEP && !OBVIOUS.contains(step.reason())) {
      lines.add(
          step.reason().text()
              + (step instanceof Step.Move move ? " from \"" + move.from() + "\"" : ""));
    }
    if (step.detail() != null) {
      lines.add(step.detail());
    }
    return lines;
  }

  /** As {@code 2 to create, 1 to update, 0 to delete, 3 unchanged}. */
  static String sum(Plan plan) {
    Map<Action, Integer> counts = new EnumMap<>(Action.class);
    plan.steps()
        .forEach(
            each -> counts.merge(each.acts() ? Action.of(each) : Action.KEEP, 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    for (Action each : Action.values()) {
      int count = counts.getOrDefault(each, 0);
      switch (each) {
        case CREATE, UPDATE, DELETE -> parts.add(count + " to " + each.verb());
        case RETAIN, KEEP -> {
          if (count > 0) {
            parts.add(count + " " + each.done());
          }
        }
        default -> {
          if (count > 0) {
            parts.add(count + " to " + each.verb());
          }
        }
      }
    }
    return String.join(", ", parts);
  }

  /** As {@code 1 resource}. */
  static String count(int resources) {
    return resources + (resources == 1 ? " resource" : " resources");
  }

  /** What a person has to know before agreeing. */
  static List<String> consequence(Step step) {
    if (step.reason() == Reason.RESCUED) {
      return why(step);
    }
    if (step instanceof Step.Replace replace && replace.holdsData()) {
      return List.of(
          "holds data: the new one starts empty, the old one is "
              + (replace.protects() ? "retained" : "deleted"));
    }
    if (step instanceof Step.Replace replace && replace.deleteFirst()) {
      return List.of("the old one is deleted first: the service allows the name once");
    }
    if (step.needsApproval() && step instanceof Step.Create) {
      return List.of("held data: the new one starts empty");
    }
    if (step.needsApproval() && step instanceof Step.Adopt) {
      return List.of("this stage did not make it, and will change it");
    }
    if (step.reason() == Reason.ROTATED && step instanceof Step.Replace) {
      return List.of("a new one beside it first; the old one goes when nothing uses it any more");
    }
    if (step.reason() == Reason.ROTATED) {
      return List.of("whoever has the old secret, and is not in this script, is shut out");
    }
    if (step.reason() == Reason.FORGOTTEN) {
      return List.of("what it stands for stays, and no stage knows of it any more");
    }
    if (step instanceof Step.Delete delete && delete.holdsData()) {
      return List.of("holds data, which is lost");
    }
    return List.of();
  }
}
