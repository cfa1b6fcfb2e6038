package alchemy.engine;

import alchemy.state.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    if (all) {
      return;
    }
    planned.keySet().stream().filter(each -> ids.contains(each.id())).forEach(open::add);
    Map<Node, List<Node>> users = new HashMap<>();
    for (Planned each : planned.values()) {
      Stream.concat(each.needs().stream(), each.later().values().stream())
          .forEach(need -> users.computeIfAbsent(need, any -> new ArrayList<>()).add(each.node()));
    }
    while (!open.isEmpty()) {
      Node node = open.remove();
      Planned known = planned.get(node);
      if (known == null || !nodes.add(node)) {
        continue;
      }
      open.addAll(known.needs());
      if (isMadeAnew(known.step())) {
        open.addAll(users.getOrDefault(node, List.of()));
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
    Deque<Row> open = new ArrayDeque<>();
    rows.all().stream().filter(each -> ids.contains(each.id())).forEach(open::add);
    while (!open.isEmpty()) {
      Row row = open.remove();
      if (keys.add(row.key())) {
        open.addAll(rows.dependents(row.key()));
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
