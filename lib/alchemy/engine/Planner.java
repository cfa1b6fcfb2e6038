package alchemy.engine;

import alchemy.engine.PropertyChange.Certainty;
import alchemy.engine.RunOptions.Rotation;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.Vault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides what to do: a pure function of the graph and the rows. Nothing here asks a service or
 * writes anything.
 *
 * <pre>
 *   row            differs        step
 *   none           -              Create, or Adopt of what was found
 *   creating       -              Create (resumed)
 *   updating       always         Update with all that differs from confirmed or intended
 *   deleting       -              Create (looks first)
 *   retained       any            Adopt, or Replace
 *   created        no             Keep
 *   created        replacing      Replace
 *   created        otherwise      Update
 *   any, not there any more       Create, with approval where it held data
 * </pre>
 */
final class Planner {
  // A chain of resources may be longer than a thread's stack is deep. What lies deeper than this
  // ends what waits for it, and is planned from the start; suppliers may be asked again.
  private static final int DEEPEST = 100;

  private final Graph graph;
  private final Rows rows;
  private final Vault vault;
  private final Leaves leaves;
  private final Observations seen;
  private final Arrivals arrivals;
  private final RunOptions.Scope scope;
  private final Map<Node, Planned> planned = new LinkedHashMap<>();
  private final Set<Node> underWay = new LinkedHashSet<>();
  private final Set<Node> begunAnew = new HashSet<>(); // each is needed by the one before
  private final List<Fault> faults = new ArrayList<>();
  private final Map<Class<? extends Record>, Difference> differences = new HashMap<>();
  private Predicate<Node> done = node -> false;
  private Node deeper;

  Planner(
      Graph graph,
      Rows rows,
      Vault vault,
      Leaves leaves,
      Observations seen,
      Arrivals arrivals,
      RunOptions.Scope scope) {
    this.arrivals = arrivals;
    this.scope = scope;
    this.graph = graph;
    this.rows = rows;
    this.vault = vault;
    this.leaves = leaves;
    this.seen = seen;
  }

  /** Takes some nodes for done: they are told as kept, and are not among what was planned. */
  void done(Predicate<Node> some) {
    done = some;
  }

  /** Plans one node and whatever it is built from. */
  Planned plan(Node node) {
    if (planned.containsKey(node) || !underWay.isEmpty()) {
      return above(node);
    }
    Deque<Node> open = new ArrayDeque<>(List.of(node));
    while (true) {
      deeper = null;
      try {
        Planned done = above(open.peek());
        begunAnew.remove(open.remove());
        if (open.isEmpty()) {
          return done;
        }
      } catch (TooDeep e) {
        open.push(deeper);
        begunAnew.add(deeper);
      }
    }
  }

  /** Plans a node for which others may wait on this thread's stack. */
  private Planned above(Node node) {
    Planned known = planned.get(node);
    if (known != null) {
      return known;
    }
    if (done.test(node)) {
      return kept(node, View.of(rows.row(node.id()).orElseThrow().outputs()));
    }
    if (underWay.contains(node) || !underWay.isEmpty() && begunAnew.contains(node)) {
      faults.add(
          Fault.of(node, null, "depends on itself through " + underWay)
              .fix("Take one of these references away."));
      return kept(node, View.NOTHING);
    }
    if (underWay.size() >= DEEPEST) {
      deeper = node;
      throw new TooDeep();
    }
    underWay.add(node);
    try {
      Planned decided = decide(node);
      planned.put(node, decided);
      return decided;
    } finally {
      underWay.remove(node);
    }
  }

  private static Planned kept(Node node, View view) {
    Step step = new Step.Keep(facts(node, List.of(), Reason.UNCHANGED, List.of(), false));
    return new Planned(node, step, Map.of(), Set.of(), Map.of(), view, null);
  }

  /** Plans all nodes of the graph. */
  Map<Node, Planned> planAll() {
    graph.nodes().forEach(this::plan);
    return planned;
  }

  /** What was planned so far, ancestors before what is built from them. */
  Map<Node, Planned> planned() {
    return planned;
  }

  /** The faults that planning found. */
  List<Fault> faults() {
    return faults;
  }

  /** Ends what is under way: something that it needs is planned first. */
  private static final class TooDeep extends Error {
    private static final long serialVersionUID = 1L;

    TooDeep() {
      super(null, null, false, false);
    }
  }

