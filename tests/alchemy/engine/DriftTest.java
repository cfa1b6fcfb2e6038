package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.RunOptions.Scope;
import alchemy.state.RowStatus;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What was changed or deleted outside is seen, told by property, and repaired on request. */
class DriftTest extends EngineCase {
  private static final Scope REFRESH = new Scope(Set.of(), false, true);

  @Test
  void whatDiffersIsToldByPropertyAndWhatIsGoneToo() {
    deploy(
        app -> {
          box("changed", null, null, "one");
          box("gone", null, null, "one");
          box("same", null, null, "one");
        });
    outside(row("changed").remoteId(), "content", "theirs");
    deletedOutside("gone");

    var drifts = drift().stream().collect(Collectors.toMap(Drift::id, Function.identity()));

    assertEquals(
        List.of("content: \"one\" -> \"theirs\""),
        drifts.get("changed").changes().stream().map(PropertyChange::toString).toList());
    assertTrue(drifts.get("gone").isGone());
    assertFalse(drifts.get("same").differs());
    assertEquals(3, state().rows().size());
  }

  @Test
  void whatWasNeverSetIsNotManaged() {
    deploy(app -> box("first", null, null, () -> null));
    outside(row("first").remoteId(), "content", "theirs");

    assertFalse(drift().get(0).differs());
  }

  @Test
  void aGeneratedNameThatWasChangedIsDriftAndGivenBack() {
    Body body = app -> box("first", null, null, "one");
    deploy(body);
    outside(row("first").remoteId(), "name", "theirs");

    assertEquals(
        "name: \"" + row("first").name() + "\" -> \"theirs\"",
        drift().get(0).changes().get(0).toString());
    scope = REFRESH;
    deploy(body);

    assertFalse(drift().get(0).differs());
  }

  @Test
  void aDefaultIsManagedWhetherItIsWrittenOutOrNot() {
    deploy(
        app -> {
          box("silent", null, null, "one");
          box("written", null, "small", "one");
        });
    outside(row("silent").remoteId(), "size", "big");
    outside(row("written").remoteId(), "size", "big");

    for (Drift each : drift()) {
      assertEquals("size: (default) -> \"big\"", each.changes().get(0).toString());
    }
  }

  @Test
  void whatCannotBeReadBackIsToldWithTheTime() {
    deploy(app -> locked("first", "a-long-secret"));
    outside(row("first").remoteId(), "touched", "2026-01-02T03:04:05Z");

    Drift drift = drift().get(0);

    assertTrue(drift.differs());
    assertEquals("2026-01-02T03:04:05Z", drift.modified().toString());
  }

  @Test
  void aPlainDeployAsksNothingAndARefreshRepairs() {
    Body body = app -> box("first", null, null, "one");
    deploy(body);
    outside(row("first").remoteId(), "content", "theirs");
    int before = calls().size();

    deploy(body);
    assertEquals(before, calls().size());
    scope = REFRESH;
    Plan plan = plan(body);
    Plan done = deploy(body);

    assertInstanceOf(Step.Update.class, done.step("first"));
    assertEquals(Reason.DRIFTED, done.step("first").reason());
    assertEquals(plan.step("first").changes(), done.step("first").changes());
    assertEquals("one", content("first"));
  }

  @Test
  void whatWasModifiedOutsideIsWrittenAgain() {
    Body body = app -> locked("first", "a-long-secret");
    deploy(body);
    outside(row("first").remoteId(), "touched", "2026-01-02T03:04:05Z");
    scope = REFRESH;

    Plan done = deploy(body);

    assertEquals(Reason.MODIFIED_OUTSIDE, done.step("first").reason());
    assertFalse(drift().get(0).differs());
  }

  @Test
  void whatHeldDataAndIsGoneIsMadeAnewOnlyWithApproval() {
    Body body = app -> pair("small");
    deploy(body);
    String before = row("first").remoteId();
    deletedOutside("first");
    scope = REFRESH;

    assertThrows(RefusedException.class, () -> deploy(body));
    assertEquals(before, row("first").remoteId());
    approves = true;
    Plan done = deploy(body);

    assertEquals(Reason.GONE, done.step("first").reason());
    assertNotEquals(before, row("first").remoteId());
    assertEquals("after " + row("first").remoteId(), content("second"));
  }

