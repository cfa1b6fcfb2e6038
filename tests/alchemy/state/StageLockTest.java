package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
