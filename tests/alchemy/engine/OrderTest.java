package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.engine.RunOptions.Mode;
import alchemy.state.RowStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What may happen at once, what waits for what, and what is not done after a failure. */
class OrderTest extends EngineCase {
  private final List<String> skipped = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private int parallel = 8;

  @Override
  RunOptions options(Mode mode) {
    RunOptions usual = super.options(mode);
    return new RunOptions(
        mode,
        usual.stage(),
        root,
        usual.env(),
        List.of(),
        parallel,
        Duration.ZERO,
        steps -> approves,
        new Listener() {
          @Override
          public void started(Step step) {
            heard.add("started " + step.id());
          }

          @Override
          public void finished(Step step, Duration took, boolean nothing) {
            heard.add("finished " + step.id());
          }

          @Override
          public void skipped(Step step, List<String> because) {
            skipped.add(step.id() + " waits for " + String.join(", ", because));
          }
        },
        "deploy");
  }

  @Test
  void whatDoesNotDependOnEachOtherIsMadeAtOnce() {
    var meeting = OrderBox.meet(variables.get("BOXES"), 5);

    deploy(app -> boxesThatMeet(5));

    assertEquals(5, meeting.most());
  }

  @Test
  void noMoreStepsThanAllowedRunAtOnce() {
    var meeting = OrderBox.meet(variables.get("BOXES"), 2);
    parallel = 2;

    deploy(app -> boxesThatMeet(6));

    assertEquals(2, meeting.most());
  }

  @Test
  void oneAtATimeIsTheOrderOfTheScript() {
    var meeting = OrderBox.meet(variables.get("BOXES"), 1);
    parallel = 1;

    deploy(app -> boxesThatMeet(4));

    assertEquals(1, meeting.most());
    assertEquals(List.of("create b0", "create b1", "create b2", "create b3"), calls());
    assertEquals(
        List.of("started b0", "finished b0", "started b1", "finished b1"), heard.subList(0, 4));
  }

  @Test
  void aReadThatOnlyApplyingTellsOfDelaysTheStep() {
    parallel = 1;

    deploy(
        app -> {
          var first = box("first", null, "small", "one");
          OwnResource<?>[] third = new OwnResource<?>[1];
          late("second", first, third);
          third[0] = box("third", null, "small", () -> first.output().id());
        });

    assertEquals(List.of("create first", "create third", "create second"), calls());
  }

  @Test
  void aReadOfSomethingThatFailedIsSkippedEvenIfOnlyApplyingTellsOfIt() {
    parallel = 1;

    ApplyFailedException failed =
        assertThrows(
            ApplyFailedException.class,
            () ->
                deploy(
                    app -> {
                      OwnResource<?>[] broken = new OwnResource<?>[1];
                      broken[0] = failing("broken", "create");
                      var first = box("first", null, "small", "one");
                      late("second", first, broken);
                    }));

    assertEquals(List.of("broken"), failed.failed().keySet().stream().map(Step::id).toList());
    assertEquals(List.of("second waits for broken"), skipped);
    assertEquals(1, failed.exitCode());
  }

  @Test
  void aCircleThatOnlyApplyingTellsOfFailsNamingAllLinesInItAndSkipsTheRest() {
    ApplyFailedException failed =
        assertThrows(
            ApplyFailedException.class,
            () ->
                deploy(
                    app -> {
                      var first = box("first", null, "small", "one");
                      OwnResource<?>[] other = new OwnResource<?>[1];
                      var second = late("second", first, other);
                      other[0] = late("third", first, new OwnResource<?>[] {second});
                      box("fourth", null, "small", () -> second.output().id());
                      failing("broken", "create");
                    }));

    assertEquals(Set.of("create first", "create broken"), Set.copyOf(calls()));
    assertEquals(3, failed.failed().size(), failed::getMessage);
    assertEquals(2, failed.getMessage().split("wait for each other", -1).length - 1);
    assertEquals(3, failed.getMessage().split("\\.java:", -1).length - 1, failed::getMessage);
    assertEquals(List.of("fourth waits for second"), skipped);
  }

  @Test
  void theNextRunGoesOnWhereOneFailedAndDoesNoFinishedStepAgain() {
    assertThrows(ApplyFailedException.class, () -> deploy(app -> three("create")));
    List<String> before = calls();
    assertEquals(List.of("third waits for second"), skipped);

    deploy(app -> three(null));

    List<String> after = calls().subList(before.size(), calls().size());
    assertEquals(List.of("find second", "create second", "create third"), after);
  }

  @Test
  void aReplacedProtectedChildKeepsTheParentItLivesIn() {
    approves = true;
    deploy(
        app -> {
          var parent = deletable("parent", "small");
          box("child", null, "small", () -> parent.output().id());
        });

    Body moved = app -> box("child", null, "large", "elsewhere");
    Plan plan = plan(moved);
    deploy(moved);

    assertInstanceOf(Step.Retain.class, plan.step("parent"));
    assertEquals(Reason.HAS_RETAINED_CHILD, plan.step("parent").reason());
    assertFalse(calls().contains("delete parent"));
    assertEquals(RowStatus.RETAINED, row("child~1").status());
  }

