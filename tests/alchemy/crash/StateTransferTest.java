package alchemy.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.crash.Doom.Blow;
import alchemy.engine.CopyDiffersException;
import alchemy.engine.Listener;
import alchemy.engine.RefusedException;
import alchemy.engine.RunOptions;
import alchemy.engine.StateTransfer;
import alchemy.local.postgres.SharedPostgres;
import alchemy.state.Holder;
import alchemy.state.KeySource;
import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.RowStatus;
import alchemy.state.RunRecord;
import alchemy.state.Sealed;
import alchemy.state.StageDocument;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import alchemy.state.StateMovedException;
import alchemy.state.StateStore;
import alchemy.state.WrongPasswordException;
import alchemy.state.postgres.PostgresStateStore;
import alchemy.state.postgres.StateInFilesException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stage's state goes from one place to another, and may be stopped on its way. */
@ExtendWith(SharedPostgres.class)
class StateTransferTest {
  private static final String SECRET = "what-only-the-password-opens";
  private static Secret url;

  @TempDir Path root;
  private int places;

  @BeforeAll
  static void aDatabase() {
    url = Secret.of(SharedPostgres.server().database());
  }

  @Test
  void fromFilesToFilesItMayEndAnywhere() {
    copiesWhereverItEnds(this::files, this::files);
  }

  @Test
  void fromFilesToTheDatabaseItMayEndAnywhere() {
    copiesWhereverItEnds(this::files, this::database);
  }

  @Test
  void fromTheDatabaseToFilesItMayEndAnywhere() {
    copiesWhereverItEnds(this::database, this::files);
  }

  /** A place that is empty at first; each call of it opens it anew. */
  private record Place(Function<KeySource, StateStore> opens, KeySource key) {
    StateStore open(KeySource keys) {
      return opens.apply(keys);
    }

    /** With a key file, which takes no time to open. */
    StateStore open() {
      return open(key);
    }
  }

  private interface Places {
    Place next();
  }

  private Place files() {
    Path folder = root.resolve("place-" + places++);
    return place(keys -> StateStore.files(folder, "shop", "test", keys));
  }

  private Place database() {
    SharedPostgres.query(url, "DROP SCHEMA IF EXISTS alchemy CASCADE");
    Path beside = root.resolve("beside-" + places++);
    return place(keys -> new PostgresStateStore(url, beside, "shop", "test", keys));
  }

  private Place place(Function<KeySource, StateStore> opens) {
    return new Place(opens, KeySource.file(root.resolve("stage.key")));
  }

  private void copiesWhereverItEnds(Places sources, Places targets) {
    int ended = 0;
    for (Blow blow : List.of(Blow.BEFORE, Blow.AFTER)) {
      for (int at = 1; ; at++) {
        Place from = sources.next();
        Place to = targets.next();
        StageState made = made(from.open());
        Doom doom = Doom.at(at, blow);
        try {
          transfer(false).copy(doom.over(from.open()), doom.over(to.open()));
        } catch (Doom.Died e) {
          assertTrue(doom.hasStruck());
        }
        String story = blow + " " + doom.effects();
        assertTrue(!isOpen(from) || !isOpen(to), () -> story + ": two truths");
        if (!doom.hasStruck()) {
          assertFalse(isOpen(from), story);
          break;
        }
        ended++;
        if (!isOpen(to)) {
          StageState copied = transfer(false).copy(from.open(), to.open());
          assertEquals(made.rows(), copied.rows(), story);
        }
        assertHolds(made, to);
        assertThrows(StateMovedException.class, () -> from.open().load(), story);
      }
    }
    assertTrue(ended >= 6, "ended " + ended + " times");
  }

  @Test
  void whatIsThereIsOnlyReplacedIfSomebodySaysSoAndAStageMayComeBack() {
    Place here = files();
    Place there = files();
    made(here.open());
    made(there.open());
    RefusedException e =
        assertThrows(RefusedException.class, () -> transfer(false).copy(here.open(), there.open()));
    assertTrue(e.getMessage().contains("--force"), e.getMessage());
    StageState copied = transfer(true).copy(here.open(), there.open());
    assertHolds(copied, there);
    assertThrows(StateMovedException.class, () -> transfer(true).copy(here.open(), files().open()));
    transfer(false).copy(there.open(), here.open());
    assertHolds(copied, here);
    assertThrows(RefusedException.class, () -> transfer(true).copy(here.open(), here.open()));
    assertThrows(
        RefusedException.class, () -> transfer(false).copy(files().open(), files().open()));
  }

