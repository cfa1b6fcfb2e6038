package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.state.RunRecord.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every state store promises about the history, and about a state that comes or goes. */
abstract class MovingContract {
  static final KeySource PASSWORD = KeySource.password(Secret.of("the password of all"));

  @TempDir Path elsewhere;

  /** A store on the test's own, at first empty, place; each call opens it anew. */
  abstract StateStore open(String stage, KeySource keys);

  private StateStore open() {
    return open("dev", PASSWORD);
  }

  private StateStore source() {
    return StateStore.files(elsewhere, "shop", "dev", PASSWORD);
  }

  @Test
  void theHistoryHasTheLastRunsAndStaysWhatItIsForOthers() {
    assertEquals(List.of(), open().history(5).runs());
    try (StageWriter writer = lock(open())) {
      for (int i = 1; i <= 4; i++) {
        writer.record(run("run-" + i));
      }
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      writer.finish();
    }
    assertEquals(List.of(run("run-3"), run("run-4")), open().history(2).runs());
    assertEquals(4, open().history(Integer.MAX_VALUE).runs().size());
    assertEquals(List.of(), open("prod", PASSWORD).history(5).runs());
    assertEquals(1, open().load().serial(), "it is not part of the state");
  }

  @Test
  void aRunWhoseLockWasTakenAwayRecordsNothingAndMovesNothing() {
    try (StageWriter writer = lock(open())) {
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      StageState before = open().load();
      assertTrue(open().unlock(open().holder().orElseThrow()));
      assertThrows(StateLockLostException.class, () -> writer.record(run("late")));
      assertThrows(StateLockLostException.class, () -> writer.moved("file:/x"));
      assertThrows(StateLockLostException.class, () -> writer.restore(before, List.of()));
    }
    assertEquals(List.of(), open().history(1).runs());
    assertEquals(Optional.empty(), open().load().movedTo());
  }

  @Test
  void aStateFromElsewhereIsTheSameHereAndOpensWithItsPassword() {
    StageState there = made(source());
    try (StageWriter writer = lock(open())) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("old", "the-old-secret"))));
      writer.record(run("run-1"));
      writer.restore(there, List.of(run("run-1"), run("run-2")));
      assertSame(there, writer.state());
      assertSame(there, open().load());
      writer.commit(List.of(RowChange.put(Rows.withSecret("later", "a-later-secret"))));
    }
    StageState here = open().load();
    assertEquals(List.of("b~2", "later"), List.copyOf(here.rows().keySet()));
    assertEquals("a-later-secret", opened(open(), here, "later", "password"));
    assertEquals("postgres://b:pw@host/db", opened(open(), here, "b~2", "url"));
    assertEquals(List.of(run("run-1"), run("run-2")), open().history(9).runs(), "each once");
    assertEquals(there.serial() + 1, here.serial());
  }

  @Test
  void aStateWithoutSecretsTakesTheKeyAwayThatWasHere() {
    StageState there;
    try (StageWriter writer = lock(source())) {
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      there = writer.state();
    }
    try (StageWriter writer = lock(open())) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("old", "the-old-secret"))));
      writer.restore(there, List.of());
      writer.commit(List.of(RowChange.put(Rows.plain("b"))));
    }
    assertFalse(open().load().isSealed());
    assertEquals(List.of("a", "b"), List.copyOf(open().load().rows().keySet()));
  }

  @Test
  void aStageThatHasMovedIsOpenedByNobodyAndKeptAsItWas() {
    StageState before = made(open());
    try (StageWriter writer = lock(open())) {
      writer.moved("postgres://db.example:5432/state");
    }
    StateMovedException e = assertThrows(StateMovedException.class, () -> open().load());
    assertTrue(e.getMessage().contains("to postgres://db.example:5432/state"), e.getMessage());
    assertTrue(e.getMessage().contains("from " + open().place()), e.getMessage());
    assertThrows(StateMovedException.class, () -> lock(open()));
    StageState kept = open().loadAnyway();
    assertEquals(Optional.of("postgres://db.example:5432/state"), kept.movedTo());
    assertSame(before.movedTo("postgres://db.example:5432/state"), kept);
    assertEquals(Optional.empty(), open().holder(), "whoever was refused gave the lock back");
    try (StageWriter writer = open().lockAnyway(Rows.holder("run-2"), Duration.ZERO)) {
      assertSame(kept, writer.state());
      writer.moved(null);
    }
    assertSame(before, open().load());
  }

  @Test
  void whatIsRestoredAsMovedIsOpenedByNobody() {
    StageState there = made(source());
    try (StageWriter writer = lock(open())) {
      writer.restore(there.movedTo(source().place()), List.of());
    }
    assertThrows(StateMovedException.class, () -> open().load());
    try (StageWriter writer = open().lockAnyway(Rows.holder("run-2"), Duration.ZERO)) {
      writer.restore(there, List.of());
    }
    assertSame(there, open().load());
  }

  @Test
  void aPlaceIsNamedTheSameEachTime() {
    assertEquals(open().place(), open("prod", KeySource.none()).place());
    assertFalse(open().place().equals(source().place()));
  }

  static RunRecord run(String id) {
    return new RunRecord(
        id,
        "deploy",
        "ann@host",
        Rows.NOON,
        Rows.NOON.plusSeconds(3),
        Outcome.FAILED,
        List.of(
            new RunRecord.Change("a", "test:Thing", "update", null, List.of("name", "x.y"), true),
            new RunRecord.Change("b", "test:Thing", "move", "was-b", List.of(), false)));
  }

  static void assertSame(StageState expected, StageState actual) {
    assertEquals(expected.rows(), actual.rows());
    assertEquals(expected.outputs(), actual.outputs());
    assertEquals(expected.serial(), actual.serial());
    assertEquals(expected.instance(), actual.instance());
    assertEquals(expected.instanceId(), actual.instanceId());
    assertEquals(expected.key(), actual.key());
    assertEquals(expected.movedTo(), actual.movedTo());
  }

  /** A stage with secrets, a history and several serials. */
  static StageState made(StateStore store) {
    try (StageWriter writer = lock(store)) {
      writer.commit(List.of(RowChange.put(Rows.full("b")), RowChange.put(Rows.plain("c"))));
      writer.outputs(Map.of("password", Secret.of("output-secret")));
      writer.commit(List.of(RowChange.remove("c")));
      writer.finish();
      return writer.state();
    }
  }

  static StageWriter lock(StateStore store) {
    return store.lock(Rows.holder("run-1"), Duration.ZERO);
  }

  static String opened(StateStore store, StageState state, String key, String output) {
    Sealed sealed = (Sealed) state.rows().get(key).outputs().get(output);
    return store.vault().open(sealed).unencrypted();
  }
}