  private Planned decide(Node node) {
    Evaluation evaluation = Evaluation.of(node, each -> plan(each).view(), leaves, arrivals);
    node.parents().forEach(this::plan);
    Map<String, Object> wanted = evaluation.properties(node);
    if (deeper != null) {
      throw new TooDeep(); // even if the script caught it
    }
    faults.addAll(evaluation.faults());
    Set<Node> needs = evaluation.needs(node);
    List<String> after =
        needs.stream().flatMap(each -> acting(plan(each).step())).distinct().toList();

    Row row = rows.row(node.id()).orElse(null);
    if (row != null && !row.type().equals(node.type())) {
      faults.add(
          Fault.of(node, "id", "is a " + row.type() + " in state")
              .fix("Give the new resource another id."));
      row = null;
    }
    Observed found = seen.of(node.id()).orElse(null);
    if (found != null && found.imported() && row != null && row.isOpenCreate()) {
      row = null; // A person says which object it is that an interrupted run made.
    }
    Step step = step(node, row, wanted, after, needs, found);
    return new Planned(
        node, step, wanted, needs, evaluation.later(), view(node, row, step, found), found);
  }

  // What stays as it is still stands between what comes before it and what comes after it.
  private static Stream<String> acting(Step step) {
    return step.acts() ? Stream.of(step.id()) : step.after().stream();
  }

  private Step step(
      Node node,
      Row row,
      Map<String, Object> wanted,
      List<String> after,
      Set<Node> needs,
      Observed found) {
    boolean delete = mayDelete(node, wanted);
    Difference difference =
        differences.computeIfAbsent(
            Kinds.props(node.provider()), type -> Difference.of(vault, type));
    boolean half = row != null && row.isHalfMade();
    boolean goes = row != null && row.status() == RowStatus.DELETING && row.remoteId() != null;
    if (half || goes) {
      // What is half made was made as intended then, and what is half deleted may be there still;
      // another region now is another resource.
      List<PropertyChange> since = difference.between(made(row), wanted);
      if (since.stream().anyMatch(PropertyChange::replaces)) {
        return replace(node, row, since, after, delete);
      }
    }
    if (row == null && found != null && found.isThere()) {
      return takeOver(node, difference, wanted, after, delete, found);
    }
    if (row == null
        || half
        || row.status() == RowStatus.CREATING
        || row.status() == RowStatus.DELETING) {
      Reason reason = row == null ? Reason.NEW : Reason.INTERRUPTED;
      return new Step.Create(
          facts(node, difference.all(wanted), reason, after, delete),
          node.provider().holdsData(wanted));
    }
    if (found != null && !found.isThere()) {
      Step.Facts facts = facts(node, difference.all(wanted), Reason.GONE, after, delete);
      return new Step.Create(facts, node.provider().holdsData(row.props()));
    }
    List<PropertyChange> changes = new ArrayList<>(difference.between(row.props(), wanted));
    boolean alike = changes.isEmpty();
    if (found != null && found.props() != null) {
      add(changes, difference.outside(found.props(), found.named(wanted, row)));
    }
    boolean interrupted = row.isOpenUpdate();
    if (interrupted && row.intended() != null) {
      add(changes, difference.between(row.intended(), wanted));
    }
    if (changes.stream().anyMatch(PropertyChange::replaces)) {
      return replace(node, row, changes, after, delete);
    }
    if (row.status() == RowStatus.RETAINED) {
      return new Step.Adopt(facts(node, changes, Reason.TAKEN_BACK, after, delete), false);
    }
    Rotation rotation = Rotating.of(scope, seen, node);
    if (rotation != Rotation.NONE) {
      return Rotating.step(
          rotation, node, facts(node, changes, Reason.ROTATED, after, delete && row.delete()));
    }
    if (interrupted || !changes.isEmpty()) {
      Reason changed = alike ? Reason.DRIFTED : Reason.CHANGED;
      Reason reason = interrupted ? Reason.INTERRUPTED : changed;
      return new Step.Update(facts(node, changes, reason, after, delete));
    }
    if (found != null && found.modified() != null) {
      Step.Facts facts = facts(node, changes, Reason.MODIFIED_OUTSIDE, after, delete);
      return new Step.Update(facts.detail("modified at " + found.modified()));
    }
    boolean same =
        row.delete() == delete
            && row.dependencies().equals(keys(needs))
            // What is replaced takes its old dependents along; this one has to follow the new one.
            && needs.stream().noneMatch(each -> plan(each).step() instanceof Step.Replace)
            && difference.policies().stream()
                .filter(each -> !each.equals("delete")) // compared above, with its default
                .allMatch(each -> difference.same(row.props().get(each), wanted.get(each)));
    Reason reason = same ? Reason.UNCHANGED : Reason.POLICY_CHANGED;
    return new Step.Keep(facts(node, List.of(), reason, after, delete));
  }

