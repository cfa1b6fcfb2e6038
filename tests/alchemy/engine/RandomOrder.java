package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.engine.RandomScript.Spec;
import alchemy.state.RowStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the calls of one run: their order, and that a step makes only the calls it may. */
final class RandomOrder {
  private final RandomScript script;
  private final List<RandomService.Call> calls;

  RandomOrder(RandomScript script, List<RandomService.Call> calls) {
    this.script = script;
    this.calls = calls;
  }

  /** Ancestors before what is built from them, deletions last, the other way round. */
  void check() {
    for (Spec each : script.specs()) {
      int own = first(each.id());
      for (String need : each.needs()) {
        assertTrue(own < 0 || last(need) < own, () -> each.id() + " came before " + need);
      }
    }
    boolean deleting = false;
    for (RandomService.Call each : calls) {
      Spec spec = script.spec(each.resource());
      boolean first = spec != null && spec.kind() == RandomScript.Kind.UNIQUE;
      if (each.call().equals("delete")) {
        deleting |= !first;
      } else {
        assertTrue(!deleting, () -> each + " came after a deletion");
      }
    }
  }

  private int first(String id) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).resource().equals(id) && !calls.get(i).call().equals("delete")) {
        return i;
      }
    }
    return -1;
  }

  private int last(String id) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      if (calls.get(i).resource().equals(id) && !calls.get(i).call().equals("delete")) {
        return i;
      }
    }
    return -1;
  }

  /** Each call belongs to a step that may make it, and each kind of step makes only its own. */
  void checkPlan(RandomRun run) {
    Set<String> may = new TreeSet<>();
    List<Step> steps = new ArrayList<>(run.planned);
    steps.addAll(run.finished.keySet());
    for (Step each : steps) {
      List<String> own =
          each instanceof Step.Create
              ? List.of("create", "update")
              : each instanceof Step.Replace
                  ? List.of("create", "update", "delete")
                  : each instanceof Step.Update || each instanceof Step.Adopt
                      ? List.of("update")
                      : each instanceof Step.Delete ? List.of("delete") : List.of();
      own.forEach(call -> may.add(call + " " + each.id()));
    }
    calls.forEach(
        each -> assertTrue(may.contains(each.toString()), () -> each + " was not planned"));
  }

  /** After a failure all that does not depend on it is done, and nothing that goes is deleted. */
  void checkFailure(ModelStage stage, RandomRun run, Step failed) {
    Set<String> waiting = new LinkedHashSet<>();
    ModelPlan plan = ModelPlan.of(script, stage);
    waiting.add(failed.id());
    for (int i = 0; i < script.specs().size(); i++) {
      for (Spec each : script.specs()) {
        if (each.needs().stream().anyMatch(waiting::contains)) {
          waiting.add(each.id());
        }
      }
    }
    waiting.remove(failed.id());
    // What stays as it is hands the waiting on, and has nothing to wait with.
    waiting.removeIf(each -> !plan.make().get(each).acts());
    Set<String> skipped = new TreeSet<>();
    run.skipped.keySet().forEach(each -> skipped.add(each.id()));
    assertEquals(new TreeSet<>(waiting), skipped, "what waits for the failed step is named");
    run.skipped.forEach(
        (step, because) -> assertTrue(!because.isEmpty(), () -> step.id() + " waits for nothing"));
    for (ModelPlan.Step each : plan.make().values()) {
      if (!waiting.contains(each.key()) && !each.key().equals(failed.id())) {
        assertEquals(
            RowStatus.CREATED, run.state.row(each.key()).orElseThrow().status(), each.key());
      }
    }
    for (RandomService.Call each : calls) {
      Spec spec = script.spec(each.resource());
      assertTrue(
          !each.call().equals("delete") || spec != null && spec.kind() == RandomScript.Kind.UNIQUE,
          () -> each + " after a failure");
    }
    assertTrue(
        stage.rows.keySet().stream().allMatch(key -> run.state.row(key).isPresent()),
        "no row is lost");
  }
}
