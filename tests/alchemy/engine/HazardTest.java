package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.RunOptions.Scope;
import alchemy.provider.Account;
import alchemy.provider.Context;
import alchemy.provider.Env;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where two things meet: a target and an orphan, a rename and a token, two that adopt one. */
class HazardTest extends EngineCase {
  /** Makes a box whose answer nobody hears. */
  public static final class Dying extends Box {
    @Override
    public Outputs create(Context context, Props wanted) {
      super.create(quiet(context), wanted);
      throw new IllegalStateException("ended");
    }

    private static Context quiet(Context context) {
      return (Context)
          java.lang.reflect.Proxy.newProxyInstance(
              Dying.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (any, method, values) ->
                  method.getName().equals("saved") ? null : method.invoke(context, values));
    }
  }

  /** A box of the account that its content names. */
  public static final class Tenant extends Box {
    @Override
    public Optional<Account> account(Env env, Props props) {
      return Optional.of(
          new Account() {
            @Override
            public String key() {
              return props.content();
            }

            @Override
            public Place place(alchemy.http.JsonClient http) {
              return new Place("local " + props.content(), "account " + props.content());
            }
          });
    }
  }

  private static OwnResource<Box.Outputs> of(
      Box kind, String id, String name, String size, String content, Boolean delete) {
    return Resource.of(id, kind, () -> new Box.Props(name, size, content, null, null, delete));
  }

  @Test
  void twoThatWouldAdoptOneObjectAreAFault() {
    outside("box-theirs", "name", "shop");
    outside("box-theirs", "content", "one");
    scope = new Scope(Set.of(), true, false);
    approves = true;

    assertThrows(
        FaultsException.class,
        () ->
            deploy(
                app -> {
                  box("a", "shop", null, "one");
                  box("b", "shop", null, "one");
                }));

    assertTrue(state().rows().isEmpty());
  }

  @Test
  void twoThatWouldBeImportedAsOneObjectAreRefused() {
    outside("box-theirs", "name", "shop");
    outside("box-theirs", "content", "one");

    assertThrows(
        ImportException.class,
        () ->
            with(
                Mode.DEPLOY,
                app -> {
                  box("a", "shop", null, "one");
                  box("b", "shop", null, "one");
                },
                app -> {
                  app.session()
                      .take(
                          List.of(
                              new Known("a", "box-theirs", Map.of()),
                              new Known("b", "box-theirs", Map.of())));
                  return null;
                }));

    assertTrue(state().rows().isEmpty());
  }

  @Test
  void aReplacementThatWasBegunForSomethingElseIsNotGoneOnWith() {
    deploy(app -> box("first", null, "small", "one"));
    Row old = row("first");
    outside("box-half", "name", old.name());
    outside("box-half", "size", "large");
    put(
        old.with()
            .key("first~1")
            .status(RowStatus.CREATING)
            .remoteId("box-half")
            .outputs(Map.of())
            .props(Map.of())
            .intended(Map.of("size", "large"))
            .createdAt(Instant.now())
            .build());
    approves = true;

    deploy(app -> box("first", null, "medium", "one"));

    assertNotEquals("box-half", row("first").remoteId());
    assertEquals(
        "medium",
        Box.load(root.resolve("boxes").resolve(row("first").remoteId())).getProperty("size"));
  }

  @Test
  void whatIsMadeInThePlaceOfSomethingHalfMadeIsLookedForUnderItsOwnName() {
    deploy(app -> box("first", "a", null, "c"));
    Row made = row("first");
    deletedOutside("first");
    put(
        made.with()
            .status(RowStatus.CREATING)
            .props(Map.of())
            .intended(made.props())
            .outputs(Map.of())
            .build());
    assertThrows(
        ApplyFailedException.class,
        () -> deploy(app -> of(new Dying(), "first", "b", null, null, null)));

    deploy(app -> box("first", "b", null, "c"));

    assertEquals(1, boxes());
  }

  @Test
  void whatWasGoneAndMadeAnewWithoutAnAnswerIsNotForgotten() {
    deploy(app -> of(new Box(), "first", "a", null, null, true));
    Row made = row("first");
    deletedOutside("first");
    put(made.with().status(RowStatus.DELETING).build());
    assertThrows(
        ApplyFailedException.class,
        () -> deploy(app -> of(new Dying(), "first", "a", null, null, true)));
    approves = true;

    deploy(app -> {});

    assertEquals(0, boxes());
  }

  @Test
  void aRenamingDoesNotHideThatTheCredentialsLeadElsewhere() {
    deploy(app -> of(new Tenant(), "first", null, null, "a", null));

    assertThrows(
        RefusedException.class,
        () -> deploy(app -> of(new Tenant(), "first", null, null, "b", null)));
    assertThrows(
        RefusedException.class,
        () -> deploy(app -> of(new Tenant(), "main", null, null, "b", null).renamedFrom("first")));
  }