  private static void add(List<PropertyChange> changes, List<PropertyChange> more) {
    for (PropertyChange each : more) {
      if (changes.stream().noneMatch(known -> known.path().equals(each.path()))) {
        changes.add(each);
      }
    }
  }

  /** The step for what exists at the service and in no row. */
  private Step takeOver(
      Node node,
      Difference difference,
      Map<String, Object> wanted,
      List<String> after,
      boolean delete,
      Observed found) {
    List<PropertyChange> changes =
        found.props() == null ? difference.all(wanted) : difference.outside(found.props(), wanted);
    changes.stream()
        .filter(each -> each.replaces() && found.props() != null)
        .forEach(
            each ->
                faults.add(
                    Fault.of(node, each.path(), "of " + found.remoteId() + " is another: " + each)
                        .fix("It cannot be changed in place. Set what it has, or take another.")));
    Step.Facts facts =
        facts(node, changes, found.imported() ? Reason.IMPORTED : Reason.ADOPTED, after, delete);
    boolean lacks = Kinds.lacksSecrets(node.provider(), found.outputs());
    String cost = lacks ? node.provider().adoptionCost().orElse(null) : null;
    return new Step.Adopt(
        facts.detail(found.remoteId() + (cost == null ? "" : "; " + cost)),
        !changes.isEmpty() || cost != null);
  }

  private Step replace(
      Node node, Row row, List<PropertyChange> changes, List<String> after, boolean delete) {
    boolean certain =
        changes.stream().anyMatch(each -> each.replaces() && each.certainty() == Certainty.KNOWN);
    boolean sameName = changes.stream().noneMatch(each -> each.path().equals("name"));
    boolean deleteFirst = node.provider().uniqueName() && sameName;
    if (deleteFirst && certain && !(delete && row.delete())) {
      faults.add(
          Fault.of(node, null, "cannot be replaced: its name is unique and it is delete(false)")
              .fix("Give it another name, or deploy it with delete(true) first."));
    }
    Reason reason = certain ? Reason.CANNOT_CHANGE : Reason.MAY_HAVE_TO_CHANGE;
    return new Step.Replace(
        facts(node, changes, reason, after, delete && row.delete()),
        node.provider().holdsData(row.props()),
        deleteFirst);
  }

  private static Step.Facts facts(
      Node node, List<PropertyChange> changes, Reason reason, List<String> after, boolean delete) {
    return new Step.Facts(
        node.id(), node.id(), node.type(), changes, reason, node.line(), after, !delete);
  }

  private static View view(Node node, Row row, Step step, Observed found) {
    if (step instanceof Step.Keep) {
      return row == null ? View.NOTHING : View.of(row.outputs());
    }
    if (row == null && step instanceof Step.Adopt) {
      Set<String> unknown = new HashSet<>(Kinds.volatiles(node.provider()));
      Kinds.outputNames(node.provider()).stream()
          .filter(each -> !found.outputs().containsKey(each))
          .forEach(unknown::add);
      return new View(found.outputs(), unknown);
    }
    if (!(step instanceof Step.Update || step instanceof Step.Adopt)) {
      return View.NOTHING;
    }
    Set<String> unknown = new HashSet<>(Kinds.volatiles(node.provider()));
    if (step.reason() == Reason.ROTATED || Kinds.lacksSecrets(node.provider(), row.outputs())) {
      unknown.addAll(Kinds.secrets(node.provider()));
    }
    return new View(row.outputs(), unknown);
  }

  /** The properties that a row's object was made with, be it only half. */
  static Map<String, Object> made(Row row) {
    // A create was never finished where nothing was applied; an update leaves what was.
    boolean begun = row.props().isEmpty() && row.status() != RowStatus.UPDATING;
    return begun && row.intended() != null ? row.intended() : row.props();
  }

  /** True if the policy lets a run delete the node's object. */
  static boolean mayDelete(Node node, Map<String, Object> wanted) {
    Object said = wanted.get("delete");
    if (said instanceof Unknown) {
      return false;
    }
    return said instanceof Boolean may ? may : !node.provider().holdsData(wanted);
  }

  /** The keys of the rows that these nodes have. */
  static List<String> keys(Set<Node> nodes) {
    return nodes.stream().map(Node::id).sorted().toList();
  }
}
