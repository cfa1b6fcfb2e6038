package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.App;
import alchemy.Body;
import alchemy.Resource;
import alchemy.engine.RunOptions.Mode;
import alchemy.state.RowStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Once a script has failed, nothing is cleaned up, whatever it does after that. */
class OrderOfFaultsTest extends EngineCase {
  @BeforeEach
  void somethingThatWouldGo() {
    deploy(app -> plain("old"));
    approves = true;
  }

  @Test
  void aScriptThatThrowsEndsWithItsLineAndDeletesNothing() {
    Body body =
        app -> {
          plain("new");
          throw new IllegalStateException("my mistake");
        };

    ScriptThrewException threw = assertThrows(ScriptThrewException.class, () -> deploy(body));

    assertEquals(1, threw.exitCode());
    assertTrue(threw.getMessage().contains("OrderOfFaultsTest.java:"), threw::getMessage);
    nothingIsGone();
    assertEquals(1, boxes());
  }

  @Test
  void aFailedReadThatTheScriptCaughtBreaksItAllTheSame() {
    Body body =
        app -> {
          var broken =
              Resource.of(
                  "broken", new Box(), () -> new Box.Props(null, null, null, null, "create", null));
          assertThrows(AlchemyException.class, broken::output);
          plain("new");
        };

    AlchemyException failed = assertThrows(AlchemyException.class, () -> deploy(body));

    assertEquals(1, failed.exitCode());
    nothingIsGone();
    assertTrue(state().row("new").isEmpty());
  }

  @Test
  void aMistakeWithTheLibraryThatTheScriptCaughtBreaksItAllTheSame() {
    Body body =
        app -> assertThrows(AlchemyException.class, () -> Resource.of(null, new Box(), () -> null));

    assertThrows(AlchemyException.class, () -> deploy(body));

    nothingIsGone();
  }

  @Test
  void stepByStepFinishDeletesNothingOnceSomethingFailed() {
    App app = App.open("tested", options(Mode.DEPLOY));
    var broken =
        Resource.of(
            "broken", new Box(), () -> new Box.Props(null, null, null, null, "create", null));
    assertThrows(AlchemyException.class, broken::output);

    assertThrows(AlchemyException.class, app::finish);

    nothingIsGone();
  }

  @Test
  void stepByStepFinishDeletesNothingWithoutApproval() {
    approves = false;
    App app = App.open("tested", options(Mode.DEPLOY));

    assertThrows(RefusedException.class, app::finish);

    nothingIsGone();
  }

  @Test
  void stepByStepFinishDeletesWithApproval() {
    App app = App.open("tested", options(Mode.DEPLOY));

    app.finish();

    assertTrue(state().row("old").isEmpty());
    assertEquals(0, boxes());
  }

  private static void plain(String id) {
    Resource.of(
        id,
        new ModelProtectionTest.Dataless(),
        () -> new Box.Props(null, null, null, null, null, null));
  }

  private void nothingIsGone() {
    assertEquals(RowStatus.CREATED, row("old").status());
    assertFalse(calls().contains("delete old"));
  }
}
