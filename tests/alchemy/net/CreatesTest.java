package alchemy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Body;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.Worker;
import alchemy.engine.ApplyFailedException;
import alchemy.engine.RunOptions.Mode;
import alchemy.http.AnswerLostException;
import alchemy.http.ServiceException;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import alchemy.state.RowStatus;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a create that did not arrive, was put off, or was refused. */
class CreatesTest extends NetCase {
  private static final String LOOKS = "GET /v1/projects";

  private static void project(App app) {
    Project.of("project", p -> p.delete(true));
  }

  @Test
  void whatDidNotArriveIsLookedForAndThenMade() throws IOException {
    CREATES.forEach(each -> proxy.on(each, 1, Fault.dropped()));

    deploy(NetCase::example);

    for (String each : CREATES) {
      assertEquals(2, proxy.heard(each), each);
      assertEquals(1, proxy.forwarded(each), each);
    }
    int second = proxy.lines().lastIndexOf(PROJECTS);
    assertTrue(proxy.lines().subList(0, second).contains(LOOKS), proxy.lines()::toString);
    assertAllThereOnce();
  }

  @Test
  void whatCameTooFastIsSentAgainWithoutLooking() throws IOException {
    CREATES.forEach(
        each ->
            proxy
                .on(each, 1, Fault.instead(429, "{}", "Retry-After", "0.2"))
                .on(each, 1, Fault.instead(429, "slow down", "Retry-After", "0.1")));

    deploy(NetCase::example);

    for (String each : CREATES) {
      assertEquals(3, proxy.heard(each), each);
      assertEquals(1, proxy.forwarded(each), each);
    }
    assertEquals(0, proxy.heard(LOOKS));
    assertAllThereOnce();
  }

