package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.Resource;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.RunOptions.Scope;
import alchemy.state.Row;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who a resource is: renamed, moved, adopted, imported, and never two at once. */
class IdentityTest extends EngineCase {
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
                    () ->
                        new Box.Props(
                            null, null, null, alchemy.Secret.of("a-long-secret"), null, null))
                .renamedFrom("first"));

    Session session = new Session("tested", options(Mode.PLAN));
    Row moved = session.store().load().row("main").orElseThrow();
    var sealed = (alchemy.state.Sealed) moved.props().get("lock");
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
  void whatASuperseededRowStandsForMovesAlong() {
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

  @Test
  void whatExistsUnderTheNameIsTakenOverWhenTheScriptSaysSo() {
    outside("box-theirs", "name", "shop");
    outside("box-theirs", "content", "one");
    Body body = app -> box("first", "shop", null, "one").adopt(true);
    approves = true;

    Plan done = deploy(body);

    Step.Adopt adopt = assertInstanceOf(Step.Adopt.class, done.step("first"));
    assertEquals(Reason.ADOPTED, adopt.reason());
    assertEquals("box-theirs", row("first").remoteId());
    assertEquals(1, boxes());
    assertFalse(calls().contains("create first"));
    assertFalse(plan(body).acts(), () -> plan(body).toString());
  }

  @Test
  void whatWouldChangeIsShownFirstAndWithoutApprovalNothingIsDone() {
    outside("box-theirs", "name", "shop");
    outside("box-theirs", "content", "theirs");
    scope = new Scope(Set.of(), true, false);
    Body body = app -> box("first", "shop", null, "ours");

    Plan plan = plan(body);
    assertThrows(RefusedException.class, () -> deploy(body));

    assertEquals(
        List.of("content: \"theirs\" -> \"ours\""),
        plan.step("first").changes().stream().map(PropertyChange::toString).toList());
    assertTrue(state().rows().isEmpty());
    assertFalse(calls().stream().anyMatch(each -> each.startsWith("update")));
  }

  @Test
  void whereNothingHasTheNameAdoptingMakesIt() {
    scope = new Scope(Set.of(), true, false);

    Plan done = deploy(app -> box("first", "shop", null, "one"));

    assertInstanceOf(Step.Create.class, done.step("first"));
    assertEquals(1, boxes());
  }

  @Test
  void severalOfThatNameAreAnErrorThatNamesThem() {
    outside("box-a", "name", "shop");
    outside("box-b", "name", "shop");
    approves = true;

    var several =
        assertThrows(
            SeveralOfThatNameException.class,
            () -> deploy(app -> box("first", "shop", null, "one").adopt(true)));

    assertTrue(several.getMessage().contains("box-a"), several::getMessage);
    assertTrue(several.getMessage().contains("alchemy import first"), several::getMessage);
  }

  @Test
  void whatAnotherResourceOwnsIsNotTakenOver() {
    deploy(app -> box("first", "shop", null, "one"));
    approves = true;

    var owned =
        assertThrows(
            OwnedException.class,
            () ->
                deploy(
                    app -> {
                      box("first", "shop", null, "one");
                      box("other", "shop", null, "one").adopt(true);
                    }));

    assertTrue(owned.getMessage().contains("renamedFrom(\"first\")"), owned::getMessage);
    assertEquals(1, state().rows().size());
  }

  @Test
  void whatCannotBecomeWhatIsWantedIsAFault() {
    outside("box-theirs", "name", "shop");
    outside("box-theirs", "size", "large");
    approves = true;

    FaultsException fault =
        assertThrows(
            FaultsException.class,
            () -> deploy(app -> box("first", "shop", "medium", "one").adopt(true)));

    assertTrue(fault.getMessage().contains("box-theirs"), fault::getMessage);
    assertTrue(state().rows().isEmpty());
  }

  @Test
  void aGivenObjectIsImportedUnderTheNameThatItHas() {
    outside("box-theirs", "name", "theirs");
    outside("box-theirs", "content", "one");
    approves = true;

    Plan done = take(app -> box("first", null, null, "one"), "first", "box-theirs");

    assertEquals(Reason.IMPORTED, done.step("first").reason());
    assertEquals("box-theirs", row("first").remoteId());
    Body body = app -> box("first", null, null, "one");
    assertFalse(plan(body).acts());
    deploy(app -> box("first", null, null, "two"));
    assertEquals("theirs", Box.load(root.resolve("boxes/box-theirs")).getProperty("name"));
  }

  @Test
  void anImportNeedsADeclaredResourceWithoutARowAndAnObject() {
    deploy(app -> box("first", null, null, "one"));
    outside("box-theirs", "name", "theirs");
    approves = true;
    Body two =
        app -> {
          box("first", null, null, "one");
          box("second", null, null, "one");
        };

    assertThrows(ImportException.class, () -> take(two, "third", "box-theirs"));
    assertThrows(ImportException.class, () -> take(two, "first", "box-theirs"));
    assertThrows(ImportException.class, () -> take(two, "second", "box-nowhere"));
    assertThrows(OwnedException.class, () -> take(two, "second", row("first").remoteId()));
    assertEquals(1, state().rows().size());
  }

  @Test
  void anImportOfWhatIsBuiltFromSomethingNotDeployedSaysSo() {
    outside("box-theirs", "name", "theirs");

    var missing =
        assertThrows(
            ImportException.class, () -> take(app -> pair("small"), "second", "box-theirs"));

    assertTrue(missing.getMessage().contains("first"), missing::getMessage);
  }

  @Test
  void twoOfOneUniqueNameAreAFault() {
    FaultsException fault =
        assertThrows(
            FaultsException.class,
            () ->
                plan(
                    app -> {
                      unique("first", "shop");
                      unique("second", "shop");
                    }));

    assertTrue(fault.getMessage().contains("\"shop\""), fault::getMessage);
  }

  @Test
  void aUniqueNameThatLeftUnderAnotherIdProposesTheRenaming() {
    deploy(app -> unique("first", "shop"));

    FaultsException fault =
        assertThrows(FaultsException.class, () -> deploy(app -> unique("second", "shop")));

    assertTrue(fault.getMessage().contains("renamedFrom(\"first\")"), fault::getMessage);
    assertEquals(1, boxes());
  }

  @Test
  void deletingARowWhoseObjectAnotherOwnsOnlyForgetsIt() {
    deploy(app -> deletable("first", "small"));
    put(row("first").with().key("second").id("second").build());
    approves = true;

    deploy(app -> deletable("first", "small"));

    assertEquals(Set.of("first"), state().rows().keySet());
    assertEquals(1, boxes());
  }

  @Test
  void stagesAndAppsNeverTouchEachOther() {
    deploy(app -> box("first", null, "small", "one"));
    variables.put("STAGE", "other");
    variables.put("ALCHEMY_PASSWORD", "a password");
    deploy(app -> box("first", null, "small", "two"));
    approves = true;

    session(Mode.DEPLOY, Session::destroy);

    variables.remove("STAGE");
    assertEquals("one", content("first"));
    assertEquals(2, boxes());
  }

  private Plan take(Body body, String id, String remoteId) {
    return with(Mode.DEPLOY, body, app -> app.session().take(id, remoteId));
  }

  private static void unique(String id, String name) {
    Resource.of(id, new Box.Unique(), () -> new Box.Props(name, null, null, null, null, true));
  }
}
