package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageLockTest {
  @TempDir Path folder;

  /** Takes the lock in another process, says so, and keeps it until its input ends. */
  static final class OtherProcess {
    public static void main(String... args) throws IOException {
      StateStore store = StateStore.files(Path.of(args[0]), "shop", "dev", KeySource.none());
      Holder holder = new Holder("other-run", "this-host", 99, Rows.NOON, "destroy");
      try (StageWriter writer = store.lock(holder, Duration.ZERO)) {
        writer.commit(List.of(RowChange.put(Rows.plain("from-there"))));
        System.out.println("locked");
        System.in.readAllBytes();
      } catch (StateLockedException e) {
        System.out.println("refused " + e.holder().orElseThrow().runId());
      }
    }
  }

  @Test
  void twoProcessesNeverHoldOneLock() throws Exception {
    Process other = start();
    try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("locked", said.readLine());
      StateLockedException e =
          assertThrows(
              StateLockedException.class, () -> store().lock(Rows.holder("us"), Duration.ZERO));
      assertEquals("other-run", e.holder().orElseThrow().runId());
      assertTrue(e.getMessage().contains("pid 99 on this-host: destroy"), e.getMessage());
      assertEquals(1, store().load().rows().size(), "reading takes no lock");

      other.getOutputStream().close();
      assertEquals(0, other.waitFor());
      store().lock(Rows.holder("us"), Duration.ZERO).close();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aLockOfOursIsSeenByAnotherProcessAlsoAfterOthersHereWereRefused() throws Exception {
    try (StageWriter writer = store().lock(Rows.holder("us"), Duration.ZERO)) {
      assertThrows(
          StateLockedException.class, () -> store().lock(Rows.holder("us-2"), Duration.ZERO));
      store().load();
      Process other = start();
      try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
        assertEquals("refused us", said.readLine());
      } finally {
        other.destroyForcibly();
      }
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
    }
  }

  @Test
  void aKilledProcessLeavesNoLockAndAllItCommitted() throws Exception {
    Process other = start();
    try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("locked", said.readLine());
      other.destroyForcibly().waitFor();
      assertTrue(Files.exists(holderFile()));
      try (StageWriter writer = store().lock(Rows.holder("us"), Duration.ZERO)) {
        assertEquals(List.of("from-there"), List.copyOf(writer.state().rows().keySet()));
      }
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aHolderOnAnotherMachineIsBelievedUntilItsLockIsTakenAway() throws IOException {
    Holder elsewhere = new Holder("far", "far-host", 1, Rows.NOON, "deploy");
    try (StageWriter writer = store().lock(elsewhere, Duration.ZERO)) {
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      Files.copy(holderFile(), folder.resolve("kept"));
    }
    Files.move(folder.resolve("kept"), holderFile());
    StateLockedException e =
        assertThrows(
            StateLockedException.class, () -> store().lock(Rows.holder("us"), Duration.ZERO));
    assertTrue(e.getMessage().contains("on far-host"), e.getMessage());
    assertTrue(e.getMessage().contains("alchemy state unlock --stage dev"), e.getMessage());
    assertEquals(Optional.of(elsewhere), store().holder());
    assertTrue(store().unlock(elsewhere));
    assertEquals(Optional.empty(), store().holder());
    store().lock(Rows.holder("us"), Duration.ZERO).close();
  }

  @Test
  void aRunWhoseLockWasTakenAwayWritesNothingMore() throws IOException {
    StageWriter writer = store().lock(Rows.holder("us"), Duration.ZERO);
    writer.commit(List.of(RowChange.put(Rows.plain("a"))));
    byte[] taken =
        Files.readString(holderFile())
            .replace("\"us\"", "\"them\"")
            .getBytes(StandardCharsets.UTF_8);
    Files.write(holderFile(), taken);
    assertThrows(
        StateLockLostException.class, () -> writer.commit(List.of(RowChange.put(Rows.plain("b")))));
    assertThrows(StateLockLostException.class, writer::finish);
    writer.close();
    assertTrue(Files.exists(holderFile()), "their lock stays");
    assertEquals(List.of("a"), List.copyOf(store().load().rows().keySet()));
  }

  @Test
  void whoLostItsLockLeavesTheJournalOfWhoHasIt() throws IOException {
    Path journal = holderFile().resolveSibling("journal.ndjson");
    StageWriter writer = store().lock(Rows.holder("us"), Duration.ZERO);
    writer.commit(List.of(RowChange.put(Rows.plain("a"))));
    writer.finish();
    Files.writeString(holderFile(), Files.readString(holderFile()).replace("\"us\"", "\"them\""));
    Files.writeString(journal, "what they write");

    writer.close();

    assertEquals("what they write", Files.readString(journal));
  }

  @Test
  void unlockTakesTheLockFromALiveProcessWhichFailsAtItsNextWrite() {
    StageWriter writer = store().lock(Rows.holder("us"), Duration.ZERO);
    writer.commit(List.of(RowChange.put(Rows.plain("a"))));
    Holder holder = store().holder().orElseThrow();
    assertEquals(Rows.holder("us"), holder);
    assertTrue(store().unlock(holder));

    StateLockedException e =
        assertThrows(
            StateLockedException.class, () -> store().lock(Rows.holder("next"), Duration.ZERO));
    assertTrue(
        e.getMessage().contains("pid 4711 on this-host: deploy, whose lock was taken away"),
        e.getMessage());
    assertFalse(store().unlock(holder), "it holds it no more");
    for (Runnable write :
        List.<Runnable>of(
            () -> writer.commit(List.of(RowChange.put(Rows.plain("b")))),
            () -> writer.outputs(Map.of("b", 1L)),
            () -> writer.rekey(Secret.of("password-of-this-test"), false),
            writer::finish)) {
      assertThrows(StateLockLostException.class, write::run);
    }
    writer.close();
    try (StageWriter next = store().lock(Rows.holder("next"), Duration.ZERO)) {
      assertEquals(List.of("a"), List.copyOf(next.state().rows().keySet()));
    }
  }

  @Test
  void whoseLockWasTakenAwayBlocksNoOtherMachineOnceItsProcessIsGone() throws IOException {
    Holder far = new Holder("far", "far-host", 1, Rows.NOON, "deploy");
    StageWriter writer = store().lock(far, Duration.ZERO);
    assertTrue(store().unlock(far));
    writer.close();
    assertTrue(Files.exists(holderFile()), "it is not the former run's to delete");
    store().lock(Rows.holder("us"), Duration.ZERO).close();
    assertFalse(Files.exists(holderFile()));
  }

  @Test
  void unlockLeavesWhoTookTheLockMeanwhile() throws IOException {
    Holder first = new Holder("first", "far-host", 1, Rows.NOON, "deploy");
    Holder second = new Holder("second", "other-host", 2, Rows.NOON, "deploy");
    hold(second);
    assertFalse(store().unlock(first));
    assertEquals(Optional.of(second), store().holder());
    assertTrue(store().unlock(second));
    assertFalse(Files.exists(holderFile()));
    assertFalse(store().unlock(second));
  }

  @Test
  void nobodyHoldsAStageThatNeverWasOrWhoseHolderDiedHere() throws IOException {
    assertEquals(Optional.empty(), store().holder());
    assertFalse(store().unlock(Rows.holder("us")));
    assertFalse(Files.exists(folder.resolve("shop")), "looking makes nothing");
    Holder here = Holder.ofThisProcess("deploy", Rows.NOON);
    hold(here);
    assertEquals(Optional.empty(), store().holder(), "its process is gone, or the lock was taken");
    store().lock(Holder.ofThisProcess("deploy", Rows.NOON), Duration.ZERO).close();
    store().lock(here, Duration.ZERO).close();
  }

  @Test
  void aHolderThatAPowerFailureCutIsNobody() throws IOException {
    hold(new Holder("far", "far-host", 1, Rows.NOON, "deploy"));
    byte[] whole = Files.readAllBytes(holderFile());
    for (int length = 0; length < whole.length - 2; length++) {
      Files.write(holderFile(), Arrays.copyOf(whole, length));
      assertEquals(Optional.empty(), store().holder(), "cut at " + length);
    }
    for (byte[] left : List.of(new byte[0], new byte[whole.length], Arrays.copyOf(whole, 9))) {
      Files.write(holderFile(), left);
      store().lock(Rows.holder("us"), Duration.ZERO).close();
    }
  }

  @Test
  void aHolderThatCannotBeNamedIsBelievedUntilItsLockIsTakenAway() throws IOException {
    hold(Rows.holder("us"));
    Files.writeString(holderFile(), "{\"runId\": 7}");
    StateLockedException e =
        assertThrows(
            StateLockedException.class, () -> store().lock(Rows.holder("us"), Duration.ZERO));
    assertTrue(
        e.getMessage().contains("by a run of which lock.json tells nothing"), e.getMessage());
    assertTrue(e.getMessage().contains("alchemy state unlock"), e.getMessage());
    assertTrue(store().unlock(store().holder().orElseThrow()));
    store().lock(Rows.holder("us"), Duration.ZERO).close();
  }

  @Test
  void theLockFileIsNeverDeletedAndItsHolderIs() {
    store().lock(Rows.holder("us"), Duration.ZERO).close();
    assertTrue(Files.exists(folder.resolve("shop/dev/lock")));
    assertFalse(Files.exists(holderFile()));
  }

  @Test
  void aFailedOpenGivesTheLockBack() throws IOException {
    Files.createDirectories(folder.resolve("shop/dev"));
    Path snapshot = folder.resolve("shop/dev/state.json");
    Files.writeString(snapshot, "");
    assertThrows(StateDamagedException.class, () -> store().lock(Rows.holder("us"), Duration.ZERO));
    Files.delete(snapshot);
    store().lock(Rows.holder("us"), Duration.ZERO).close();
  }

  @Test
  void thisProcessIsAHolderWithARunIdOfItsOwn() {
    Holder one = Holder.ofThisProcess("deploy", Instant.EPOCH);
    Holder two = Holder.ofThisProcess("deploy", Instant.EPOCH);
    assertEquals(ProcessHandle.current().pid(), one.pid());
    assertEquals(one.host(), two.host());
    assertFalse(one.host().isBlank());
    assertFalse(one.runId().equals(two.runId()));
  }

  private StateStore store() {
    return StateStore.files(folder, "shop", "dev", KeySource.none());
  }

  private void hold(Holder holder) throws IOException {
    Files.createDirectories(holderFile().getParent());
    new HolderFile(Disk.ofMachine(), holderFile().getParent()).write(holder);
  }

  private Path holderFile() {
    return folder.resolve("shop/dev/lock.json");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