  @Test
  void jsonIsReadWhateverItsTypeSays() throws IOException {
    proxy.on(".*", Integer.MAX_VALUE, Fault.rewritten("text/plain", text -> text));

    deploy(NetCase::example);

    CREATES.forEach(each -> assertEquals(1, proxy.heard(each), each));
    assertAllThereOnce();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 409, 422})
  void whatWasClearlyRefusedLeavesNothingToLookFor(int status) {
    String refusal = "{\"error\":{\"code\":\"no\",\"message\":\"not today\"}}";
    proxy.on(PROJECTS, 1, Fault.instead(status, refusal));

    ApplyFailedException failed =
        assertThrows(ApplyFailedException.class, () -> deploy(CreatesTest::project));

    assertEquals(1, failed.exitCode());
    assertTrue(failed.getCause() instanceof ServiceException, failed::toString);
    assertTrue(failed.getMessage().contains("not today"), failed::getMessage);
    assertTrue(state().rows().isEmpty(), state()::toString);
    deploy(CreatesTest::project);
    assertEquals(0, proxy.heard(LOOKS));
    assertEquals(2, proxy.heard(PROJECTS));
  }

  @Test
  void whatWasRefusedAfterALostAnswerAndALookLeavesNothingToLookFor() {
    proxy
        .on(PROJECTS, 1, Fault.dropped())
        .on(PROJECTS, 1, Fault.instead(403, "{\"error\":{\"message\":\"not today\"}}"));

    assertThrows(ApplyFailedException.class, () -> deploy(CreatesTest::project));

    assertEquals(1, proxy.heard(LOOKS));
    assertTrue(state().rows().isEmpty(), state()::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503})
  void whatMayHaveBeenDoneIsRememberedUntilItWasLookedFor(int status) throws IOException {
    proxy
        .on(PROJECTS, 1, Fault.after(status, "<html>"))
        .on(LOOKS, 1, Fault.instead(403, "{\"error\":{\"message\":\"not today\"}}"));

    ApplyFailedException failed =
        assertThrows(ApplyFailedException.class, () -> deploy(CreatesTest::project));

    assertTrue(failed.getMessage().contains("not today"), failed::getMessage);
    assertEquals(RowStatus.CREATING, state().row("project").orElseThrow().status());
    assertNull(state().row("project").orElseThrow().remoteId());
    deploy(CreatesTest::project);
    assertEquals(1, proxy.heard(PROJECTS));
    assertEquals(2, proxy.heard(LOOKS));
    assertEquals(RowStatus.CREATED, state().row("project").orElseThrow().status());
  }

  @Test
  void aRefusalAfterATryThatMayHaveGotThroughIsNoClearOne() throws IOException {
    proxy
        .on(WORKERS, 1, Fault.after(500, ""))
        .on(WORKERS, 1, Fault.instead(403, "{\"success\":false,\"errors\":[]}"));

    assertThrows(ApplyFailedException.class, () -> deploy(NetCase::example));

    assertEquals(RowStatus.CREATING, state().row("worker").orElseThrow().status());
    assertEquals(1, workers());
    destroy();
    assertEquals(0, workers());
  }

  @Test
  void aSecondLostAnswerEndsTheRunAndTheNextOneFindsWhatWasMade() throws IOException {
    proxy.on(PROJECTS, 1, Fault.dropped()).on(PROJECTS, 1, Fault.answerLost());

    ApplyFailedException failed =
        assertThrows(ApplyFailedException.class, () -> deploy(NetCase::example));

    assertTrue(failed.getCause() instanceof AnswerLostException, failed::toString);
    assertTrue(failed.getMessage().contains("NetCase.java:"), failed::getMessage);
    assertEquals(RowStatus.CREATING, state().row("project").orElseThrow().status());
    deploy(NetCase::example);
    assertEquals(1, proxy.forwarded(PROJECTS));
    assertAllThereOnce();
  }

  @Test
  void anEmptyListIsNotBelievedWhereAnAnswerIsEmpty() throws IOException {
    proxy.on(PROJECTS, 1, Fault.answerLost()).on(LOOKS, 1, Fault.instead(200, ""));

    ApplyFailedException failed =
        assertThrows(ApplyFailedException.class, () -> deploy(NetCase::example));

    assertTrue(failed.getMessage().contains("A service's answer is incomplete."), failed::toString);
    deploy(NetCase::example);
    assertEquals(1, proxy.heard(PROJECTS));
    assertAllThereOnce();
  }

  @Test
  void aLostAnswerToANewPasswordMeansANewerOne() throws IOException {
    String rotations = "POST /v1/connections/[^/]+/rotate";
    proxy.on(CONNECTIONS, 1, Fault.answerLost()).on(rotations, 1, Fault.answerLost());

    deploy(NetCase::example);

    assertEquals(1, proxy.heard(CONNECTIONS));
    assertEquals(2, proxy.forwarded(rotations));
    assertAllThereOnce();
  }

  @Test
  void aWorkersNameThatSomebodyTakesMeanwhileIsRefusedAndNotOverwritten() {
    String name = app + "-taken";
    proxy.on(
        HYPERDRIVES,
        1,
        service -> {
          byAnotherApp(any -> Worker.of("worker", "src/worker.ts", w -> w.name(name)));
          return service.answer();
        });

    ApplyFailedException failed =
        assertThrows(
            ApplyFailedException.class,
            () ->
                deploy(
                    any -> {
                      var project = Project.of("project", p -> p.delete(true));
                      var database = Database.of("database", project, d -> d.delete(true));
                      var connection = Connection.of("connection", database);
                      var db = Hyperdrive.of("hyperdrive", connection);
                      Worker.of("worker", "src/worker.ts", w -> w.name(name).bind("DB", db));
                    }));

    assertTrue(failed.getMessage().contains("worker"), failed::getMessage);
    assertEquals(0, proxy.left());
    assertEquals(1, proxy.forwarded(WORKERS), "the other's");
    byAnotherApp(any -> {});
    assertEquals(1, proxy.forwarded("DELETE .*/workers/scripts/[^/]+"));
  }

  private void byAnotherApp(Body body) {
    App other = App.open(app + "-other", options(Mode.DEPLOY));
    try {
      other.record(body);
      other.finish();
    } finally {
      other.close();
    }
  }
}
