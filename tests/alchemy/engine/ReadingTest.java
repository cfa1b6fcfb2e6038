package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.App;
import alchemy.Resource;
import alchemy.engine.RunOptions.Mode;
import alchemy.state.RowStatus;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a script reads, what it may do wrong meanwhile, and that neither costs anything. */
class ReadingTest extends EngineCase {
  @Test
  void aReadInTheBodyDeletesNothingEvenOfWhatItReplaces() {
    deploy(app -> deletable("first", "small"));
    deploy(
        app -> {
          deletable("first", "small");
          deletable("left", "small");
        });
    String old = row("first").remoteId();
    approves = true;

    assertThrows(
        ScriptThrewException.class,
        () ->
            deploy(
                app -> {
                  String made = deletable("first", "large").output().id();
                  assertFalse(made.equals(old));
                  throw new IllegalStateException("after the read of " + made);
                }));

    assertEquals(3, boxes());
    assertFalse(calls().stream().anyMatch(each -> each.startsWith("delete")));
    assertTrue(
        state().rows().values().stream()
            .anyMatch(each -> old.equals(each.remoteId()) && each.status() == RowStatus.REPLACED));
    deploy(app -> deletable("first", "large"));
    assertEquals(1, boxes());
  }

  @Test
  void whatTouchedAnUnknownValueHasNoResultEvenIfItCaughtTheStop() {
    Plan plan =
        deploy(
            app -> {
              var first = box("first", null, "small", "one");
              box("second", null, "small", () -> orElse(() -> first.output().id(), "nothing"));
            });

    assertInstanceOf(Step.Create.class, plan.step("second"));
    assertEquals(row("first").remoteId(), content("second"));
  }

  private static String orElse(Supplier<String> value, String otherwise) {
    try {
      return value.get();
    } catch (RuntimeException e) {
      return otherwise;
    }
  }

  @Test
  void outputsAreStableAcrossAnUpdateSoThatDependentsStayAsTheyAre() {
    deploy(app -> pair("small"));
    deploy(
        app -> {
          var first = box("first", null, "small", "changed");
          box("second", null, "small", () -> "after " + first.output().id());
        });

    assertEquals(
        1, calls().stream().filter(each -> each.startsWith("update")).count(), calls()::toString);
  }

  @Test
  void whatMayChangeAndTurnsOutEqualIsKept() {
    deploy(app -> named("first", "small"));
    String before = row("second").remoteId();
    approves = true;

    Plan plan = deploy(app -> named("first", "large"));

    assertEquals(Reason.MAY_HAVE_TO_CHANGE, plan.step("second").reason());
    assertEquals(before, row("second").remoteId());
    assertEquals(1, calls().stream().filter("create second"::equals).count());
    assertFalse(calls().contains("update second"), calls()::toString);
  }

  private static void named(String id, String size) {
    var first = box(id, "shop", size, "one");
    box("second", null, "small", () -> "of " + first.output().name());
  }

  @Test
  void aPropertyThatIsNotSetAnyMoreGoesBackToItsDefault() {
    deploy(app -> box("first", null, "small", "one"));

    deploy(app -> box("first", null, null, (String) null));

    assertEquals(null, content("first"));
    assertEquals(1, boxes());
  }

  @Test
  void aCallThatFailedBreaksTheAppEvenIfTheScriptCaughtIt() {
    deploy(app -> deletable("first", "small"));
    approves = true;

    assertThrows(
        AlchemyException.class,
        () ->
            deploy(
                app -> {
                  try {
                    deletable(null, "small");
                  } catch (AlchemyException e) {
                    box("second", null, "small", "made by a script that goes on");
                  }
                }));

    assertEquals(1, boxes());
    assertEquals(1, state().rows().size());
  }

  @Test
  void anAppThatWasOpenedStepByStepDeletesNothingWithoutApproval() {
    deploy(app -> deletable("first", "small"));

    App app = App.open("tested", options(Mode.DEPLOY));
    try {
      assertThrows(RefusedException.class, app::finish);
    } finally {
      app.close();
    }

    assertEquals(1, boxes());
    approves = true;
    App again = App.open("tested", options(Mode.DEPLOY));
    try {
      again.finish();
    } finally {
      again.close();
    }
    assertEquals(0, boxes());
  }

  @Test
  void whatTurnsOutToNeedAFailedResourceIsSkippedAndNotCalledACycle() {
    var failed =
        assertThrows(
            ApplyFailedException.class,
            () ->
                deploy(
                    app -> {
                      var broken =
                          Resource.of(
                              "broken",
                              new Box(),
                              () -> new Box.Props(null, null, null, null, "create", null));
                      var first = box("first", null, "small", "one");
                      var second = box("second", null, "small", () -> first.output().id());
                      box("last", null, null, () -> second.output().id() + broken.output().id());
                    }));

    assertEquals(List.of("broken"), failed.failed().keySet().stream().map(Step::id).toList());
    assertEquals(List.of("last"), failed.skipped().stream().map(Step::id).toList());
  }

  @Test
  void aRowWhoseProviderIsMissingDoesNotKeepTheOthersFromBeingDeleted() {
    deploy(
        app -> {
          deletable("first", "small");
          deletable("second", "small");
        });
    put(row("first").with().provider("Infra$CouponProvider").build());
    approves = true;

    assertThrows(ApplyFailedException.class, () -> session(Mode.DEPLOY, Session::destroy));

    assertEquals(Set.of("first"), state().rows().keySet());
    assertEquals(1, boxes());
  }
}
