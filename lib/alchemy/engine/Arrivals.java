package alchemy.engine;

import alchemy.engine.PropertyChange.Certainty;
import alchemy.provider.Later;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is there when a plan is made, for properties that mean a resource without waiting for it.
 * Held still while the plan is carried out, so that a step does what was planned whatever becomes
 * ready beside it.
 */
final class Arrivals {
  static final Arrivals NONE = new Arrivals(null, null);

  private final Rows rows;
  private final Observations seen;
  private final Map<String, Optional<String>> held = new HashMap<>();

  private Arrivals(Rows rows, Observations seen) {
    this.rows = rows;
    this.seen = seen;
  }

  static Arrivals of(Rows rows, Observations seen) {
    return new Arrivals(rows, seen);
  }

  /** Holds what is about to change as it is now. */
  void hold(Collection<Planned> acting) {
    acting.forEach(each -> held.put(each.node().id(), now(each.node().id())));
  }

  /** The service's id of a node's object; null if it is not there yet. */
  String remoteId(Node node) {
    Optional<String> then = held.get(node.id());
    return (then == null ? now(node.id()) : then).orElse(null);
  }

  private Optional<String> now(String id) {
    if (rows == null || !seen.of(id).map(Observed::isThere).orElse(true)) {
      return Optional.empty();
    }
    return rows.row(id)
        .filter(each -> each.status() == RowStatus.CREATED || each.status() == RowStatus.UPDATING)
        .map(Row::remoteId);
  }

  /** The node that a property means; null if the script declares none such. */
  static Node target(Graph graph, String from, Later later) {
    String scope = from.substring(0, from.lastIndexOf('/') + 1);
    Node near = graph.node(scope + later.id());
    Node found = near != null ? near : graph.node(later.id());
    return found != null && found.type().equals(later.type()) ? found : null;
  }

  /**
   * The second steps of a plan: of what means something that this run makes.
   *
   * @param planned all that is planned
   * @param acting what of it the run does
   */
  static List<Step> completions(Collection<Planned> planned, List<Planned> acting) {
    Set<Node> made = new HashSet<>();
    for (Planned each : acting) {
      Step step = each.step();
      if (!(step instanceof Step.Update || step instanceof Step.Keep)) {
        made.add(each.node());
      }
    }
    return planned.stream()
        .filter(each -> each.later().values().stream().anyMatch(made::contains))
        .map(each -> completion(each, made))
        .toList();
  }

  private static Step completion(Planned planned, Set<Node> made) {
    Node node = planned.node();
    List<PropertyChange> changes = new ArrayList<>();
    Set<String> after = new TreeSet<>(List.of(node.id()));
    planned
        .later()
        .forEach(
            (path, target) -> {
              if (made.contains(target)) {
                after.add(target.id());
                changes.add(new PropertyChange(path, null, null, Certainty.AFTER_APPLY, false));
              }
            });
    return new Step.Update(
        new Step.Facts(
            node.id(),
            node.id(),
            node.type(),
            changes,
            Reason.COMPLETED,
            node.line(),
            List.copyOf(after),
            planned.step().protects()));
  }
}
