package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMovingTest extends MovingContract {
  @TempDir Path root;

  @Override
  StateStore open(String stage, KeySource keys) {
    return StateStore.files(root, "shop", stage, keys);
  }

  @Test
  void aLastLineThatWasCutAnywhereIsDroppedAndTheNextRunIsWrittenInItsPlace() throws IOException {
    record("run-1", "run-2");
    byte[] whole = Files.readAllBytes(file());
    int last = Arrays.copyOf(whole, whole.length - 1).length;
    while (whole[last - 1] != '\n') {
      last--;
    }
    for (int cut = last; cut < whole.length; cut += 7) {
      Files.write(file(), Arrays.copyOf(whole, cut));
      assertHas(0, "run-1");
      record("run-3");
      assertHas(0, "run-1", "run-3");
    }
    byte[] holed = whole.clone();
    Arrays.fill(holed, last + 9, last + 20, (byte) 0);
    Files.write(file(), holed);
    record("run-3");
    assertHas(0, "run-1", "run-3");
  }

  @Test
  void otherDamageIsToldAndStopsNobody() throws IOException {
    record("run-1", "run-2", "run-3");
    String text = Files.readString(file());
    for (String damaged :
        List.of(text.replace("run-2", "run-8"), text.replace("{\"changes\"", "<<<<"))) {
      Files.writeString(file(), damaged);
      record("run-4");
      History history = open("dev", PASSWORD).history(9);
      assertTrue(history.damage().get(0).contains("history.ndjson"), history.damage().toString());
      assertEquals("run-4", history.runs().get(history.runs().size() - 1).runId());
    }
    Files.writeString(file(), text.replace("\n", "\r\n"));
    assertHas(0, "run-1", "run-2", "run-3");
  }

  @Test
  void onlyTheEndOfALongHistoryIsRead() throws IOException {
    List<RunRecord> many = IntStream.range(0, 900).mapToObj(i -> run("run-" + i)).toList();
    try (StageWriter writer = lock(open("dev", PASSWORD))) {
      writer.restore(writer.state(), many);
    }
    assertTrue(Files.size(file()) > 200_000, "several blocks");
    for (int last : new int[] {1, 2, 300, 899, 900, 901}) {
      List<RunRecord> runs = open("dev", PASSWORD).history(last).runs();
      assertEquals(Math.min(last, 900), runs.size());
      assertEquals("run-899", runs.get(runs.size() - 1).runId());
      assertEquals("run-" + (900 - runs.size()), runs.get(0).runId());
    }
  }

  @Test
  void aDiskThatRefusesAnyStepOfAMoveLeavesTheOldOrTheNew() throws IOException {
    KeySource key = KeySource.file(root.resolve("stage.key"));
    Path other = root.resolve("other");
    StageState next = made(StateStore.files(other, "shop", "dev", key)).movedTo("elsewhere");
    int refused = 0;
    for (boolean done = false; !done; refused++) {
      Path folder = root.resolve("refused-" + refused);
      FailingDisk disk = new FailingDisk();
      StateStore store =
          new FileStateStore(
              disk, new AlchemyFolder(folder), "shop", "dev", key, new SecureRandom());
      StageState before = null;
      try (StageWriter writer = lock(store)) {
        writer.commit(List.of(RowChange.put(Rows.withSecret("old", "the-old-secret"))));
        before = writer.state();
        disk.failAt(refused + 1);
        writer.restore(next, List.of(run("run-1")));
        done = !disk.hasFailed();
      } catch (StateWriteFailedException e) {
        done = false;
      }
      StageState left = StateStore.files(folder, "shop", "dev", key).loadAnyway();
      assertSame(left.instanceId().equals(next.instanceId()) ? next : before, left);
    }
    assertTrue(refused > 10, "refused " + refused);
  }

  private void assertHas(int damaged, String... runs) {
    History history = open("dev", PASSWORD).history(9);
    assertEquals(List.of(runs), history.runs().stream().map(RunRecord::runId).toList());
    assertEquals(damaged, history.damage().size());
  }

  private void record(String... runs) {
    try (StageWriter writer = lock(open("dev", PASSWORD))) {
      for (String each : runs) {
        writer.record(run(each));
      }
    }
  }

  private Path file() {
    return root.resolve("shop/dev/history.ndjson");
  }
}