  @Test
  void aWrongPasswordIsFoundBeforeAnythingIsCopiedAndNoneIsNeeded() {
    KeySource right = KeySource.password(Secret.of("the password of the moving stage"));
    KeySource wrong = KeySource.password(Secret.of("another password"));
    Place here = new Place(files().opens(), right);
    Place there = new Place(files().opens(), right);
    StageState made = made(here.open());
    assertThrows(
        WrongPasswordException.class,
        () -> transfer(false).copy(here.open(wrong), there.open(wrong)));
    assertEquals(0, there.open().loadAnyway().serial());
    transfer(false).copy(here.open(KeySource.none()), there.open(KeySource.none()));
    assertHolds(made, there);
  }

  @Test
  void aCopyThatReadsBackDifferentlyIsNoneAndTheSourceHolds() {
    Place here = files();
    Place there = files();
    StageState made = made(here.open());
    Place swapped = files();
    made(swapped.open());
    StateStore lying = readingBack(swapped.open().load(), there.open());
    CopyDiffersException e =
        assertThrows(CopyDiffersException.class, () -> transfer(false).copy(here.open(), lying));
    assertTrue(e.getMessage().contains("the key"), e.getMessage());
    assertEquals(made.rows(), here.open().load().rows());
    assertFalse(isOpen(there));
  }

  @Test
  void aBackupTakesThePlaceOfADatabaseThatWasLostIfSomebodySaysSo() {
    Path beside = root.resolve("beside");
    StateStore files = StateStore.files(beside, "shop", "test", KeySource.none());
    made(StateStore.files(beside, "shop", "test", KeySource.file(root.resolve("stage.key"))));
    StageDocument backup = StateTransfer.backup(files);
    SharedPostgres.query(url, "DROP SCHEMA IF EXISTS alchemy CASCADE");
    StateStore database = new PostgresStateStore(url, beside, "shop", "test", KeySource.none());
    transfer(false).copy(files, database);
    SharedPostgres.query(url, "DROP SCHEMA alchemy CASCADE");
    assertThrows(StateInFilesException.class, () -> transfer(false).push(backup, database));
    assertTrue(transfer(true).push(backup, database));
    assertEquals(backup.state().rows(), database.load().rows());
    assertThrows(StateMovedException.class, () -> transfer(true).push(backup, files));
  }

  private static StateStore readingBack(StageState other, StateStore store) {
    return (StateStore)
        Proxy.newProxyInstance(
            StateStore.class.getClassLoader(),
            new Class<?>[] {StateStore.class},
            (proxy, method, args) ->
                method.getName().equals("loadAnyway") ? other : method.invoke(store, args));
  }

  private static boolean isOpen(Place place) {
    try {
      return place.open().load().serial() > 0;
    } catch (StateMovedException e) {
      return false;
    }
  }

  private static void assertHolds(StageState made, Place place) {
    StageState state = place.open().load();
    assertEquals(made.rows(), state.rows());
    assertEquals(made.outputs(), state.outputs());
    assertEquals(made.serial(), state.serial());
    assertEquals(made.instanceId(), state.instanceId());
    Sealed sealed = (Sealed) state.row("b").orElseThrow().outputs().get("password");
    assertEquals(Secret.of(SECRET), place.open().vault().open(sealed));
    List<String> commands =
        place.open().history(99).runs().stream().map(RunRecord::command).toList();
    assertTrue(commands.containsAll(List.of("deploy", "state copy")), commands::toString);
  }

  private static StageState made(StateStore store) {
    Holder holder = Holder.ofThisProcess("deploy", Instant.now());
    try (StageWriter writer = store.lock(holder, Duration.ZERO)) {
      writer.commit(List.of(RowChange.put(row("a")), RowChange.put(row("b"))));
      writer.outputs(Map.of("url", "https://shop.example.com", "n", 3L));
      writer.record(
          RunRecord.of(holder, name -> Optional.empty(), RunRecord.Outcome.DONE, List.of()));
      writer.finish();
      return writer.state();
    }
  }

  private static Row row(String id) {
    return Row.of(id, "test:Thing", "test.ThingProvider")
        .status(RowStatus.CREATED)
        .outputs(Map.of("password", Secret.of(SECRET)))
        .build();
  }

  private StateTransfer transfer(boolean force) {
    return new StateTransfer(
        new RunOptions(
            RunOptions.Mode.PLAN,
            "test",
            root,
            name -> Optional.empty(),
            List.of(),
            8,
            Duration.ZERO,
            steps -> true,
            new Listener() {},
            "state copy"),
        force);
  }
}
