package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.engine.RunOptions.Mode;
import alchemy.state.Row;
import alchemy.state.StageState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** The life of one stage under a random script: each day it is edited, planned and deployed. */
final class RandomStory {
  private final Path root;
  private final Random random;
  private final RandomEdits edits;
  private final RandomService service;
  private final List<String> days = new ArrayList<>();

  private ModelStage stage = new ModelStage(Map.of());
  private RandomScript script;
  private boolean over;

  RandomStory(Path root, long seed) {
    this.root = root;
    this.random = new Random(seed);
    this.edits = new RandomEdits(random);
    this.service = RandomService.open(root.toString());
  }

  void close() {
    RandomService.close(root.toString());
  }

  /** What happened, for whoever has to understand a failure. */
  String sofar() {
    return String.join("\n", days.subList(Math.max(0, days.size() - 3), days.size()));
  }

  void tell(int count) {
    for (int i = 0; i < count && !over; i++) {
      RandomScript before = script;
      script = before == null ? edits.first() : edits.next();
      ModelPlan plan = ModelPlan.of(script, stage);
      days.add("  day " + i + script + "\n   stage " + stage.rows.values() + "\n   plan " + plan);
      if (!plan.faults().isEmpty()) {
        refusedOffline();
        script = before;
        edits.reset(before == null ? new RandomScript(List.of()) : before);
        continue;
      }
      day(plan);
    }
  }

  private void day(ModelPlan plan) {
    RandomRun planned = run(Mode.PLAN, RandomCrash.NEVER, true);
    assertNull(planned.thrown);
    assertEquals(0, planned.asked, "a plan asks no service");
    same(plan.steps(), planned.plan.steps(), "the plan is what the rules say");
    if (plan.steps().stream().anyMatch(ModelPlan.Step::asks) && random.nextInt(4) == 0) {
      notApproved(planned.state);
    }
    int fate = plan.isCautious() ? 10 : random.nextInt(10);
    if (fate < 2 && !calls(plan).isEmpty()) {
      aCallFails();
    } else if (fate < 5) {
      theRunDies();
    } else {
      undisturbed(plan);
    }
    RandomRun again = run(Mode.PLAN, RandomCrash.NEVER, true);
    assertFalse(again.plan.acts(), () -> "a second plan is empty: " + text(again.plan));
  }

  private RandomRun run(Mode mode, RandomCrash crash, boolean approves) {
    RandomRun run = new RandomRun(root, mode, script, random, crash, approves);
    assertEquals(List.of(), service.violations());
    return run;
  }

  private void refusedOffline() {
    for (Mode mode : List.of(Mode.PLAN, Mode.DEPLOY)) {
      RandomRun run = run(mode, RandomCrash.NEVER, true);
      assertInstanceOf(FaultsException.class, run.thrown);
      assertEquals(0, run.asked);
    }
  }

  private void notApproved(StageState before) {
    RandomRun run = run(Mode.DEPLOY, RandomCrash.NEVER, false);
    assertInstanceOf(RefusedException.class, run.thrown);
    assertEquals(List.of(), run.calls);
    assertEquals(before.rows(), run.state.rows());
  }

  private void undisturbed(ModelPlan plan) {
    RandomRun run = run(Mode.DEPLOY, RandomCrash.NEVER, true);
    assertNull(run.thrown, () -> run.thrown.getMessage());
    same(plan.steps(), run.planned, "what is told first is the plan");
    same(plan.steps(), run.plan.steps(), "what is answered is the plan");
    same(
        plan.steps().stream().filter(ModelPlan.Step::asks).toList(), run.approved, "what is asked");
    ModelStage.Done done = take(plan, run);
    Set<String> acted = new TreeSet<>(done.goneAfter());
    plan.steps().stream()
        .filter(ModelPlan.Step::acts)
        .forEach(each -> acted.add(each.kind() + " " + each.key()));
    Set<String> heard = new TreeSet<>();
    run.finished.forEach(
        (step, nothing) -> {
          heard.add(step.getClass().getSimpleName() + " " + step.key());
          boolean changes = step instanceof Step.Update || step instanceof Step.Replace;
          assertEquals(
              changes && done.cameOutEqual().contains(step.key()), changes && nothing, step.key());
        });
    assertEquals(acted, heard, "each step of the plan was done");
    assertEquals(run.started.size(), run.finished.size());
    new RandomOrder(script, run.calls).check();
    for (RandomScript.Spec each : script.specs()) {
      assertEquals(
          done.calls().getOrDefault(each.id(), List.of()),
          run.calls.stream()
              .filter(call -> call.resource().equals(each.id()))
              .map(RandomService.Call::call)
              .toList()
              .subList(0, Math.min(done.calls().getOrDefault(each.id(), List.of()).size(), 9)),
          each.id());
    }
    assertEquals(
        done.calls().values().stream().mapToInt(List::size).sum(), run.calls.size(), "all calls");
  }

