package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.engine.RunOptions.Mode;
import alchemy.state.Holder;
import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.RowStatus;
import alchemy.state.StageWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What two steps write at once is what each of them wrote. */
class RaceTest extends EngineCase {
  @Test
  void aReplacementDoesNotUndoWhatIsWrittenBesideIt() {
    var store = new Session("tested", options(Mode.DEPLOY)).store();
    var holder = new Holder("r", "h", 1, Instant.now(), "test");
    try (StageWriter real = store.lock(holder, Duration.ZERO)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch beside = new CountDownLatch(1);
      Rows rows = new Rows(real.state(), real);
      rows.put(made("old", "one"));
      rows.put(made("other", "one"));

      CompletableFuture<Void> swap =
          CompletableFuture.runAsync(
              () ->
                  rows.commit(
                      () -> {
                        Row seen = rows.row("other").orElseThrow();
                        begun.countDown();
                        // Half a second is enough for the other write, if nothing holds it back.
                        await(beside, 500);
                        return List.of(RowChange.put(seen.with().dependencies(List.of()).build()));
                      }));
      await(begun, 10_000);
      rows.put(made("other", "two"));
      beside.countDown();
      swap.join();

      assertEquals("two", rows.row("other").orElseThrow().props().get("content"));
      assertEquals("two", real.state().row("other").orElseThrow().props().get("content"));
    }
  }

  @Test
  void aRowThatIsPutKeepsTheEdgesThatAReplacementMoved() {
    deploy(app -> pair("small"));
    var store = new Session("tested", options(Mode.DEPLOY)).store();
    try (StageWriter writer =
        store.lock(new Holder("r", "h", 1, Instant.now(), "test"), Duration.ZERO)) {
      Rows rows = new Rows(writer.state(), writer);
      Row second = rows.row("second").orElseThrow();
      rows.put(second.with().dependencies(List.of("first~1")).build());

      rows.put(second.with().status(RowStatus.UPDATING).build(), second);

      assertEquals(List.of("first~1"), rows.row("second").orElseThrow().dependencies());
    }
  }

  private static Row made(String id, String content) {
    return Row.of(id, "test:Box", Box.class.getName())
        .status(RowStatus.CREATED)
        .props(Map.of("content", content))
        .build();
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      var unused = latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
