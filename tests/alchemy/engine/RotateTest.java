package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.RunOptions.Rotation;
import alchemy.engine.RunOptions.Scope;
import alchemy.http.Answer;
import alchemy.http.Endpoint;
import alchemy.http.Request;
import alchemy.http.ServiceException;
import alchemy.provider.Context;
import alchemy.provider.Existing;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RotateTest extends EngineCase {
  /** A box that yields a key and holds nothing, as a connection. */
  public static final class KeyBox extends Box {
    @Override
    public boolean holdsData() {
      return false;
    }
  }

  /** One whose service says clearly that it will not. */
  public static final class RefusingBox extends Box {
    @Override
    public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
      Request request = Request.post(Endpoint.of("BOXES", "http://127.0.0.1:1").at("/rotate"));
      Answer no = new Answer(request, 403, Map.of(), Optional.empty(), false);
      throw new ServiceException("The box service", no, "", "not yours", null);
    }
  }

  private String fails;

  private OwnResource<Box.Outputs> keyed() {
    return Resource.of(
        "keyed", new KeyBox(), () -> new Box.Props(null, null, null, null, fails, null));
  }

  private void script() {
    var keyed = keyed();
    box("user", null, "small", () -> "opens with " + keyed.output().key().unencrypted());
    box("other", null, "small", "one");
  }

  private void rotating(Rotation rotation, String... ids) {
    scope = new Scope(Set.of(ids), false, false, rotation);
  }

  @Test
  void aNewOneIsMadeThenItsUsersFollowThenTheOldOneGoes() {
    deploy(app -> script());
    String old = row("keyed").remoteId();
    int before = calls().size();

    approves = true; // of a box of this kind nothing is known before the key is
    rotating(Rotation.BESIDE, "keyed");
    Plan plan = deploy(app -> script());

    assertInstanceOf(Step.Replace.class, plan.step("keyed"));
    assertEquals(Reason.ROTATED, plan.step("keyed").reason());
    assertEquals(List.of("keyed"), plan.step("user").after());
    assertNotEquals(old, row("keyed").remoteId());
    assertEquals(
        List.of("create keyed", "update user", "delete keyed"),
        calls().subList(before, calls().size()));
    assertTrue(content("user").endsWith(row("keyed").remoteId()), content("user"));
    assertEquals(3, boxes());
  }

  @Test
  void whatIsRotatedIsRotatedOnceEvenIfTheBodyReadsIt() {
    deploy(app -> keyed());
    int before = calls().size();

    rotating(Rotation.BESIDE, "keyed");
    deploy(app -> keyed().output().id());

    assertEquals(List.of("create keyed", "delete keyed"), calls().subList(before, calls().size()));
  }

  @Test
  void whoeverUsesItFollowsEvenIfTheBodyReadItFirst() {
    Body script =
        app -> {
          var keyed = keyed();
          String read = keyed.output().key().unencrypted();
          box("copy", null, "small", "has " + read);
          box("user", null, "small", () -> "opens with " + keyed.output().key().unencrypted());
        };
    deploy(script);

    approves = true;
    rotating(Rotation.BESIDE, "keyed");
    deploy(script);

    assertTrue(content("user").endsWith(row("keyed").remoteId()), content("user"));
    assertTrue(content("copy").endsWith(row("keyed").remoteId()), content("copy"));
    assertEquals(3, boxes());
  }

  @Test
  void whatIsReplacedUnderATargetStaysWhileAnotherRowIsBuiltFromIt() {
    approves = true;
    Body script =
        app -> {
          var first =
              Resource.of(
                  "first", new Box(), () -> new Box.Props(null, "large", "one", null, null, true));
          first.output();
          box("second", null, "small", () -> "after " + first.output().id());
        };
    deploy(app -> deletablePair());
    String old = row("first").remoteId();
    scope = new Scope(Set.of("first"), false, false);
    deploy(script);

    assertEquals(old, row("first~1").remoteId());
    scope = Scope.WHOLE;
    deploy(script);
    assertTrue(state().row("first~1").isEmpty());
    assertTrue(content("second").endsWith(row("first").remoteId()), content("second"));
  }

  private static void deletablePair() {
    var first =
        Resource.of(
            "first", new Box(), () -> new Box.Props(null, "small", "one", null, null, true));
    box("second", null, "small", () -> "after " + first.output().id());
  }

  @Test
  void ifItsUserCannotFollowTheOldOneStaysAndTheNextDeployEndsIt() {
    deploy(app -> script());
    String old = row("keyed").remoteId();

    approves = true;
    rotating(Rotation.BESIDE, "keyed");
    assertThrows(
        ApplyFailedException.class,
        () ->
            deploy(
                app -> {
                  var keyed = keyed();
                  Resource.of(
                      "user",
                      new Box(),
                      () ->
                          new Box.Props(
                              null,
                              "small",
                              "opens with " + keyed.output().key().unencrypted(),
                              null,
                              "update",
                              null));
                  box("other", null, "small", "one");
                }));

    assertEquals(RowStatus.REPLACED, row("keyed~1").status());
    assertEquals(old, row("keyed~1").remoteId());
    scope = Scope.WHOLE;
    deploy(app -> script());
    assertTrue(state().row("keyed~1").isEmpty());
    assertTrue(content("user").endsWith(row("keyed").remoteId()), content("user"));
    assertEquals(3, boxes());
  }

  @Test
  void inPlaceItStaysTheSameOneAndIsAskedFor() {
    deploy(app -> script());
    String id = row("keyed").remoteId();

    rotating(Rotation.IN_PLACE, "keyed");
    assertThrows(RefusedException.class, () -> deploy(app -> script()));
    assertFalse(content("user").contains("new-key-of"), content("user"));
    approves = true;
    Plan plan = deploy(app -> script());

    assertInstanceOf(Step.Update.class, plan.step("keyed"));
    assertEquals("its key is made anew", plan.step("keyed").detail());
    assertEquals(id, row("keyed").remoteId());
    assertEquals("opens with new-key-of-" + id, content("user"));
  }

  @Test
  void inPlaceIsAskedForEvenIfNothingElseIs() {
    deploy(app -> keyed());
    rotating(Rotation.IN_PLACE, "keyed");
    assertThrows(RefusedException.class, () -> deploy(app -> keyed()));
    assertFalse(calls().contains("update keyed"));
  }

  @Test
  void inPlaceANewSecretThatWasNotSavedIsMadeAgain() {
    deploy(app -> script());
    rotating(Rotation.IN_PLACE, "keyed");
    approves = true;
    fails = "update";
    assertThrows(ApplyFailedException.class, () -> deploy(app -> script()));
    assertEquals(RowStatus.UPDATING, row("keyed").status());

    scope = Scope.WHOLE;
    fails = null;
    deploy(app -> script());

    assertEquals("opens with new-key-of-" + row("keyed").remoteId(), content("user"));
    assertEquals(RowStatus.CREATED, row("keyed").status());
  }

  @Test
  void inPlaceAClearRefusalLeavesTheSecretThatStillWorks() {
    Body script =
        app ->
            Resource.of(
                "keyed",
                new RefusingBox(),
                () -> new Box.Props(null, null, null, null, null, null));
    deploy(script);
    Row before = row("keyed");

    rotating(Rotation.IN_PLACE, "keyed");
    approves = true;
    assertThrows(ApplyFailedException.class, () -> deploy(script));

    assertEquals(before, row("keyed"));
  }

  @Test
  void whatHasNoSecretOfItsOwnOrIsNotThereIsRefused() {
    rotating(Rotation.BESIDE, "keyed");
    FaultsException notYet = assertThrows(FaultsException.class, () -> deploy(app -> script()));
    assertTrue(notYet.getMessage().contains("cannot be rotated yet: new"), notYet::getMessage);

    scope = Scope.WHOLE;
    deploy(app -> script());
    rotating(Rotation.BESIDE, "user");
    FaultsException data = assertThrows(FaultsException.class, () -> deploy(app -> script()));
    assertTrue(data.getMessage().contains("made beside it"), data::getMessage);
    assertEquals(3, boxes());
  }

  @Test
  void anUnknownIdIsAFault() {
    rotating(Rotation.BESIDE, "nobody");
    assertThrows(
        FaultsException.class, () -> with(Mode.DEPLOY, app -> script(), app -> app.finish()));
  }
}
