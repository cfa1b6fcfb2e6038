package alchemy.engine;

import alchemy.state.Row;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a run that is limited to some resources is about: they, what they are built from, and what
 * is built from those that are made anew, since it would point to nothing otherwise.
 */
final class Targets {
  private final boolean all;
  private final Set<Node> nodes = new HashSet<>();

  Targets(Set<String> ids, Map<Node, Planned> planned) {
    all = ids.isEmpty();
    Deque<Node> open = new ArrayDeque<>();
    planned.keySet().stream().filter(each -> ids.contains(each.id())).forEach(open::add);
    while (!open.isEmpty()) {
      Node node = open.remove();
      Planned known = planned.get(node);
      if (known == null || !nodes.add(node)) {
        continue;
      }
      open.addAll(known.needs());
      if (isMadeAnew(known.step())) {
        planned.values().stream()
            .filter(each -> each.needs().contains(node) || each.later().containsValue(node))
            .forEach(each -> open.add(each.node()));
      }
    }
  }

  boolean has(Planned planned) {
    return all || nodes.contains(planned.node());
  }

  static List<Fault> faults(Set<String> ids, Graph graph) {
    return faults(
        ids,
        graph.nodes().stream().map(Node::id).toList(),
        "is no resource of the script",
        "It declares: ");
  }

  /**
   * Of a stage's deletions those that the run is about: the targets, and what is built from them.
   */
  static List<Step> destroyed(Set<String> ids, List<Step> all, Rows rows) {
    if (ids.isEmpty()) {
      return all;
    }
    Set<String> keys = new HashSet<>();
    rows.all().stream()
        .filter(each -> ids.contains(each.id()))
        .forEach(each -> keys.add(each.key()));
    boolean more = !keys.isEmpty();
    while (more) {
      more = false;
      for (Row each : rows.all()) {
        boolean needs = each.dependencies().stream().anyMatch(keys::contains);
        more |= needs && keys.add(each.key());
      }
    }
    return all.stream().filter(each -> keys.contains(each.key())).toList();
  }

  /** What is wrong with the targets of a destroy, which has no script. */
  static List<Fault> faults(Set<String> ids, Rows rows) {
    Set<String> known =
        rows.all().stream().map(Row::id).collect(Collectors.toCollection(TreeSet::new));
    return faults(ids, known, "is not in state", "There is: ");
  }

  private static List<Fault> faults(
      Set<String> ids, Collection<String> known, String problem, String there) {
    return ids.stream()
        .sorted()
        .filter(each -> !known.contains(each))
        .map(
            each ->
                new Fault(
                    "\"" + each + "\"",
                    null,
                    problem,
                    there + (known.isEmpty() ? "nothing" : String.join(", ", known)),
                    SourceLine.UNKNOWN))
        .toList();
  }

  private static boolean isMadeAnew(Step step) {
    return step instanceof Step.Replace
        || step.reason() == Reason.ROTATED
        || step instanceof Step.Create && step.reason() == Reason.GONE;
  }
}
