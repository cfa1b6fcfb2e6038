package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every state store promises, whatever it stores in. */
abstract class StateStoreContract {

  /** A store on the test's own, at first empty, place; each call opens it anew. */
  abstract StateStore open(String stage);

  /** A store without a key. */
  abstract StateStore openWithoutKey(String stage);

  @Test
  void aNewStageIsEmptyAndHasAnInstance() {
    StageState state = open("dev").load();
    assertEquals(0, state.serial());
    assertTrue(state.rows().isEmpty());
    assertTrue(state.instance().matches("[a-z0-9]{6}"), state.instance());
    assertTrue(state.instanceId().matches("[0-9a-f]{32}"), state.instanceId());
  }

  @Test
  void loadingWritesNothing() {
    StateStore store = open("dev");
    store.load();
    assertEquals(List.of(), store.stages());
    assertEquals(0, open("dev").load().serial());
  }

  @Test
  void whatACommitAcknowledgedIsThereForTheNextWhoOpens() {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.plain("a")), RowChange.put(Rows.full("b"))));
      assertEquals(writer.state().rows(), open("dev").load().rows(), "before it finished");
    }
    StageState left = open("dev").load();
    assertEquals(List.of("a", "b~2"), List.copyOf(left.rows().keySet()));
  }

  @Test
  void everyComponentOfARowComesBack() {
    StateStore store = open("dev");
    Row row = Rows.full("b");
    StageState before;
    try (StageWriter writer = lock(store)) {
      writer.commit(List.of(RowChange.put(row)));
      writer.finish();
      before = writer.state();
    }
    Row read = open("dev").load().rows().get("b~2");
    assertEquals(before.rows().get("b~2"), read);
    Row opened = read.with().props(row.props()).outputs(row.outputs()).build();
    assertEquals(row, opened, "all but the trees with secrets");
    assertEquals(row.props().keySet(), read.props().keySet());
    assertEquals(null, read.props().get("nothing"));
    assertEquals(Secret.of("postgres://b:pw@host/db"), opened(read.outputs().get("url")));
  }

  @Test
  void theInstanceStaysTheSameFromTheFirstCommitOn() {
    String first;
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      first = writer.state().instanceId();
    }
    assertEquals(first, open("dev").load().instanceId());
    try (StageWriter writer = lock(open("dev"))) {
      writer.finish();
    }
    assertEquals(first, open("dev").load().instanceId());
    assertNotEquals(first, open("prod").load().instanceId());
  }

  @Test
  void aChangeOfSeveralRowsHappensAsOne() {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.plain("old"))));
      long serial = writer.state().serial();
      writer.commit(List.of(RowChange.remove("old"), RowChange.put(Rows.plain("new"))));
      assertEquals(serial + 1, writer.state().serial());
    }
    assertEquals(List.of("new"), List.copyOf(open("dev").load().rows().keySet()));
  }

  @Test
  void aRunThatRemovesTheLastRowLeavesAnEmptyStage() {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      writer.finish();
      writer.commit(List.of(RowChange.remove("a"), RowChange.remove("never-there")));
      writer.finish();
    }
    assertTrue(open("dev").load().rows().isEmpty());
    assertEquals(List.of(), open("dev").stages());
  }

  @Test
  void nothingThatIsStoredAlreadyIsWrittenAgain() {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.full("a"))));
      writer.outputs(Map.of("password", Secret.of("output-secret"), "n", 1));
      writer.finish();
    }
    StageState before = open("dev").load();
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.full("a")), RowChange.remove("absent")));
      writer.outputs(Map.of("password", Secret.of("output-secret"), "n", 1L));
      assertEquals(before.serial(), writer.state().serial());
      writer.finish();
    }
    assertEquals(before.serial(), open("dev").load().serial());
  }

  @Test
  void theOutputsOfTheAppAreKeptSealed() {
    try (StageWriter writer = lock(open("dev"))) {
      writer.outputs(Map.of("url", "http://x", "password", Secret.of("output-secret")));
    }
    StageState state = open("dev").load();
    assertEquals("http://x", state.outputs().get("url"));
    assertEquals(Secret.of("output-secret"), opened(state.outputs().get("password")));
  }

  @Test
  void aChangedSecretReplacesTheSealedOneAndAnEqualOneDoesNot() {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("a", "first-secret"))));
      Object first = password(writer, "a");
      writer.commit(
          List.of(
              RowChange.put(Rows.withSecret("a", "first-secret").with().remoteId("1").build())));
      assertEquals(first, password(writer, "a"));
      writer.commit(List.of(RowChange.put(Rows.withSecret("a", "second-secret"))));
      assertNotEquals(first, password(writer, "a"));
      assertEquals(Secret.of("second-secret"), opened(password(writer, "a")));
    }
  }

  @Test
  void aSecretThatMovesIsSealedForItsNewPlace() {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("a", "moving-secret"))));
      Row moved = writer.state().rows().get("a").with().key("b").id("b").build();
      writer.commit(List.of(RowChange.remove("a"), RowChange.put(moved)));
      writer.finish();
    }
    Sealed sealed = assertInstanceOf(Sealed.class, password(open("dev").load(), "b"));
    assertEquals("b", sealed.id());
    assertEquals(Secret.of("moving-secret"), opened(sealed));
  }

  @Test
  void plainTextThatHoldsASecretOfThisRunIsSealedAsText() {
    Secret.of("connection-password");
    Row row =
        Rows.plain("a").with().outputs(Map.of("note", "use connection-password here")).build();
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(row)));
      writer.commit(List.of(RowChange.put(row)));
      assertEquals(1, writer.state().serial(), "equal text is no change");
    }
    Sealed sealed =
        assertInstanceOf(Sealed.class, open("dev").load().rows().get("a").outputs().get("note"));
    assertTrue(sealed.isText());
    assertEquals("use connection-password here", open("dev").vault().open(sealed).unencrypted());
  }

  @Test
  void aTextWithTheMaskOfASecretIsRefused() {
    Row row = Rows.plain("a").with().props(Map.of("url", "db:" + Secret.of("mask-secret"))).build();
    try (StageWriter writer = lock(open("dev"))) {
      ConcatenatedSecretException e =
          assertThrows(
              ConcatenatedSecretException.class, () -> writer.commit(List.of(RowChange.put(row))));
      assertTrue(e.getMessage().contains("resource a, props/url"), e.getMessage());
      writer.commit(List.of(RowChange.put(Rows.plain("b"))));
      assertEquals(List.of("b"), List.copyOf(writer.state().rows().keySet()));
    }
  }

  @Test
  void withoutAKeyOnlyWhatHasSecretsIsRefused() {
    StateStore store = openWithoutKey("dev");
    try (StageWriter writer = lock(store)) {
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      assertThrows(
          MissingPasswordException.class,
          () -> writer.commit(List.of(RowChange.put(Rows.withSecret("b", "some-secret")))));
      writer.commit(List.of(RowChange.put(Rows.plain("c"))));
      writer.finish();
    }
    assertEquals(List.of("a", "c"), List.copyOf(store.load().rows().keySet()));
    assertFalse(store.vault().hasKey());
    store.vault().prepare(Runnable::run).join();
  }

  @Test
  void withoutAKeyAStageWithSecretsIsListedAndItsRowsMayBeRemoved() {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(
          List.of(
              RowChange.put(Rows.withSecret("a", "some-secret")),
              RowChange.put(Rows.withSecret("b", "other-secret"))));
      writer.finish();
    }
    try (StageWriter writer = lock(openWithoutKey("dev"))) {
      Row deleting = writer.state().rows().get("a").with().status(RowStatus.DELETING).build();
      writer.commit(List.of(RowChange.put(deleting)));
      writer.commit(List.of(RowChange.remove("a")));
      writer.finish();
    }
    assertEquals(
        Secret.of("other-secret"), opened(password(open("dev").load(), "b")), "b is as it was");
  }

  @Test
  void commitsOfManyThreadsAreAllDurableAndShareFlushes() throws Exception {
    int threads = 16;
    int each = 20;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (StageWriter writer = lock(open("dev"))) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String name = "t" + i;
        all.add(
            pool.submit(
                () -> {
                  for (int k = 0; k < each; k++) {
                    Row row = Rows.plain(name + "-" + k);
                    writer.commit(List.of(RowChange.put(row), RowChange.put(Rows.plain(name))));
                    assertEquals(row, writer.state().rows().get(row.key()));
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertTrue(writer.state().serial() <= (long) threads * each);
      assertEquals(writer.state().rows(), open("dev").load().rows());
    } finally {
      pool.shutdownNow();
    }
    assertEquals(threads * (each + 1), open("dev").load().rows().size());
  }

  @Test
  void readersWithoutTheLockSeeOneStateAfterTheOther() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (StageWriter writer = lock(open("dev"))) {
      Future<?> writing =
          pool.submit(
              () -> {
                for (int i = 0; i < 60; i++) {
                  writer.commit(List.of(RowChange.put(Rows.plain("row" + i))));
                  if (i % 3 == 0) {
                    writer.finish();
                  }
                }
              });
      StateStore store = open("dev");
      int seen = 0;
      while (!writing.isDone()) {
        int now = store.load().rows().size();
        assertTrue(now >= seen, now + " after " + seen);
        seen = now;
      }
      writing.get();
      assertEquals(60, store.load().rows().size());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void anInterruptedThreadStillRecords() {
    try (StageWriter writer = lock(open("dev"))) {
      Thread.currentThread().interrupt();
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      assertTrue(Thread.interrupted(), "the interrupt is still there afterwards");
      Thread.currentThread().interrupt();
      writer.finish();
      assertTrue(Thread.interrupted());
      writer.commit(List.of(RowChange.put(Rows.plain("b"))));
    }
    assertEquals(List.of("a", "b"), List.copyOf(open("dev").load().rows().keySet()));
  }

  @Test
  void aLockThatIsHeldIsRefusedWithItsHolder() {
    try (StageWriter writer = lock(open("dev"))) {
      StateLockedException e =
          assertThrows(
              StateLockedException.class,
              () -> open("dev").lock(Rows.holder("run-2"), Duration.ZERO));
      assertEquals(4, e.exitCode());
      assertTrue(e.getMessage().contains("by pid 4711 on this-host: deploy"), e.getMessage());
      assertTrue(e.getMessage().contains("since 2026-01-02T12:00"), e.getMessage());
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      try (StageWriter other = lock(open("prod"))) {
        assertEquals(0, other.state().serial(), "another stage is free");
      }
    }
    lock(open("dev")).close();
  }

  @Test
  void whoWaitsGetsTheLockOnceItIsFree() throws Exception {
    StageWriter first = lock(open("dev"));
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> second =
          pool.submit(() -> open("dev").lock(Rows.holder("run-2"), Duration.ofSeconds(20)).close());
      first.close();
      second.get();
    } finally {
      pool.shutdownNow();
      first.close();
    }
  }

  @Test
  void aWriteAfterTheReleaseIsRefused() {
    StageWriter writer = lock(open("dev"));
    writer.close();
    writer.close();
    assertThrows(
        IllegalStateException.class, () -> writer.commit(List.of(RowChange.put(Rows.plain("a")))));
  }

  @Test
  void stagesAreThoseOfTheAppThatHaveResourcesHere() {
    for (String each : List.of("prod", "dev")) {
      try (StageWriter writer = lock(open(each))) {
        writer.commit(List.of(RowChange.put(Rows.plain("a"))));
        writer.finish();
      }
    }
    try (StageWriter writer = lock(open("gone"))) {
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      writer.finish();
      writer.moved("elsewhere");
    }
    lock(open("untouched")).close();
    assertEquals(List.of("dev", "prod"), open("dev").stages());
  }

  static StageWriter lock(StateStore store) {
    return store.lock(Rows.holder("run-1"), Duration.ZERO);
  }

  private Secret opened(Object leaf) {
    return open("dev").vault().open(assertInstanceOf(Sealed.class, leaf));
  }

  private static Object password(StageWriter writer, String key) {
    return password(writer.state(), key);
  }

  private static Object password(StageState state, String key) {
    return state.rows().get(key).outputs().get("password");
  }
}
