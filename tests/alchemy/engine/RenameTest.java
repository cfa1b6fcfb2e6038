package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.RunOptions.Mode;
import alchemy.state.Row;
import alchemy.state.Sealed;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A resource under another id is what it was, and nobody is asked. */
class RenameTest extends EngineCase {
  @Test
  void aRenamedResourceMovesWithoutARequestAndItsDependentsFollow() {
    deploy(app -> pair("small"));
    Row before = row("first");
    int calls = calls().size();
    Body renamed =
        app -> {
          var first = box("main", null, "small", "one").renamedFrom("first");
          box("second", null, "small", () -> "after " + first.output().id());
        };

    Plan plan = plan(renamed);
    deploy(renamed);

    Step.Move move = assertInstanceOf(Step.Move.class, plan.step("main"));
    assertEquals("first", move.from());
    assertFalse(plan.step("second").acts(), plan::toString);
    assertEquals(calls, calls().size());
    assertEquals(before.remoteId(), row("main").remoteId());
    assertEquals(before.name(), row("main").name());
    assertTrue(state().row("first").isEmpty());
    assertEquals(List.of("main"), row("second").dependencies());
    assertFalse(plan(renamed).acts(), () -> plan(renamed).toString());
  }

  @Test
  void aMoveOpensAndSealsItsSecretsAgain() {
    deploy(app -> locked("first", "a-long-secret"));

    deploy(
        app ->
            Resource.of(
                    "main",
                    new Box(),
                    () -> new Box.Props(null, null, null, Secret.of("a-long-secret"), null, null))
                .renamedFrom("first"));

    Session session = new Session("tested", options(Mode.PLAN));
    Row moved = session.store().load().row("main").orElseThrow();
    var sealed = (Sealed) moved.props().get("lock");
    assertEquals("main", sealed.id());
    assertEquals("a-long-secret", session.store().vault().open(sealed).unencrypted());
  }

  @Test
  void whatMovesAndDiffersIsShownAsBothAndUpdatedInPlace() {
    deploy(app -> box("first", null, "small", "one"));
    String before = row("first").remoteId();
    Body renamed = app -> box("main", null, "small", "two").renamedFrom("first");

    Plan plan = plan(renamed);
    deploy(renamed);

    assertEquals(2, plan.steps().size(), plan::toString);
    assertInstanceOf(Step.Move.class, plan.steps().get(0));
    assertInstanceOf(Step.Update.class, plan.steps().get(1));
    assertEquals(before, row("main").remoteId());
    assertEquals("two", content("main"));
  }

  @Test
  void anOldIdThatIsStillDeclaredIsAFault() {
    deploy(app -> box("first", null, "small", "one"));

    FaultsException fault =
        assertThrows(
            FaultsException.class,
            () ->
                plan(
                    app -> {
                      box("first", null, "small", "one");
                      box("main", null, "small", "one").renamedFrom("first");
                    }));

    assertTrue(fault.getMessage().contains("still declared"), fault::getMessage);
  }

  @Test
  void aRenamingThatWasDeployedMayStayInTheScriptAndTheOldIdBeUsedAnew() {
    deploy(app -> box("first", null, "small", "one"));
    Body renamed = app -> box("main", null, "small", "one").renamedFrom("first");
    deploy(renamed);
    deploy(renamed);

    deploy(
        app -> {
          box("main", null, "small", "one").renamedFrom("first");
          box("first", null, "small", "other");
        });

    assertEquals(2, state().rows().size());
    assertEquals(2, boxes());
  }

  @Test
  void twoRowsForOneResourceAreAFaultAndNothingIsForgotten() {
    deploy(app -> box("first", null, "small", "one"));
    deploy(app -> box("main", null, "small", "one"));

    assertThrows(
        FaultsException.class,
        () -> deploy(app -> box("main", null, "small", "one").renamedFrom("first")));

    assertEquals(2, state().rows().size());
  }

  @Test
  void whatASupersededRowStandsForMovesAlong() {
    deploy(app -> box("first", null, "small", "one"));
    String old = row("first").remoteId();
    approves = true;
    deploy(app -> box("first", null, "large", "one"));

    deploy(app -> box("main", null, "large", "one").renamedFrom("first"));

    assertEquals(old, row("main~1").remoteId());
    assertEquals("main", row("main~1").id());
    assertEquals(2, state().rows().size());
  }

  @Test
  void stateIsMovedByACommandToo() {
    deploy(app -> pair("small"));
    int calls = calls().size();

    try (StateEdit edit = new StateEdit("tested", options(Mode.DEPLOY))) {
      edit.move("first", "main");
    }

    assertTrue(state().row("first").isEmpty());
    assertEquals(List.of("main"), row("second").dependencies());
    assertEquals(calls, calls().size());
  }

  @Test
  void aGeneratedNameThatMovedAwayIsNotGivenTwice() {
    deploy(app -> unique("first"));
    try (StateEdit edit = new StateEdit("tested", options(Mode.DEPLOY))) {
      edit.move("first", "main");
    }
    approves = true;

    FaultsException fault =
        assertThrows(FaultsException.class, () -> deploy(app -> unique("first")));

    assertTrue(fault.getMessage().contains("renamedFrom(\"main\")"), fault::getMessage);
    assertEquals(1, boxes());
  }

  private static void unique(String id) {
    Resource.of(id, new Box.Unique(), () -> new Box.Props(null, null, null, null, null, true));
  }

  @Test
  void movingOntoWhatIsThereIsRefused() {
    deploy(app -> pair("small"));

    try (StateEdit edit = new StateEdit("tested", options(Mode.DEPLOY))) {
      assertThrows(RefusedException.class, () -> edit.move("first", "SECOND"));
      assertThrows(RefusedException.class, () -> edit.move("first", "1st"));
      assertThrows(NoSuchRowException.class, () -> edit.move("third", "main"));
    }
    assertEquals(2, state().rows().size());
  }

  @Test
  void forgettingAsksAndDeletesNothing() {
    deploy(app -> pair("small"));
    try (StateEdit edit = new StateEdit("tested", options(Mode.DEPLOY))) {
      assertThrows(RefusedException.class, () -> edit.forget("first"));
    }
    approves = true;

    try (StateEdit edit = new StateEdit("tested", options(Mode.DEPLOY))) {
      edit.forget("first");
    }

    assertEquals(Set.of("second"), state().rows().keySet());
    assertEquals(List.of(), row("second").dependencies());
    assertEquals(2, boxes());
  }

  private boolean isThere(String remoteId) {
    return Files.exists(root.resolve("boxes").resolve(remoteId));
  }

  @Test
  void stagesAndAppsNeverTouchEachOther() {
    Map<String, String> before = Map.copyOf(variables);
    Body body = app -> deletable("first", "small");
    deploy(body);
    String ours = row("first").remoteId();
    variables.put("ALCHEMY_PASSWORD", "password-of-this-test");
    variables.put("STAGE", "other");
    deploy(body);
    variables.put("APP", "beside");
    deploy(body);
    String besides = row("first").remoteId();
    assertEquals(3, boxes());
    approves = true;

    variables.remove("APP");
    session(Mode.DEPLOY, Session::destroy);

    assertTrue(state().rows().isEmpty(), () -> state().toString());
    assertEquals(2, boxes());
    variables.put("APP", "beside");
    assertTrue(isThere(besides));
    assertEquals(besides, row("first").remoteId());
    variables.clear();
    variables.putAll(before);
    assertTrue(isThere(ours));
    assertEquals(ours, row("first").remoteId());
  }
}
