package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.provider.CancelledException;
import alchemy.state.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that is to end waits for nothing any more and starts nothing. */
@Timeout(30)
class CancellationTest extends EngineCase {
  private final Cancellation cancelled = new Cancellation();

  @Test
  void aPauseEndsAtOnceAndNoneBeginsAfterwards() {
    var waiting = CompletableFuture.runAsync(() -> cancelled.pause(Duration.ofHours(1)));
    cancelled.cancel();
    var ended = assertThrows(Exception.class, waiting::join);
    assertTrue(ended.getCause() instanceof CancelledException, ended::toString);
    assertThrows(CancelledException.class, () -> cancelled.pause(Duration.ofHours(1)));
    assertEquals(130, new CancelledException().exitCode());
  }

  @Test
  void whatHeedsAnInterruptIsInterruptedAndTheThreadIsFreeOfIt() {
    var asked = new CountDownLatch(1);
    var ended =
        CompletableFuture.supplyAsync(
            () -> {
              assertThrows(CancelledException.class, () -> cancelled.await(() -> forEver(asked)));
              return Thread.currentThread().isInterrupted();
            });
    assertTrue(await(asked));
    cancelled.cancel();
    assertFalse(ended.join());
    assertThrows(CancelledException.class, () -> cancelled.await(() -> "not asked"));
  }

  @Test
  void whatFailsByItselfFailsAsItDoes() {
    assertThrows(
        ArithmeticException.class,
        () ->
            cancelled.await(
                () -> {
                  throw new ArithmeticException();
                }));
    assertEquals("there", cancelled.await(() -> "there"));
  }

  @Test
  void aRunThatWaitsForAnotherOneEndsAtOnce() {
    var holder = new Holder("r", "h", 1, Instant.now(), "test");
    var other = new Session("tested", options(RunOptions.Mode.DEPLOY));
    try (var held = other.store().lock(holder, Duration.ZERO)) {
      var session = new Session("tested", waiting(Duration.ofHours(1)));
      var ended = CompletableFuture.runAsync(session::finish);
      session.cancel();
      var why = assertThrows(Exception.class, ended::join);
      assertTrue(why.getCause() instanceof CancelledException, why::toString);
      session.close();
      assertEquals(0, held.state().serial());
    }
    deploy(app -> pair("small"));
  }

  @Test
  void aRunThatIsCancelledBeforeItActsChangesNothing() {
    var session = new Session("tested", options(RunOptions.Mode.DEPLOY));
    session.cancel();
    assertThrows(CancelledException.class, session::finish);
    session.close();
    assertEquals(0, state().serial());
  }

  private RunOptions waiting(Duration time) {
    var o = options(RunOptions.Mode.DEPLOY);
    return new RunOptions(
        o.mode(),
        o.stage(),
        o.root(),
        o.env(),
        o.scriptArgs(),
        o.parallel(),
        time,
        o.approver(),
        o.listener(),
        o.command());
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String forEver(CountDownLatch asked) {
    asked.countDown();
    return String.valueOf(await(new CountDownLatch(1)));
  }
}