  private void aCallFails() {
    List<String> possible = calls(ModelPlan.of(script, stage));
    String call = possible.get(random.nextInt(possible.size()));
    days.add("   fails: " + call);
    service.refuse(call, random.nextBoolean());
    RandomRun run = run(Mode.DEPLOY, RandomCrash.NEVER, true);
    service.refuse(null, false);
    if (run.thrown == null) {
      // What may have changed came out equal, so that nobody made the call.
      take(ModelPlan.of(script, stage), run);
      return;
    }
    assertInstanceOf(ApplyFailedException.class, run.thrown);
    assertEquals(1, run.thrown instanceof ApplyFailedException e ? e.exitCode() : 0);
    assertEquals(1, run.failed.size(), () -> run.failed.toString());
    Step failed = run.failed.keySet().iterator().next();
    assertEquals(call.substring(call.indexOf(' ') + 1), failed.id());
    new RandomOrder(script, run.calls).check();
    if (!call.startsWith("delete")) {
      new RandomOrder(script, run.calls).checkFailure(stage, run, failed);
    }
    goOn();
  }

  private void theRunDies() {
    int points = random.nextInt(8 * (1 + script.specs().size()));
    RandomCrash crash = new RandomCrash(points);
    days.add("   dies after " + points);
    RandomRun run = run(Mode.DEPLOY, crash, true);
    if (!crash.happened()) {
      take(ModelPlan.of(script, stage), run);
      return;
    }
    goOn();
  }

  /** The next run of the same script ends where an undisturbed one would have ended. */
  private void goOn() {
    ModelPlan undisturbed = ModelPlan.of(script, stage);
    RandomRun plan = run(Mode.PLAN, RandomCrash.NEVER, true);
    assertNull(plan.thrown, () -> plan.thrown.getMessage());
    days.add("   then " + text(plan.plan));
    assertEquals(0, plan.asked);
    RandomRun run = run(Mode.DEPLOY, RandomCrash.NEVER, true);
    assertNull(run.thrown, () -> run.thrown.getMessage());
    same(plan.plan.steps(), run.planned, "what is told first is the plan");
    new RandomOrder(script, run.calls).checkPlan(run);
    if (keepsMore(plan.plan)) {
      // Safe, but another state than the model's; the story ends here.
      over = true;
      return;
    }
    take(undisturbed, run);
  }

  /** True if something is kept for what may turn out to be replaced, and then may not be. */
  private static boolean keepsMore(Plan plan) {
    return plan.steps().stream().anyMatch(each -> each.reason() == Reason.HAS_RETAINED_CHILD)
        && plan.steps().stream().anyMatch(each -> each.reason() == Reason.MAY_HAVE_TO_CHANGE);
  }

  /** Compares what is there with what the model says, and goes on from there. */
  private ModelStage.Done take(ModelPlan plan, RandomRun run) {
    Set<String> before = new TreeSet<>();
    stage.rows.values().forEach(each -> before.add(each.remoteId()));
    ModelStage.Done done =
        stage.done(
            script,
            plan,
            id -> {
              Row row = run.state.row(id).orElse(null);
              assertNotNull(row, () -> id + " has no row");
              assertTrue(
                  !before.contains(row.remoteId()) || row.remoteId().startsWith("ref-"),
                  () -> id + " was not made anew");
              return new ModelStage.Made(row.remoteId(), String.valueOf(row.outputs().get("name")));
            });
    new RandomCheck(done.stage(), run.state, service).check();
    stage = done.stage();
    return done;
  }

  private static List<String> calls(ModelPlan plan) {
    List<String> calls = new ArrayList<>();
    for (ModelPlan.Step each : plan.steps()) {
      String id = each.key().replaceAll("~.*", "");
      switch (each.kind()) {
        case "Create", "Replace" -> calls.add("create " + id);
        case "Update" -> calls.add("update " + id);
        case "Delete" -> calls.add("delete " + id);
        default -> {
          // asks the service nothing
        }
      }
    }
    return calls;
  }

  private static void same(List<?> expected, List<Step> actual, String what) {
    String missing =
        text(
            expected.stream()
                .filter(each -> !texts(actual).contains(text(List.of(each))))
                .toList());
    assertEquals(text(expected), text(actual), () -> what + "; missing: " + missing + "\n");
  }

  private static List<String> texts(List<?> steps) {
    return steps.stream().map(each -> text(List.of(each))).toList();
  }

  private static String text(Plan plan) {
    return text(plan.steps());
  }

  private static String text(List<?> steps) {
    return steps.stream()
        .map(each -> each instanceof Step step ? ModelPlan.Step.of(step) : each)
        .toList()
        .toString();
  }
}