  @Test
  void aReplacedChildThatOnlyTheScriptLetsGoKeepsTheParentItLivesIn() {
    approves = true;
    deploy(
        app -> {
          var parent = deletable("parent", "small");
          box("child", null, "small", () -> parent.output().id());
        });

    deploy(app -> deletableOf("child", "large", () -> "elsewhere"));

    assertFalse(calls().stream().anyMatch(each -> each.startsWith("delete")), calls()::toString);
    assertEquals(RowStatus.RETAINED, row("parent").status());
  }

  @Test
  void whatIsReplacedStaysIfSomethingInItIsRetainedInTheSameRun() {
    approves = true;
    deploy(
        app -> {
          var parent = deletable("parent", "small");
          box("child", null, "small", () -> parent.output().id());
        });

    deploy(app -> deletable("parent", "large"));

    assertFalse(calls().contains("delete parent"));
    assertEquals(RowStatus.RETAINED, row("parent~1").status());
    assertEquals(RowStatus.RETAINED, row("child").status());
  }

  @Test
  void whatWasReplacedGoesBeforeWhatItWasMadeFrom() {
    approves = true;
    deploy(
        app -> {
          var parent = deletable("parent", "small");
          deletableOf("child", "small", () -> parent.output().id());
        });

    deploy(app -> deletableOf("child", "large", () -> "elsewhere"));

    assertEquals(List.of("delete child", "delete parent"), calls().subList(3, calls().size()));
  }

  @Test
  void whatOnlyComesAfterAReplacedResourceFollowsTheNewOne() {
    approves = true;
    deploy(app -> chain("small"));

    deploy(app -> chain("large"));

    assertFalse(plan(app -> chain("large")).acts(), () -> plan(app -> chain("large")).toString());
    assertEquals(List.of("first"), row("second").dependencies());
  }

  @Test
  void afterAFailureWhatWasReplacedStaysUntilTheNextRun() {
    approves = true;
    deploy(app -> replaced("small", null));
    assertThrows(ApplyFailedException.class, () -> deploy(app -> replaced("large", "update")));
    assertEquals(RowStatus.REPLACED, row("first~1").status());
    assertFalse(calls().contains("delete first"));

    Body again = app -> replaced("large", null);
    Plan plan = plan(again);
    Plan done = deploy(again);

    assertEquals(plan.toString(), done.toString());
    assertInstanceOf(Step.Keep.class, plan.step("first"));
    assertEquals(
        List.of("first~1 " + Reason.REPLACED),
        plan.steps().stream()
            .filter(each -> each instanceof Step.Delete)
            .map(each -> each.key() + " " + each.reason())
            .toList());
    assertEquals("delete first", calls().get(calls().size() - 1));
    assertTrue(state().row("first~1").isEmpty());
  }

  @Test
  void whatHasAUniqueNameIsNotDeletedFirstIfSomethingRetainedLivesInIt() {
    approves = true;
    deploy(
        app -> {
          var parent = unique("small");
          box("child", null, "small", () -> parent.output().id());
        });

    FaultsException faults =
        assertThrows(FaultsException.class, () -> deploy(app -> unique("large")));

    assertTrue(faults.getMessage().contains("something retained lives in it"), faults::getMessage);
    assertFalse(calls().contains("delete parent"));
  }

  private static void boxesThatMeet(int count) {
    for (int i = 0; i < count; i++) {
      Resource.of("b" + i, new OrderBox(), () -> new Box.Props(null, null, null, null, null, null));
    }
  }

  /** Reads the other only once the first is there. */
  private static OwnResource<Box.Outputs> late(
      String id, OwnResource<Box.Outputs> first, OwnResource<?>[] other) {
    return box(
        id, null, "small", () -> first.output().id() + other[0].handle().<String>output("id"));
  }

  private static OwnResource<Box.Outputs> failing(String id, String call) {
    return Resource.of(id, new Box(), () -> new Box.Props(null, null, null, null, call, null));
  }

  private static OwnResource<Box.Outputs> deletableOf(
      String id, String size, Supplier<String> content) {
    return Resource.of(
        id, new Box(), () -> new Box.Props(null, size, content.get(), null, null, true));
  }

  private static OwnResource<Box.Outputs> unique(String size) {
    return Resource.of(
        "parent", new Box.Unique(), () -> new Box.Props(null, size, null, null, null, true));
  }

  private static void chain(String size) {
    var first = deletable("first", size);
    Resource.of(
        "second",
        new Box(),
        () -> {
          // Only a look: nothing of it stands in a property.
          first.handle().output("name");
          return new Box.Props(null, null, "one", null, null, true);
        });
  }

  private static void replaced(String size, String fails) {
    var first = deletable("first", size);
    Resource.of(
        "second",
        new Box(),
        () -> new Box.Props(null, null, first.output().id(), null, fails, true));
  }

  private Body chain(String first, String fails, String last) {
    return app -> {
      var one =
          Resource.of("one", new Box(), () -> new Box.Props(null, null, first, null, fails, null));
      var two = box("two", null, "small", () -> one.output().id());
      box("three", null, "small", () -> two.output().id() + last);
    };
  }

  @Test
  void whatStaysAsItIsStillStandsBetweenWhatChanges() {
    deploy(chain("a", null, "a"));
    heard.clear();

    deploy(chain("b", null, "b"));

    assertEquals(List.of("started one", "finished one", "started three", "finished three"), heard);
    assertThrows(ApplyFailedException.class, () -> deploy(chain("c", "update", "c")));
    assertEquals(List.of("three waits for one"), skipped);
  }
}
