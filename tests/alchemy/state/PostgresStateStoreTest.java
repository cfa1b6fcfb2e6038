package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.local.postgres.SharedPostgres;
import alchemy.secrets.Canary;
import alchemy.state.postgres.PostgresStateStore;
import alchemy.state.postgres.StateInFilesException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedPostgres.class)
class PostgresStateStoreTest extends StateStoreContract {
  @TempDir Path root;
  private static Secret url;

  @BeforeAll
  static void aDatabase() {
    url = Secret.of(SharedPostgres.server().database());
  }

  @BeforeEach
  void nothingInIt() {
    SharedPostgres.query(url, "DROP SCHEMA IF EXISTS alchemy CASCADE");
  }

  @Override
  StateStore open(String stage) {
    return open(stage, KeySource.file(root.resolve("local.key")));
  }

  @Override
  StateStore openWithoutKey(String stage) {
    return open(stage, KeySource.none());
  }

  @Test
  void nothingInTheDatabaseTellsASecret() {
    Canary canary = Canary.of("row", 3);
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("a", canary.text()))));
      writer.outputs(Map.of("told", "use " + canary.text() + " here"));
      writer.finish();
    }
    int rows = 0;
    for (String table : List.of("stage", "resource", "run", "version")) {
      for (String row : SharedPostgres.query(url, "SELECT t::text FROM alchemy." + table + " t")) {
        rows++;
        assertEquals(List.of(), canary.in(table, row.getBytes(StandardCharsets.UTF_8)), row);
      }
    }
    assertTrue(rows >= 3, "looked at " + rows + " rows");
    assertEquals(
        List.of("created"),
        SharedPostgres.query(url, "SELECT content ->> 'status' FROM alchemy.resource"),
        "what is no secret is to be read there");
  }

  @Test
  void oneRowIsOneResourceAndItsTextThatOfASnapshot() {
    Row row = Rows.plain("a").with().props(Map.of("ratio", 1.0, "zero", "a\u0000b")).build();
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(row), RowChange.put(Rows.plain("b"))));
    }
    assertEquals(
        List.of("a", "b"),
        SharedPostgres.query(url, "SELECT key FROM alchemy.resource ORDER BY key"));
    assertEquals(row, open("dev").load().row("a").orElseThrow());
  }

  @Test
  void manyThatBeginAtOnceMakeTheTablesOnceAndWriteOneAfterTheOther() throws Exception {
    int runs = 8;
    int turns = 4;
    ExecutorService pool = Executors.newFixedThreadPool(runs);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        Holder holder = Rows.holder("run-" + run);
        all.add(pool.submit(() -> count(holder, turns)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertEquals(
        (long) runs * turns, open("dev").load().row("count").orElseThrow().props().get("n"));
    assertEquals(
        List.of(String.valueOf(runs * turns)),
        SharedPostgres.query(url, "SELECT epoch FROM alchemy.stage"));
    assertEquals(List.of("1"), SharedPostgres.query(url, "SELECT version FROM alchemy.version"));
  }

  private Void count(Holder holder, int turns) {
    for (int turn = 0; turn < turns; turn++) {
      try (StageWriter writer =
          open("dev", KeySource.none()).lock(holder, Duration.ofSeconds(60))) {
        long before =
            writer.state().row("count").map(row -> (Long) row.props().get("n")).orElse(0L);
        Row next = Rows.plain("count").with().props(Map.of("n", before + 1)).build();
        writer.commit(List.of(RowChange.put(next)));
      }
    }
    return null;
  }

  @Test
  void aLockThatWasTakenAwayLetsTheNextOneInAndTheFormerOneWriteNoMore() {
    StageWriter former = lock(open("dev"));
    former.commit(List.of(RowChange.put(Rows.plain("a"))));
    Holder holder = open("dev").holder().orElseThrow();
    assertEquals(Rows.holder("run-1"), holder);
    assertTrue(open("dev").unlock(holder));
    StageWriter next = open("dev").lock(Rows.holder("run-2"), Duration.ofSeconds(10));
    assertFalse(open("dev").unlock(holder), "it is another's now");
    assertThrows(
        StateLockLostException.class, () -> former.commit(List.of(RowChange.put(Rows.plain("b")))));
    next.commit(List.of(RowChange.put(Rows.plain("c"))));
    former.close();
    next.commit(List.of(RowChange.put(Rows.plain("d"))));
    next.close();
    assertEquals(List.of("a", "c", "d"), List.copyOf(open("dev").load().rows().keySet()));
    assertEquals(Optional.empty(), open("dev").holder());
  }

  @Test
  void aNewPasswordAndKeyIsOneChangeThatKeepsAllThatWasSealed() {
    KeySource old = KeySource.password(Secret.of("the old password"));
    try (StageWriter writer = lock(open("dev", old))) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("a", "some-secret"))));
      writer.rekey(Secret.of("the new password"), true);
      assertEquals(2, writer.state().serial());
    }
    StateStore store = open("dev", KeySource.password(Secret.of("the new password")));
    Object sealed = store.load().rows().get("a").outputs().get("password");
    assertEquals(Secret.of("some-secret"), store.vault().open((Sealed) sealed));
    assertThrows(WrongPasswordException.class, () -> open("dev", old).vault().verify());
  }

  @Test
  void aDatabaseThatDoesNotKnowWhatFilesKnowIsOpenedByNobodyWhereverThatHasMoved() {
    StateStore files = StateStore.files(root, "shop", "dev", KeySource.none());
    String elsewhere = "postgres://db.example:5432/state";
    for (String to : Arrays.asList(null, elsewhere, open("dev").place())) {
      try (StageWriter writer = files.lockAnyway(Rows.holder("run-1"), Duration.ZERO)) {
        writer.commit(List.of(RowChange.put(Rows.plain("a"))));
        writer.moved(to);
      }
      assertRefused(() -> open("dev").load(), to);
      assertRefused(() -> lock(open("dev")), to);
    }
    open("dev").lockAnyway(Rows.holder("run-2"), Duration.ZERO).close();
    try (StageWriter writer = files.lockAnyway(Rows.holder("run-3"), Duration.ZERO)) {
      writer.moved(null);
      writer.commit(List.of(RowChange.remove("a")));
    }
    lock(open("dev")).close();
  }

  private static void assertRefused(Executable opening, String movedTo) {
    String message = assertThrows(StateInFilesException.class, opening).getMessage();
    String told = movedTo == null ? "state copy --stage dev --to" : "to " + movedTo + ", and";
    assertTrue(message.contains(told), message);
  }

  private StateStore open(String stage, KeySource keys) {
    return new PostgresStateStore(url, root, "shop", stage, keys);
  }
}
