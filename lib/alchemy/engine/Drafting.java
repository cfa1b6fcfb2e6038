package alchemy.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes a run's drafts, and looks at what they depend on until nothing is left to be looked at. For
 * one thread.
 */
final class Drafting {
  private final Graph graph;
  private final RunOptions options;
  private final OpenStage state;
  private final Supplier<Run> run;
  private final Observations seen = new Observations();

  // Nodes that a getter in the body has brought up to date, by the rows that they had then: the
  // next getter need not plan them again.
  private final Map<Node, Object> settled = new HashMap<>();

  Drafting(Graph graph, RunOptions options, OpenStage state, Supplier<Run> run) {
    this.graph = graph;
    this.options = options;
    this.state = state;
    this.run = run;
  }

  /** What the run has looked at so far. */
  Observations seen() {
    return seen;
  }

  /** A draft of everything. */
  Draft whole() {
    return of(graph, state.rows()).all();
  }

  /** A draft of a node and what it is built from. */
  Draft of(Node node) {
    return of(graph, state.rows()).with(node);
  }

  /** The same for a getter, without what is up to date by now. */
  Draft read(Node node) {
    return of(graph, state.rows()).without(this::isSettled).with(node);
  }

  /** A draft of some graph over some rows, in which nothing is planned yet. */
  Draft of(Graph declared, Rows rows) {
    return new Draft(declared, options, rows, state.leaves(), state.vault(), seen);
  }

  /** True if the node was brought up to date, and nothing has happened to it since. */
  boolean isSettled(Node node) {
    Object then = settled.get(node);
    return then != null && then == state.rows().row(node.id()).orElse(null);
  }

  /** Remembers that all of a draft is done. */
  void settle(Draft done) {
    if (options.scope().limit().isEmpty()) {
      for (Planned each : done.planned()) {
        state.rows().row(each.node().id()).ifPresent(row -> settled.put(each.node(), row));
      }
    }
  }

  /** Looks at what a plan depends on, until nothing is left to be looked at. */
  Draft looked(Supplier<Draft> drafting, boolean toApply) {
    while (true) {
      Draft draft = drafting.get();
      FaultsException.check(draft.faults(toApply));
      List<Planned> unseen = draft.unseen();
      if (unseen.isEmpty()) {
        return draft;
      }
      state.verifyKey();
      looking(draft).at(unseen, seen);
    }
  }

  /** The steps for what nobody declares, after a look into what would be deleted. */
  List<Step> letGo(Draft draft, boolean looks) {
    List<Step> steps = draft.orphans();
    return looks && look(draft, draft.unseenIn(steps)) ? draft.orphans() : steps;
  }

  /** Looks into what would be deleted; true if there was something to look into. */
  boolean look(Draft draft, List<Step> deletions) {
    if (deletions.isEmpty()) {
      return false;
    }
    state.verifyKey();
    looking(draft).in(deletions, seen);
    return true;
  }

  Looking looking(Draft draft) {
    return new Looking(run.get(), state.vault(), draft.rows());
  }
}
