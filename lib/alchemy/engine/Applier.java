package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.state.Vault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Carries a plan out: first all that is made or changed, then, if all went well, what goes. */
final class Applier {
  private final Run run;
  private final Vault vault;
  private final Places places;

  // Ids of the nodes whose step is not done yet, so that nobody reads their outputs.
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  Applier(Run run, Vault vault) {
    this.run = run;
    this.vault = vault;
    this.places = run.places();
  }

  /** Checks with the services, before the first change, all that only they can tell. */
  void verify(List<Planned> make, List<Step> letGo) {
    places.check(make, letGo);
    Map<Node, AlchemyException> refused = new LinkedHashMap<>();
    for (Planned each : make) {
      if (!(each.step() instanceof Step.Keep)) {
        try {
          new Making<>(run, vault, each, places).verify();
        } catch (AlchemyException e) {
          refused.put(each.node(), e);
        }
      }
    }
    if (!refused.isEmpty()) {
      throw new NotAcceptedException(refused);
    }
  }

  /**
   * Applies the steps of declared nodes.
   *
   * @throws ApplyFailedException if any failed; what succeeded is recorded
   */
  void make(List<Planned> planned) {
    List<Task> tasks = new ArrayList<>();
    for (Planned each : planned) {
      open.add(each.node().id());
      tasks.add(new Task(each));
    }
    run(tasks, List.of());
  }

  /** Applies the steps of rows that go; called only after everything else succeeded. */
  void letGo(List<Step> steps) {
    List<Scheduler.Task> tasks = new ArrayList<>();
    steps.forEach(each -> tasks.add(new LettingGo(run, each)));
    run(tasks, List.of());
  }

  private void run(List<? extends Scheduler.Task> tasks, List<Step> waiting) {
    if (tasks.isEmpty()) {
      return;
    }
    Scheduler.Result result =
        new Scheduler(run.options().parallel(), run::isCancelled, run.listener()).run(tasks);
    if (!result.isComplete() || run.isCancelled()) {
      List<Step> skipped = new ArrayList<>(result.skipped().keySet());
      skipped.addAll(waiting);
      throw new ApplyFailedException(result.failed(), skipped, run.isCancelled());
    }
  }

  private View view(Node node) {
    return open.contains(node.id())
        ? View.NOTHING
        : run.rows().row(node.id()).map(row -> View.of(row.outputs())).orElse(View.NOTHING);
  }

  /** One declared node's step. */
  private final class Task implements Scheduler.Task {
    private final Planned planned;

    Task(Planned planned) {
      this.planned = planned;
    }

    @Override
    public Step step() {
      return planned.step();
    }

    @Override
    public String key() {
      return planned.node().id();
    }

    @Override
    public Set<String> after() {
      return Set.copyOf(planned.step().after());
    }

    @Override
    public Scheduler.Work prepare() throws Scheduler.NotYet {
      Node node = planned.node();
      Evaluation evaluation =
          new Evaluation(
              node.graph(), node.toString(), node.line(), Applier.this::view, run.leaves());
      Map<String, Object> wanted =
          Canonical.of(evaluation.properties(node), Kinds.props(node.provider()));
      if (evaluation.missing() != null) {
        throw new Scheduler.NotYet(evaluation.missing().id());
      }
      if (!evaluation.faults().isEmpty()) {
        throw new FaultsException(evaluation.faults());
      }
      Set<Node> needs = new LinkedHashSet<>(node.parents());
      needs.addAll(evaluation.reads());
      Planned known =
          new Planned(node, planned.step(), new LinkedHashMap<>(wanted), needs, View.NOTHING);
      Making<?, ?> making = new Making<>(run, vault, known, places);
      return () -> {
        boolean nothing = making.apply();
        open.remove(node.id());
        return nothing;
      };
    }
  }
}