  @Test
  void whatIsGoneAndWasChangedInTheScriptIsMadeAnewByARefresh() {
    deploy(app -> box("first", null, null, "one"));
    approves = true;
    scope = REFRESH;
    deletedOutside("first");
    deploy(app -> box("first", null, null, "two"));

    assertEquals("two", content("first"));
  }

  @Test
  void aRetainedOneThatIsGoneIsMadeAnewAfterApprovalAndThePlanSaysWhy() {
    Body body = app -> box("first", null, null, "one");
    deploy(body);
    deploy(app -> {});
    assertEquals(RowStatus.RETAINED, row("first").status());
    deletedOutside("first");

    assertThrows(RefusedException.class, () -> deploy(body));
    assertEquals(RowStatus.RETAINED, row("first").status());
    approves = true;
    Plan done = deploy(body);

    assertEquals(Reason.GONE, done.step("first").reason());
    assertTrue(done.step("first").needsApproval());
    assertEquals(1, boxes());
  }

  @Test
  void aRetainedOneIsTakenBackWithWhatDiffersShown() {
    Body body = app -> box("first", null, null, "one");
    deploy(body);
    deploy(app -> {});
    outside(row("first").remoteId(), "content", "theirs");

    Plan done = deploy(body);

    assertInstanceOf(Step.Adopt.class, done.step("first"));
    assertEquals(1, done.step("first").changes().size());
    assertEquals("one", content("first"));
  }

  @Test
  void aParentOfWhatWeDidNotMakeIsNotDeletedAndThePlanNamesIt() {
    deploy(app -> deletable("first", "small"));
    outside("box-theirs", "name", "theirs");
    outside("box-theirs", "in", row("first").remoteId());
    approves = true;

    Plan done = session(Mode.DEPLOY, Session::destroy);

    assertInstanceOf(Step.Retain.class, done.step("first"));
    assertEquals(Reason.HAS_FOREIGN_CHILD, done.step("first").reason());
    assertTrue(done.step("first").detail().contains("theirs"));
    assertEquals(2, boxes());
    assertEquals(RowStatus.RETAINED, row("first").status());
  }

  @Test
  void aReplacedParentOfWhatWeDidNotMakeIsNotDeletedEither() {
    deploy(app -> deletable("first", "small"));
    String old = row("first").remoteId();
    outside("box-theirs", "name", "theirs");
    outside("box-theirs", "in", old);
    approves = true;

    deploy(app -> deletable("first", "large"));

    assertTrue(Files.exists(root.resolve("boxes").resolve(old)));
    assertEquals(RowStatus.RETAINED, row("first~1").status());
  }

  @Test
  void aParentOfOurOwnIsDeletedAfterItsChildren() {
    deploy(
        app -> {
          var first = deletable("first", "small");
          deletable("second", () -> first.output().id());
        });
    outside(row("second").remoteId(), "in", row("first").remoteId());
    approves = true;

    session(Mode.DEPLOY, Session::destroy);

    assertEquals(0, boxes());
  }

  @Test
  void aDestroyNeedsNoPasswordWhereTheEnvironmentHasTheCredentials() {
    variables.put("STAGE", "prod");
    variables.put("ALCHEMY_PASSWORD", "password-of-this-test");
    deploy(app -> locked("first", "a-long-secret"));
    variables.remove("ALCHEMY_PASSWORD");
    put(row("first").with().delete(true).build());
    approves = true;

    session(Mode.DEPLOY, Session::destroy);

    assertEquals(0, boxes());
    assertTrue(state().rows().isEmpty());
  }

  private List<Drift> drift() {
    Session session = new Session("tested", options(Mode.PLAN));
    try {
      return session.drift();
    } finally {
      session.close();
    }
  }
}
