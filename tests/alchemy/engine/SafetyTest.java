package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.Resource;
import alchemy.engine.RunOptions.Mode;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.WrongPasswordException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is replaced, let go, refused, failed or interrupted loses nothing. */
class SafetyTest extends EngineCase {
  @Test
  void replacingWhatHoldsDataIsRefusedWithoutApprovalAndNothingIsDone() {
    deploy(app -> box("first", null, "small", "one"));
    int before = calls().size();

    assertThrows(RefusedException.class, () -> deploy(app -> box("first", null, "large", "one")));

    assertEquals(before, calls().size());
    assertEquals(RowStatus.CREATED, row("first").status());
  }

  @Test
  void replacingCreatesTheNewOneMovesDependentsAndRetainsTheOld() {
    Body small = app -> pair("small");
    deploy(small);
    String before = row("first").remoteId();
    approves = true;

    deploy(app -> pair("large"));

    assertNotEquals(before, row("first").remoteId());
    assertEquals("after " + row("first").remoteId(), content("second"));
    Row old = row("first~1");
    assertEquals(RowStatus.RETAINED, old.status());
    assertEquals(before, old.remoteId());
    assertTrue(Files.exists(root.resolve("boxes").resolve(before)));
    assertFalse(calls().stream().anyMatch(each -> each.startsWith("delete")));
  }

  @Test
  void replacingWithDeleteTrueDeletesTheOldOneLast() {
    deploy(app -> deletable("first", "small"));
    String before = row("first").remoteId();
    approves = true;

    deploy(app -> deletable("first", "large"));

    assertFalse(Files.exists(root.resolve("boxes").resolve(before)));
    assertEquals(1, state().rows().size());
    assertEquals("delete first", calls().get(calls().size() - 1));
  }

  @Test
  void whatLeftTheScriptIsRetainedByDefaultAndTakenBack() {
    deploy(app -> box("first", null, "small", "one"));
    deploy(app -> {});
    assertEquals(RowStatus.RETAINED, row("first").status());

    Plan back = deploy(app -> box("first", null, "small", "one"));

    assertInstanceOf(Step.Adopt.class, back.step("first"));
    assertEquals(RowStatus.CREATED, row("first").status());
    assertEquals(1, calls().stream().filter(each -> each.equals("create first")).count());
  }

  @Test
  void destroyDeletesInReverseAndRetainsWhatIsProtected() {
    approves = true;
    deploy(
        app -> {
          var kept = box("kept", null, "small", "one");
          var child = deletable("child", () -> kept.output().id());
          deletable("grandchild", () -> child.output().id());
        });

    Plan destroyed = session(Mode.DEPLOY, Session::destroy);

    assertInstanceOf(Step.Retain.class, destroyed.step("kept"));
    assertEquals(List.of("delete grandchild", "delete child"), calls().subList(3, calls().size()));
    assertEquals(List.of("kept"), List.copyOf(state().rows().keySet()));
    assertFalse(session(Mode.DEPLOY, Session::destroy).acts());
  }

  @Test
  void theParentOfSomethingRetainedIsNotDeleted() {
    approves = true;
    deploy(
        app -> {
          var parent = deletable("parent", "small");
          box("child", null, "small", () -> parent.output().id());
        });

    Plan destroyed = session(Mode.DEPLOY, Session::destroy);

    assertEquals(Reason.HAS_RETAINED_CHILD, destroyed.step("parent").reason());
    assertFalse(calls().stream().anyMatch(each -> each.startsWith("delete")));
  }

  @Test
  void aFailureRecordsTheOthersNamesTheSkippedAndTheNextRunGoesOn() {
    ApplyFailedException failed =
        assertThrows(ApplyFailedException.class, () -> deploy(app -> three("create")));

    assertTrue(failed.getMessage().contains("EngineCase.java:"), failed::getMessage);
    assertEquals(List.of("third"), failed.skipped().stream().map(Step::id).toList());
    assertEquals(RowStatus.CREATED, row("first").status());

    deploy(app -> three(null));

    assertEquals(3, boxes());
    assertEquals(1, calls().stream().filter(each -> each.equals("create first")).count());
  }

  @Test
  void aFailureKeepsEverythingThatWouldHaveBeenDeleted() {
    approves = true;
    deploy(app -> deletable("old", "small"));

    assertThrows(
        ApplyFailedException.class,
        () ->
            deploy(
                app ->
                    Resource.of(
                        "new",
                        new Box(),
                        () -> new Box.Props(null, null, null, null, "create", null))));

    assertEquals(RowStatus.CREATED, row("old").status());
  }

  @Test
  void credentialsOfAnotherPlaceAreRefusedNamingBoth() {
    variables.put("BOX_PLACE", "north");
    deploy(app -> box("first", null, "small", "one"));
    int before = calls().size();
    variables.put("BOX_PLACE", "south");

    RefusedException refused =
        assertThrows(
            RefusedException.class, () -> deploy(app -> box("first", null, "small", "two")));

    assertTrue(refused.getMessage().contains("north"), refused::getMessage);
    assertTrue(refused.getMessage().contains("south"), refused::getMessage);
    assertEquals(before, calls().size());
  }

  @Test
  void aWrongPasswordIsFoundByEveryCommandThatIsGivenOne() {
    variables.put("STAGE", "prod");
    variables.put("ALCHEMY_PASSWORD", "right");
    deploy(app -> locked("first", "a-long-secret"));
    int before = calls().size();
    variables.put("ALCHEMY_PASSWORD", "wrong");
    approves = true;

    assertThrows(WrongPasswordException.class, () -> plan(app -> {}));
    assertThrows(WrongPasswordException.class, () -> deploy(app -> {}));
    assertThrows(WrongPasswordException.class, () -> session(Mode.DEPLOY, Session::destroy));
    assertThrows(
        WrongPasswordException.class,
        () ->
            session(
                Mode.PLAN,
                session -> {
                  session.drift();
                  return null;
                }));
    assertEquals(before, calls().size());
  }

  @Test
  void theStageOfThisMachineReachesNoServiceElsewhere() {
    Body one = app -> asking("first");
    Body two =
        app -> {
          asking("first");
          asking("second");
        };
    variables.put("BOX_PLACE", "here");
    deploy(one);
    List<String> before = calls();
    approves = true;
    variables.put("BOX_PLACE", "https://boxes.example");

    var refused = assertThrows(RefusedException.class, () -> deploy(two));
    assertThrows(RefusedException.class, () -> deploy(app -> {}));
    assertThrows(RefusedException.class, () -> session(Mode.DEPLOY, Session::destroy));

    assertTrue(refused.getMessage().contains("this machine only"), refused::getMessage);
    assertEquals(List.of("verify first", "create first"), before);
    assertEquals(before, calls(), "nothing was asked there");
    assertEquals(1, state().rows().size());
  }

  private static void asking(String id) {
    Resource.of(id, new Box.Asking(), () -> new Box.Props(null, "small", "one", null, null, true));
  }

  @Test
  void anInterruptedCreateIsFoundInsteadOfMadeAgain() {
    deploy(app -> box("first", null, "small", "one"));
    String id = row("first").remoteId();
    Row made = row("first");
    interrupted(made.with().status(RowStatus.CREATING).remoteId(null).outputs(Map.of()).build());

    deploy(app -> box("first", null, "small", "one"));

    assertEquals(id, row("first").remoteId());
    assertEquals(1, boxes());
  }
}
