package alchemy.engine;

import alchemy.engine.RunOptions.Mode;
import alchemy.engine.RunOptions.Scope;
import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.RowStatus;
import alchemy.state.Vault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A plan in the making: what the graph as recorded so far means for the rows, given what was looked
 * at. Asks nothing and writes nothing, so that it can be made again whenever more is known.
 */
final class Draft {
  private final Graph graph;
  private final RunOptions options;
  private final Leaves leaves;
  private final Vault vault;
  private final Observations seen;
  private final Moves moves;
  private final Rows unmoved;
  private final Rows rows;
  private final Arrivals arrivals;
  private final Planner planner;
  private boolean whole;

  Draft(Graph graph, RunOptions options, Rows rows, Leaves leaves, Vault vault, Observations seen) {
    this.graph = graph;
    this.options = options;
    this.leaves = leaves;
    this.vault = vault;
    this.seen = seen;
    this.moves = Moves.of(graph, rows);
    this.unmoved = rows;
    this.rows = moves.isEmpty() ? rows : rows.with(moves.changes(rows));
    this.arrivals = Arrivals.of(this.rows, seen);
    this.planner = new Planner(graph, this.rows, vault, leaves, seen, arrivals, options.scope());
  }

  /** Takes some nodes for done, without planning them. */
  Draft without(Predicate<Node> done) {
    planner.done(done);
    return this;
  }

  /** Plans everything. */
  Draft all() {
    planner.planAll();
    whole = true;
    return this;
  }

  /** Plans a node and what it is built from. */
  Draft with(Node node) {
    planner.plan(node);
    return this;
  }

  /** The rows as they are once the moves are made. */
  Rows rows() {
    return rows;
  }

  /** What moving changes in the rows; empty if nothing moves. */
  List<RowChange> moved() {
    Moves due = due();
    return due.isEmpty() ? List.of() : due.changes(unmoved);
  }

  List<Step> moves() {
    return due().steps();
  }

  // What the run is not about moves with the run that is.
  private Moves due() {
    Targets targets = new Targets(options.scope().limit(), planner.planned());
    return moves.only(
        node -> planner.planned().containsKey(node) && targets.has(planner.planned().get(node)));
  }

  Planned of(Node node) {
    return planner.plan(node);
  }

  Collection<Planned> planned() {
    return planner.planned().values();
  }

  /** What is planned and has something to do, as far as the run is about it. */
  List<Planned> acting() {
    Targets targets = new Targets(options.scope().limit(), planner.planned());
    return planned().stream().filter(each -> each.step().acts() && targets.has(each)).toList();
  }

  /** What is there, as this plan sees it. */
  Arrivals arrivals() {
    return arrivals;
  }

  /** The second steps, of what means what this run makes. */
  List<Step> completions() {
    Targets targets = new Targets(options.scope().limit(), planner.planned());
    return Arrivals.completions(planned().stream().filter(targets::has).toList(), acting());
  }

  /** What is planned for the resources of some earlier steps. */
  List<Planned> doing(List<Step> earlier) {
    Set<String> ids = earlier.stream().map(Step::id).collect(Collectors.toSet());
    return planned().stream()
        .filter(each -> each.step().acts() && ids.contains(each.node().id()))
        .toList();
  }

  /** What is wrong, found without any request. */
  List<Fault> faults(boolean toApply) {
    List<Fault> faults = new ArrayList<>(moves.faults());
    if (whole) {
      faults.addAll(Targets.faults(options.scope().targets(), graph));
    }
    faults.addAll(Rotating.faults(options.scope(), seen, planned()));
    faults.addAll(takenTwice());
    faults.addAll(held());
    faults.addAll(new UniqueNames(options, leaves, rows).faults(planned()));
    faults.addAll(new OfflineFaults(options, leaves, rows, vault).of(graph, planner, toApply));
    return faults;
  }

  /** The steps for rows that the script does not declare; none where the run is limited. */
  List<Step> orphans() {
    if (isLimited()) {
      return List.of();
    }
    return new OrphanPlanner(rows.all(), seen).plan(this::goes, Reason.NOT_DECLARED, left());
  }

  /**
   * The steps for what was replaced, once that is done; what goes beside it is thought of. What a
   * row is built from stays while that row does: a run that is limited may not have moved it.
   *
   * @param letGo what goes in any case
   */
  List<Step> replaced(List<Step> letGo) {
    Set<String> going = letGo.stream().map(Step::key).collect(Collectors.toSet());
    Set<String> used =
        rows.all().stream()
            .filter(each -> graph.node(each.id()) != null && !going.contains(each.key()))
            .filter(each -> each.isLive() && each.status() != RowStatus.RETAINED)
            .flatMap(each -> each.dependencies().stream())
            .collect(Collectors.toSet());
    return new OrphanPlanner(rows.all(), seen)
        .plan(this::goes, Reason.NOT_DECLARED, left()).stream()
            .filter(each -> rows.row(each.key()).orElseThrow().status() == RowStatus.REPLACED)
            .filter(each -> !used.contains(each.key()))
            .toList();
  }

  private boolean goes(Row row) {
    return row.isLive() ? !isLimited() && graph.node(row.id()) == null : !isContinued(row);
  }

  private boolean isLimited() {
    return !options.scope().targets().isEmpty();
  }

  // What a replacement will leave in the cloud lives where it lives now.
  private Set<String> left() {
    Set<String> left =
        planned().stream()
            .filter(each -> !each.node().provider().isReference())
            .map(Planned::step)
            .filter(each -> each instanceof Step.Replace && each.protects())
            .map(Step::key)
            .collect(Collectors.toCollection(HashSet::new));
    if (isLimited()) {
      // What left the script stays until a run over all of it, and so does what it lives in.
      rows.all().stream()
          .filter(each -> each.isLive() && graph.node(each.id()) == null)
          .forEach(each -> left.add(each.key()));
    }
    return left;
  }

