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
import alchemy.engine.RunOptions.Scope;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.Sealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What exists is taken over, by its name or by its id, and never belongs to two. */
class AdoptTest extends EngineCase {
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
  void whereSeveralMayBeWhatAnInterruptedRunMadeAPersonSaysWhich() {
    Body body = app -> box("first", "shop", null, "one");
    deploy(body);
    Row made = row("first");
    interrupted(made.with().status(RowStatus.CREATING).remoteId(null).outputs(Map.of()).build());
    outside("box-other", "name", "shop");
    approves = true;

    var failed = assertThrows(ApplyFailedException.class, () -> deploy(body));
    take(body, "first", made.remoteId());

    assertTrue(failed.getMessage().contains("alchemy import first box-"), failed::getMessage);
    assertEquals(made.remoteId(), row("first").remoteId());
    assertFalse(plan(body).acts());
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
  void whatAnotherProgramsStateKnowsBecomesRowsAndADeployPlansNothing() {
    outside("box-a", "name", "theirs");
    outside("box-a", "content", "one");
    outside("box-b", "name", "other");
    outside("box-b", "content", "after box-a");
    Body body = app -> pair(null);

    List<String> taken =
        take(body, new Known("second", "box-b", Map.of()), known("first", "box-a"));

    assertEquals(List.of("first", "second"), taken);
    assertFalse(plan(body).acts(), () -> plan(body).toString());
    assertEquals(List.of("first"), row("second").dependencies());
    assertFalse(calls().stream().anyMatch(each -> each.matches("(create|update).*")));
    assertTrue(row("first").outputs().get("key") instanceof Sealed);
  }

  @Test
  void whatTheServiceHasOtherwiseIsShownByTheNextPlan() {
    outside("box-a", "name", "theirs");
    outside("box-a", "content", "one");
    Body body = app -> box("first", null, null, "two");

    take(body, known("first", "box-a"));

    assertEquals(
        List.of("content: \"one\" -> \"two\""),
        plan(body).step("first").changes().stream().map(PropertyChange::toString).toList());
  }

  @Test
  void oneThatIsNotThereStopsAllOfIt() {
    outside("box-a", "name", "theirs");

    assertThrows(
        ImportException.class,
        () -> take(app -> pair("small"), known("first", "box-a"), known("second", "box-nowhere")));

    assertTrue(state().rows().isEmpty());
  }

  private List<String> take(Body body, Known... known) {
    List<String> taken = new ArrayList<>();
    with(
        Mode.DEPLOY,
        body,
        app -> {
          taken.addAll(app.session().take(List.of(known)));
          return null;
        });
    return taken;
  }

  private static Known known(String id, String remoteId) {
    return new Known(id, remoteId, Map.of("key", Secret.of("the-key-of-before"), "other", 1));
  }

  private Plan take(Body body, String id, String remoteId) {
    return with(Mode.DEPLOY, body, app -> app.session().take(id, remoteId));
  }

  private static void unique(String id, String name) {
    Resource.of(id, new Box.Unique(), () -> new Box.Props(name, null, null, null, null, true));
  }
}
