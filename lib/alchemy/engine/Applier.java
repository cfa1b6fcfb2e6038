package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.http.Beside;
import alchemy.state.Row;
import alchemy.state.Vault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Carries a plan out: first all that is made or changed, then, if all went well, what goes. */
final class Applier {
  private final Run run;
  private final Vault vault;
  private final Arrivals arrivals;

  // Ids of the nodes whose step is not done yet, so that nobody reads their outputs.
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  Applier(Run run, Vault vault, Arrivals arrivals) {
    this.arrivals = arrivals;
    this.run = run;
    this.vault = vault;
  }

  /** Checks with the services, before the first change, all that only they can tell. */
  void verify(List<Planned> make, List<Step> letGo) {
    Map<Node, Supplier<Boolean>> questions = new LinkedHashMap<>();
    make.stream()
        .filter(each -> !(each.step() instanceof Step.Keep))
        .forEach(each -> questions.put(each.node(), () -> verified(each)));
    if (questions.isEmpty() && letGo.stream().noneMatch(each -> each instanceof Step.Delete)) {
      return;
    }
    // Beside each other, since all of it only reads; other places are told before anything else.
    Beside<Boolean> places = run.places().checked(make);
    Map<Node, AlchemyException> refused =
        SideBySide.ask(run.options().parallel(), questions).failed();
    places.answer();
    if (!refused.isEmpty()) {
      throw new NotAcceptedException(refused);
    }
  }

  private boolean verified(Planned planned) {
    new Making<>(run, vault, planned).verify();
    return true;
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
    run(tasks);
  }

  /** Applies the steps of rows that go; called only after everything else succeeded. */
  void letGo(List<Step> steps) {
    List<Scheduler.Task> tasks = new ArrayList<>();
    for (Step each : steps) {
      Row row = run.rows().row(each.key()).orElseThrow();
      Set<String> after =
          run.rows().dependents(row.key()).stream().map(Row::key).collect(Collectors.toSet());
      tasks.add(new LettingGo(run, each, row, after));
    }
    run(tasks);
  }

  private void run(List<? extends Scheduler.Task> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    Scheduler.Result result =
        new Scheduler(run.options().parallel(), run::isCancelled, run.listener()).run(tasks);
    if (!result.isComplete() || run.isCancelled()) {
      throw new ApplyFailedException(
          result.failed(), List.copyOf(result.skipped().keySet()), run.isCancelled());
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
      Evaluation evaluation = Evaluation.of(node, Applier.this::view, run.leaves(), arrivals);
      Map<String, Object> wanted = evaluation.properties(node);
      if (evaluation.missing() != null) {
        throw new Scheduler.NotYet(evaluation.missing().id());
      }
      if (!evaluation.faults().isEmpty()) {
        throw FaultsException.late(evaluation.faults());
      }
      Planned known =
          new Planned(
              node,
              planned.step(),
              wanted,
              evaluation.needs(node),
              planned.later(),
              View.NOTHING,
              planned.seen());
      Making<?, ?> making = new Making<>(run, vault, known);
      return () -> {
        boolean nothing = making.apply();
        open.remove(node.id());
        return nothing;
      };
    }
  }
}
