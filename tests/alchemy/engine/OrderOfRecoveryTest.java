package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Opened;
import alchemy.Resource;
import alchemy.Settings;
import alchemy.http.JsonClient;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What rows of an unfinished run mean for the next plan. */
class OrderOfRecoveryTest extends EngineCase {
  /** Only refers to a box. */
  static final class Reference extends Box {
    @Override
    public boolean isReference() {
      return true;
    }
  }

  @Test
  void anUpdateThatFailedIsRecordedAsUnderWayWithWhatItWanted() {
    deploy(app -> failing("one", null));

    assertThrows(ApplyFailedException.class, () -> deploy(app -> failing("two", "update")));

    assertEquals(RowStatus.UPDATING, row("it").status());
    assertEquals("one", row("it").props().get("content"));
    assertEquals("two", row("it").intended().get("content"));
  }

  @Test
  void aPlanAfterAnInterruptedUpdateShowsWhatMayBeThereNow() {
    deploy(app -> box("it", null, "small", "one"));
    Map<String, Object> two = new TreeMap<>(row("it").props());
    two.put("content", "two");
    put(row("it").with().status(RowStatus.UPDATING).intended(two).build());

    Step step = plan(app -> box("it", null, "small", "one")).step("it");

    assertInstanceOf(Step.Update.class, step);
    assertEquals(Reason.INTERRUPTED, step.reason());
    assertEquals(List.of("content: \"two\" -> \"one\""), texts(step));
  }

  @Test
  void twoReplacementsAtOnceBothMoveWhatWasBuiltFromThem() {
    approves = true;
    deploy(
        app -> {
          var first = deletable("first", "small");
          var second = deletable("second", "small");
          box("both", null, "small", () -> first.output().id() + second.output().id());
        });
    CountDownLatch swaps = new CountDownLatch(2);
    List<Boolean> met = Collections.synchronizedList(new ArrayList<>());
    RunOptions options = options(RunOptions.Mode.DEPLOY);
    StateStore slow =
        RandomCrash.beforeCommits(
            new Session("tested", options).store(),
            rows -> {
              // Each waits until the other one has read the rows, too, if it is let.
              if (rows.size() == 3) {
                swaps.countDown();
                met.add(swaps.await(500, TimeUnit.MILLISECONDS));
              }
            });
    App app = Opened.over(new Session("tested", options, slow, JsonClient::new));
    app.record(
        opened -> {
          deletable("first", "large");
          deletable("second", "large");
        });

    app.finish();

    assertEquals(List.of(false, true), met, "the second one read what the first one wrote");
    assertEquals(List.of("first~1", "second~1"), row("both").dependencies());
    assertFalse(calls().stream().anyMatch(each -> each.startsWith("delete")));
  }

  @Test
  void anInterruptedCreateNeverTakesWhatAnotherRowOwns() {
    deploy(app -> box("other", "shop", "small", "one"));
    Row other = row("other");
    interrupted(
        Row.of("it", other.type(), other.provider())
            .name("shop")
            .props(Map.of("name", "shop", "content", "mine"))
            .createdAt(Instant.now())
            .build());

    deploy(
        app -> {
          box("other", "shop", "small", "one");
          box("it", "shop", "small", "mine");
        });

    assertNotEquals(other.remoteId(), row("it").remoteId());
    assertEquals("one", content("other"));
    assertEquals(2, boxes());
  }

  @Test
  void aProtectedRowThatWasNeverMadeIsLookedForAndDropped() {
    deploy(app -> deletable("parent", "small"));
    Row parent = row("parent");
    interrupted(
        Row.of("child", parent.type(), parent.provider())
            .name("child")
            .dependencies(List.of("parent"))
            .createdAt(Instant.now())
            .build());
    approves = true;

    deploy(app -> {});

    assertTrue(state().rows().isEmpty(), () -> state().rows().toString());
    assertEquals(0, boxes());
  }

  @Test
  void aReferenceKeepsNothing() {
    approves = true;
    deploy(
        app -> {
          var parent = deletable("parent", "small");
          Resource.of(
              "reference",
              new Reference(),
              () -> new Box.Props(null, null, parent.output().id(), null, null, false));
        });

    Plan plan = deploy(app -> {});

    assertInstanceOf(Step.Forget.class, plan.step("reference"));
    assertInstanceOf(Step.Delete.class, plan.step("parent"));
    assertTrue(state().rows().isEmpty());
  }

  @Test
  void whatIsRetainedKeepsAllThatItLivesIn() {
    approves = true;
    deploy(
        app -> {
          var first = deletable("first", "small");
          var second = deletable("second", () -> first.output().id());
          box("third", null, "small", () -> second.output().id());
        });

    Plan plan = deploy(app -> {});

    assertEquals(Reason.PROTECTED, plan.step("third").reason());
    assertEquals(Reason.HAS_RETAINED_CHILD, plan.step("second").reason());
    assertEquals(Reason.HAS_RETAINED_CHILD, plan.step("first").reason());
    assertFalse(calls().stream().anyMatch(each -> each.startsWith("delete")));
  }