  @Test
  void aHalfMadeOneThatWasRetainedIsCompletedWhenItIsTakenBack() {
    deploy(app -> box("first", null, "large", "one"));
    Row made = row("first");
    put(
        made.with()
            .status(RowStatus.CREATING)
            .props(Map.of())
            .intended(made.props())
            .outputs(Map.of())
            .build());
    deploy(app -> {});
    assertEquals(RowStatus.RETAINED, row("first").status());

    Plan done = deploy(app -> box("first", null, "large", "one"));

    assertInstanceOf(Step.Create.class, done.step("first"));
    assertEquals(made.remoteId(), row("first").remoteId());
    assertTrue(row("first").outputs().containsKey("key"));
  }

  @Test
  void aTargetKeepsTheParentOfWhatLeftTheScript() {
    deploy(
        app -> {
          var first = deletable("first", "small");
          deletable("second", () -> "in " + first.output().id());
        });
    Row old = row("first");
    scope = new Scope(Set.of("first"), false, false);
    approves = true;

    deploy(app -> deletable("first", "large"));

    assertTrue(state().row("second").isPresent());
    assertTrue(Files.exists(root.resolve("boxes").resolve(old.remoteId())));
  }

  @Test
  void aTargetMovesNothingElse() {
    deploy(
        app -> {
          box("a", null, null, "one");
          box("b", null, null, "x");
        });
    scope = new Scope(Set.of("b"), false, false);

    Plan done =
        deploy(
            app -> {
              box("other", null, null, "one").renamedFrom("a");
              box("b", null, null, "y");
            });

    assertEquals(1, done.steps().size(), done::toString);
    assertTrue(state().row("a").isPresent());
    assertEquals("y", content("b"));
  }

  @Test
  void readingWhatARunIsNotAboutSaysSo() {
    scope = new Scope(Set.of("b"), false, false);

    RefusedException refused =
        assertThrows(
            RefusedException.class,
            () ->
                deploy(
                    app -> {
                      box("b", null, null, "x");
                      box("a", null, null, "one").output().id();
                    }));

    assertTrue(refused.getMessage().contains("--target a"), refused::getMessage);
  }

  @Test
  void whatDriftedInWhatCannotBeChangedIsReplacedAsThePlanSays() {
    deploy(app -> box("first", null, "medium", "one"));
    Row old = row("first");
    outside(old.remoteId(), "size", "large");
    scope = new Scope(Set.of(), false, true);
    approves = true;

    Plan done = deploy(app -> box("first", null, "medium", "one"));

    assertInstanceOf(Step.Replace.class, done.step("first"));
    assertNotEquals(old.remoteId(), row("first").remoteId());
  }

  @Test
  void twoFormerIdsThatAreBothInStateAreAFault() {
    deploy(
        app -> {
          deletable("a", "small");
          deletable("b", "small");
        });
    approves = true;

    assertThrows(
        FaultsException.class,
        () -> deploy(app -> deletable("c", "small").renamedFrom("a").renamedFrom("b")));

    assertEquals(2, boxes());
  }

  @Test
  void whatWasReplacedTwiceIsDeletedOnceEach() {
    deploy(app -> deletable("first", "small"));
    outside("box-older", "name", "x");
    put(
        row("first")
            .with()
            .key("first~1")
            .status(RowStatus.REPLACED)
            .remoteId("box-older")
            .build());
    approves = true;

    deploy(app -> deletable("first", "large"));

    assertEquals(2, calls().stream().filter(each -> each.startsWith("delete")).count());
    assertEquals(1, boxes());
  }

  @Test
  void whatAnUnfinishedCreateMadeIsNotDeletedWithWhatOthersPutIntoIt() {
    deploy(app -> deletable("first", "small"));
    Row made = row("first");
    put(
        made.with()
            .status(RowStatus.CREATING)
            .remoteId(null)
            .props(Map.of())
            .intended(made.props())
            .outputs(Map.of())
            .build());
    outside("box-theirs", "in", made.remoteId());
    outside("box-theirs", "name", "theirs");
    approves = true;

    ApplyFailedException failed = assertThrows(ApplyFailedException.class, () -> deploy(app -> {}));

    assertTrue(failed.getMessage().contains("\"theirs\" (box-theirs)"), failed::getMessage);
    assertTrue(Files.exists(root.resolve("boxes").resolve(made.remoteId())));
  }

  @Test
  void whatIsDeletedFirstIsNotDeletedWithWhatOthersPutIntoIt() {
    deploy(app -> of(new Box.Unique(), "first", null, "small", null, true));
    Row made = row("first");
    outside("box-theirs", "in", made.remoteId());
    outside("box-theirs", "name", "theirs");
    approves = true;

    assertThrows(
        ApplyFailedException.class,
        () -> deploy(app -> of(new Box.Unique(), "first", null, "large", null, true)));

    assertTrue(Files.exists(root.resolve("boxes").resolve(made.remoteId())));
    assertFalse(calls().contains("delete first"));
  }

  @Test
  void aReplacementDoesNotTakeTheNameOfAnother() {
    deploy(
        app -> {
          of(new Box.Unique(), "a", null, "small", null, true);
          of(new Box.Unique(), "b", "y", "small", null, true);
        });
    approves = true;

    assertThrows(
        FaultsException.class,
        () -> deploy(app -> of(new Box.Unique(), "a", "y", "large", null, true)));

    assertEquals(2, boxes());
  }
}