  /** An object that two nodes would take over would belong to both. */
  private List<Fault> takenTwice() {
    List<Fault> faults = new ArrayList<>();
    Map<List<String>, Node> taken = new HashMap<>();
    for (Planned each : planned()) {
      boolean takes =
          each.step() instanceof Step.Adopt && each.step().reason() != Reason.TAKEN_BACK;
      if (takes) {
        String remoteId = each.seen().remoteId();
        Node twin = taken.putIfAbsent(List.of(each.node().type(), remoteId), each.node());
        if (twin != null) {
          faults.add(
              Fault.of(each.node(), null, "would take over " + remoteId + ", and so would " + twin)
                  .fix("Give one of them another name, or take it away."));
        }
      }
    }
    return faults;
  }

  private List<Fault> held() {
    List<Planned> first =
        planned().stream()
            .filter(each -> each.step() instanceof Step.Replace step && step.deleteFirst())
            .toList();
    if (first.isEmpty()) {
      return List.of();
    }
    Set<String> held = new OrphanPlanner(rows.all(), seen).held(this::goes, left());
    return first.stream()
        .filter(each -> held.contains(each.step().key()))
        .map(
            each ->
                Fault.of(
                        each.node(),
                        null,
                        "cannot be replaced: its name is unique, and something retained lives in"
                            + " it")
                    .fix("Give it another name."))
        .toList();
  }

  /** True for what an interrupted replacement began and a step of this plan goes on with. */
  private boolean isContinued(Row row) {
    Node node = graph.node(row.id());
    return row.status() == RowStatus.CREATING
        && node != null
        && planner.plan(node).step() instanceof Step.Replace
        && Making.canGoOn(
            row,
            planner.plan(node).properties(),
            Difference.of(vault, Kinds.props(node.provider())));
  }

  /** The nodes that have to be looked at before this can be a plan. */
  List<Planned> unseen() {
    return planned().stream()
        .filter(each -> seen.of(each.node().id()).isEmpty() && isAsked(each))
        .toList();
  }

  private boolean isAsked(Planned planned) {
    Scope scope = options.scope();
    Step step = planned.step();
    boolean goesToApply = options.mode() == Mode.DEPLOY;
    if (step.reason() == Reason.NEW && step instanceof Step.Create) {
      boolean adopts = scope.adopt() || planned.node().adopts() && goesToApply;
      return adopts && canBeFound(planned);
    }
    if (step.reason() == Reason.TAKEN_BACK) {
      return goesToApply || scope.refresh();
    }
    boolean atHand = planned.node().provider().isAtHand() && options.mode() != Mode.OFFLINE;
    return (scope.refresh() || atHand)
        && rows.row(planned.node().id())
            .filter(row -> row.status() != RowStatus.CREATING && row.remoteId() != null)
            .isPresent();
  }

  /**
   * True if its name and what it lives in are known; the rest may still depend on what this run
   * makes, as a pool's origin does on a connection.
   */
  private static boolean canBeFound(Planned planned) {
    Class<? extends Record> type = Kinds.props(planned.node().provider());
    Set<String> where = new HashSet<>(Canonical.replacing(type));
    where.addAll(Canonical.policies(type));
    where.add("name");
    return planned.properties().entrySet().stream()
        .filter(each -> where.contains(each.getKey()))
        .noneMatch(each -> Unknown.isIn(each.getValue()));
  }

  /** The deletions whose objects have to be looked into before this can be a plan. */
  List<Step> unseenIn(List<Step> letGo) {
    return letGo.stream()
        .filter(each -> each instanceof Step.Delete && seen.foreign(each.key()).isEmpty())
        .filter(each -> rows.row(each.key()).filter(row -> row.remoteId() != null).isPresent())
        .toList();
  }

  /**
   * The plan.
   *
   * @param letGo the steps for rows that nobody declares
   * @param stopped where it ends; null if it is whole
   */
  Plan plan(String app, List<Step> letGo, SourceLine stopped) {
    List<Step> moving = moves();
    Targets targets = new Targets(options.scope().limit(), planner.planned());
    List<Step> steps = new ArrayList<>();
    Map<String, List<Step>> moved = moving.stream().collect(Collectors.groupingBy(Step::id));
    planned().stream()
        .sorted(Comparator.comparingInt(each -> each.node().order()))
        .filter(targets::has)
        .forEach(
            each -> {
              List<Step> own = moved.getOrDefault(each.node().id(), List.of());
              steps.addAll(own);
              if (own.isEmpty() || each.step().acts()) {
                steps.add(each.step());
              }
            });
    steps.addAll(completions());
    steps.addAll(letGo);
    return new Plan(app, options.stage(), steps, stopped, edges(letGo));
  }

  private List<Plan.Edge> edges(List<Step> letGo) {
    List<Plan.Edge> edges = new ArrayList<>();
    for (Planned each : planned()) {
      String id = each.node().id();
      each.needs().forEach(need -> edges.add(new Plan.Edge(need.id(), id, false)));
      each.later().values().forEach(meant -> edges.add(new Plan.Edge(meant.id(), id, true)));
    }
    for (Step each : letGo) {
      rows.row(each.key()).map(Row::dependencies).orElse(List.of()).stream()
          .forEach(need -> edges.add(new Plan.Edge(need, each.key(), false)));
    }
    return edges;
  }
}