  @Test
  void aDeletionThatFailedIsRecordedAsUnderWayAndEndsIfTheScriptWantsItBack() {
    approves = true;
    deploy(app -> undeletable());
    String made = row("it").remoteId();
    assertThrows(ApplyFailedException.class, () -> deploy(app -> {}));
    assertEquals(RowStatus.DELETING, row("it").status());

    deploy(app -> undeletable());

    assertEquals(RowStatus.CREATED, row("it").status());
    assertEquals(made, row("it").remoteId());
  }

  @Test
  void whatWasHalfDeletedAndIsWantedBackOtherwiseIsReplaced() {
    approves = true;
    deploy(app -> undeletable());
    Row old = row("it");
    assertThrows(ApplyFailedException.class, () -> deploy(app -> {}));

    Plan plan = deploy(app -> box("it", null, "large", () -> null));

    assertInstanceOf(Step.Replace.class, plan.step("it"));
    assertNotEquals(old.remoteId(), row("it").remoteId());
    assertEquals(old.remoteId(), row("it~1").remoteId());
    assertEquals(RowStatus.RETAINED, row("it~1").status());
  }

  @Test
  void whatIsHalfMadeIsGoneOnWithIfItsReplacementCameOutUnneeded() {
    approves = true;
    deploy(
        app -> {
          var first = box("first", null, "small", "one");
          box("it", null, "small", () -> "by " + first.output().name());
        });
    Row made = row("it");
    interrupted(made.with().status(RowStatus.CREATING).props(Map.of()).build());
    put(row("it").with().intended(made.props()).outputs(Map.of()).build());

    Plan plan =
        deploy(
            app -> {
              var first = box("first", null, "large", "one");
              box("it", null, "small", () -> "by " + first.output().name());
            });

    assertEquals(Reason.MAY_HAVE_TO_CHANGE, plan.step("it").reason());
    assertEquals(made.remoteId(), row("it").remoteId());
    assertEquals(RowStatus.CREATED, row("it").status());
    assertTrue(row("it").outputs().containsKey("key"), row("it").outputs()::toString);
  }

  @Test
  void whatAnInterruptedCreateMadeIsFoundAndDeletedWhenItLeaves() {
    approves = true;
    deploy(app -> deletable("it", "small"));
    Row made = row("it");
    interrupted(made.with().status(RowStatus.CREATING).remoteId(null).outputs(Map.of()).build());

    deploy(app -> {});

    assertEquals(0, boxes());
    assertTrue(state().rows().isEmpty());
  }

  @Test
  void aUniqueOneThatOnlyTheScriptLetsGoIsNotReplaced() {
    approves = true;
    deploy(app -> unique(() -> "small", null));

    assertThrows(FaultsException.class, () -> deploy(app -> unique(() -> "large", true)));

    assertEquals(1, boxes());
  }

  @Test
  void aUniqueOneThatOnlyTheScriptLetsGoIsNotDeletedFirstByAValueThatCameLate() {
    approves = true;
    deploy(app -> late(app, "small", false));
    Row old = row("unique");

    Plan plan = deploy(app -> late(app, "large", true));

    assertTrue(((Step.Replace) plan.step("unique")).deleteFirst());
    assertFalse(calls().contains("delete unique"));
    assertEquals(old.remoteId(), row("unique~1").remoteId());
    assertEquals(RowStatus.RETAINED, row("unique~1").status());
  }

  /** Sets each property by itself, so that only the size is not known yet. */
  private static final class Filled extends Settings<Filled> {
    Filled() {
      super("Box");
    }

    void fill(Supplier<String> size, boolean delete) {
      set("size", size);
      set("delete", delete);
    }
  }

  private static void late(App app, String size, boolean delete) {
    var first = box("first", null, size, "one");
    app.declare(
        "unique",
        new Box.Unique(),
        new Filled(),
        settings -> settings.fill(() -> first.output().id(), delete));
  }

  private static void unique(Supplier<String> size, Boolean delete) {
    Resource.of(
        "unique",
        new Box.Unique(),
        () -> new Box.Props(null, size.get(), null, null, null, delete));
  }

  private static void undeletable() {
    Resource.of("it", new Box(), () -> new Box.Props(null, null, null, null, "delete", true));
  }

  private static void failing(String content, String fails) {
    Supplier<Box.Props> props = () -> new Box.Props(null, null, content, null, fails, null);
    Resource.of("it", new Box(), props);
  }

  private static List<String> texts(Step step) {
    return step.changes().stream().map(PropertyChange::toString).toList();
  }
}
