package alchemy.engine;

import alchemy.state.Row;
import alchemy.state.RowChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rows that go on under another id, as {@code renamedFrom} says. Nothing is asked of a service:
 * a move is one commit, before everything else.
 *
 * <pre>
 *   former row   row of the new id   former id declared   is
 *   there        -                   no                   a move
 *   there        -                   yes                  a fault: whose row would it be?
 *   there        there               no                   a fault: two rows for one resource
 *   there        there               yes                  done long ago; the former id is another's
 *   -            any                 any                  done long ago, or never needed
 * </pre>
 */
final class Moves {
  private final Map<String, Node> to = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();

  /** Finds out what moves. */
  static Moves of(Graph graph, Rows rows) {
    Moves moves = new Moves();
    for (Node node : graph.renamed()) {
      for (String former : graph.node(node.id()) == node ? node.formerIds() : Set.<String>of()) {
        moves.judge(graph, rows, node, former);
      }
    }
    return moves;
  }

  private void judge(Graph graph, Rows rows, Node node, String former) {
    if (former.equals(node.id()) || rows.row(former).isEmpty()) {
      return;
    }
    Node declared = graph.node(former);
    boolean done = rows.row(node.id()).isPresent();
    String says = "is renamedFrom(\"" + former + "\")";
    if (declared != null && !done) {
      faults.add(
          Fault.of(node, null, says + ", which is still declared at " + declared.line())
              .fix("Deploy the renaming first, then declare the old id anew."));
    } else if (declared == null && done) {
      faults.add(
          Fault.of(node, null, says + ", and both are in state")
              .fix("Keep one: alchemy state rm ID forgets a row and deletes nothing."));
    } else if (declared == null && to.containsKey(former)) {
      faults.add(Fault.of(node, null, says + ", and so is " + to.get(former)).fix("Keep one."));
    } else if (declared == null && to.containsValue(node)) {
      faults.add(
          Fault.of(node, null, says + ", and another id that it had is in state, too")
              .fix("Keep one: alchemy state rm ID forgets a row and deletes nothing."));
    } else if (declared == null) {
      to.put(former, node);
    }
  }

  /** Those of some nodes. */
  Moves only(Predicate<Node> some) {
    Moves part = new Moves();
    to.forEach(
        (from, node) -> {
          if (some.test(node)) {
            part.to.put(from, node);
          }
        });
    return part;
  }

  /** The steps that show the moves. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    to.forEach(
        (from, node) ->
            steps.add(
                new Step.Move(
                    new Step.Facts(
                        node.id(),
                        node.id(),
                        node.type(),
                        List.of(),
                        Reason.RENAMED,
                        node.line(),
                        List.of(),
                        false),
                    from)));
    return steps;
  }

  boolean isEmpty() {
    return to.isEmpty();
  }

  List<Fault> faults() {
    return faults;
  }

  /** The changes of the rows that do all moves at once. */
  List<RowChange> changes(Rows rows) {
    Map<String, String> ids = new LinkedHashMap<>();
    to.forEach((from, node) -> ids.put(from, node.id()));
    return changes(rows.all(), ids);
  }

  /**
   * Gives rows other ids, and lets what was built from them point to them.
   *
   * @param ids new ids by the ids so far
   */
  static List<RowChange> changes(List<Row> rows, Map<String, String> ids) {
    Map<String, String> keys = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    rows.forEach(each -> taken.add(each.key()));
    for (Row each : rows) {
      String id = ids.get(each.id());
      if (id != null) {
        keys.put(each.key(), each.isLive() ? id : free(id, taken));
      }
    }
    List<RowChange> removed = new ArrayList<>();
    List<RowChange> put = new ArrayList<>();
    for (Row each : rows) {
      String key = keys.getOrDefault(each.key(), each.key());
      List<String> dependencies =
          each.dependencies().stream().map(old -> keys.getOrDefault(old, old)).sorted().toList();
      if (!key.equals(each.key())) {
        removed.add(RowChange.remove(each.key()));
      }
      if (!key.equals(each.key()) || !dependencies.equals(each.dependencies())) {
        String id = ids.getOrDefault(each.id(), each.id());
        put.add(RowChange.put(each.with().key(key).id(id).dependencies(dependencies).build()));
      }
    }
    removed.addAll(put);
    return removed;
  }

  private static String free(String id, Set<String> taken) {
    int n = 1;
    while (!taken.add(id + "~" + n)) {
      n++;
    }
    return id + "~" + n;
  }
}
