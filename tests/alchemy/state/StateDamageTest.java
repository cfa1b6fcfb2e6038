package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash, a bad disk or a wrong hand may do to the files, and what is made of it. */
class StateDamageTest {
  @TempDir Path root;

  @Test
  void theLastLineOfAJournalMayBeCutAnywhereAndOnlyItIsLost() throws IOException {
    commitWithoutFinish("a", "b");
    byte[] whole = Files.readAllBytes(journal());
    int last = lastLine(whole);
    for (int cut = last; cut < whole.length; cut++) {
      Files.write(journal(), Arrays.copyOf(whole, cut));
      assertEquals(List.of("a"), keys(), "cut at " + cut);
      try (StageWriter writer = lock(open("dev"))) {
        writer.commit(List.of(RowChange.put(Rows.plain("c"))));
      }
      assertEquals(List.of("a", "c"), keys(), "continued after a cut at " + cut);
    }
    Files.write(journal(), whole);
    assertEquals(List.of("a", "b"), keys());
  }

  @Test
  void aJournalCutInItsHeaderIsAnEmptyOne() throws IOException {
    commitWithoutFinish("a");
    byte[] whole = Files.readAllBytes(journal());
    Files.write(journal(), Arrays.copyOf(whole, 10));
    assertEquals(List.of(), keys());
    try (StageWriter writer = lock(open("dev"))) {
      writer.finish();
    }
    assertFalse(Files.exists(journal()));
  }

  @Test
  void blocksOfTheLastLineThatNeverReachedTheDiskAreATornLine() throws IOException {
    commitWithoutFinish("a", "b");
    byte[] whole = Files.readAllBytes(journal());
    Arrays.fill(whole, lastLine(whole) + 5, whole.length - 5, (byte) 0);
    Files.write(journal(), whole);
    assertEquals(List.of("a"), keys());
  }

  @Test
  void anyOtherDamageOfAJournalStopsWithFileAndLine() throws IOException {
    commitWithoutFinish("a", "b", "c");
    byte[] whole = Files.readAllBytes(journal());
    String text = new String(whole, StandardCharsets.UTF_8);
    String[] lines = text.lines().map(each -> each + "\n").toArray(String[]::new);
    for (String damaged :
        List.of(
            text.replace("\"serial\":2", "\"serial\":7"),
            text.replace("\"b\":", "\"x\":"),
            lines[0] + lines[1] + lines[3],
            lines[0] + lines[1] + lines[3] + lines[2],
            lines[0] + lines[1] + lines[1] + lines[2] + lines[3],
            lines[0] + lines[1] + "\n" + lines[2] + lines[3],
            lines[0] + lines[1] + "{not json}\n" + lines[3])) {
      Files.writeString(journal(), damaged);
      StateDamagedException e = assertThrows(StateDamagedException.class, () -> open("dev").load());
      assertEquals(3, e.line());
      assertTrue(e.file().endsWith("shop/dev/journal.ndjson"), e.file().toString());
      assertThrows(StateDamagedException.class, () -> lock(open("dev")));
      assertEquals(damaged, Files.readString(journal()), "it is left as it is");
    }
  }

  @Test
  void everyFlippedBitOfAnAcknowledgedLineIsNoticed() throws IOException {
    commitWithoutFinish("a", "b");
    byte[] whole = Files.readAllBytes(journal());
    for (int i = 0; i < whole.length - 1; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      Files.write(journal(), flipped);
      if (whole[i] == '2' && i < 15) {
        assertThrows(StateTooNewException.class, () -> open("dev").load(), "format 3");
      } else {
        assertThrows(StateDamagedException.class, () -> open("dev").load(), "byte " + i);
      }
    }
  }

  @Test
  void everyChangedTextAndNumberOfASnapshotIsNoticed() throws IOException {
    finish("a");
    String whole = Files.readString(snapshot());
    int changed = 0;
    for (int i = 0; i < whole.length(); i++) {
      char next = (char) (whole.charAt(i) + 1);
      if (Character.isLetterOrDigit(whole.charAt(i)) && Character.isLetterOrDigit(next)) {
        Files.writeString(snapshot(), whole.substring(0, i) + next + whole.substring(i + 1));
        assertThrows(AlchemyException.class, () -> open("dev").load(), "character " + i);
        assertThrows(AlchemyException.class, () -> lock(open("dev")), "character " + i);
        changed++;
      }
    }
    assertTrue(changed > 150, "changed " + changed);
    Files.writeString(snapshot(), whole.replace("\n", "\r\n"));
    assertEquals(List.of("a"), keys(), "other line ends are the same state");
  }

  @Test
  void aSnapshotThatClaimsToBeOfAnOlderFormatIsNoticed() throws IOException {
    finish("a");
    String whole = Files.readString(snapshot());
    for (String other : List.of("1", "0", "-1", "null", "\"2\"", "1.5")) {
      Files.writeString(snapshot(), whole.replace("\"format\": 2", "\"format\": " + other));
      assertThrows(StateDamagedException.class, () -> open("dev").load(), other);
    }
  }

  @Test
  void aSnapshotThatIsEmptyOrCutAnywhereIsAnErrorThatNamesIt() throws IOException {
    finish("a");
    byte[] whole = Files.readAllBytes(snapshot());
    for (int cut = 0; cut < whole.length - 2; cut += 7) {
      Files.write(snapshot(), Arrays.copyOf(whole, cut));
      StateDamagedException e =
          assertThrows(StateDamagedException.class, () -> open("dev").load(), "cut at " + cut);
      assertTrue(e.getMessage().contains("state.json"), e.getMessage());
    }
    for (String part : List.of("\"rows\"", "\"serial\"", "\"status\"", "\"instance\"")) {
      Files.write(snapshot(), whole);
      Forged.snapshot(snapshot(), text -> text.replace(part, "\"other\""));
      StateDamagedException e =
          assertThrows(StateDamagedException.class, () -> open("dev").load(), part);
      assertTrue(e.getMessage().contains(part.replace("\"", "")), e.getMessage());
    }
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    finish("a");
    String text = Files.readString(snapshot());
    Files.writeString(snapshot(), text.replace("\"format\": 2", "\"format\": 4"));
    assertThrows(StateTooNewException.class, () -> open("dev").load());
    Files.writeString(snapshot(), text);
    commitWithoutFinish("b");
    Files.writeString(
        journal(), Files.readString(journal()).replace("\"format\":2", "\"format\":3"));
    assertThrows(StateTooNewException.class, () -> open("dev").load());
  }

  @Test
  void aRunKilledBetweenSnapshotAndEmptyingTheJournalLosesNothing() throws IOException {
    commitWithoutFinish("a");
    byte[] before = Files.readAllBytes(journal());
    try (StageWriter writer = lock(open("dev"))) {
      writer.finish();
    }
    Files.write(journal(), before);
    assertEquals(List.of("a"), keys());
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.plain("b"))));
    }
    assertEquals(List.of("a", "b"), keys());
  }

  @Test
  void aRunKilledBeforeItEmptiedAJournalOfAHeaderAloneLosesNothing() throws IOException {
    commitWithoutFinish("a");
    byte[] all = Files.readAllBytes(journal());
    byte[] header = Arrays.copyOf(all, lastLine(all) + 5);
    Files.write(journal(), header);
    try (StageWriter writer = lock(open("dev"))) {
      writer.finish();
    }
    Files.write(journal(), header);
    assertEquals(List.of(), keys());
    finish("b");
    assertEquals(List.of("b"), keys());
  }

  @Test
  void aRunThatChangesNothingClearsWhatAKilledOneLeft() throws IOException {
    commitWithoutFinish("a");
    byte[] before = Files.readAllBytes(journal());
    try (StageWriter writer = lock(open("dev"))) {
      writer.finish();
    }
    Files.write(journal(), before);
    try (StageWriter writer = lock(open("dev"))) {
      writer.finish();
    }
    assertFalse(Files.exists(journal()));
    assertEquals(List.of("a"), keys());
  }

  @Test
  void aJournalThatContinuesAnotherSnapshotIsRefused() throws IOException {
    finish("a");
    byte[] older = Files.readAllBytes(snapshot());
    finish("b");
    commitWithoutFinish("c");
    Files.write(snapshot(), older);
    StateDamagedException e = assertThrows(StateDamagedException.class, () -> open("dev").load());
    assertTrue(e.getMessage().contains("is not what journal.ndjson continues"), e.getMessage());
    Files.delete(snapshot());
    e = assertThrows(StateDamagedException.class, () -> open("dev").load());
    assertTrue(e.getMessage().contains("is missing"), e.getMessage());
  }

  @Test
  void aJournalOfAnotherHistoryOfTheSameLengthIsRefused() throws IOException {
    finish("a");
    byte[] before = Files.readAllBytes(snapshot());
    commitWithoutFinish("b");
    byte[] other = Files.readAllBytes(journal());
    Files.delete(journal());
    Files.write(snapshot(), before);
    finish("c");
    Files.write(journal(), other);
    StateDamagedException e = assertThrows(StateDamagedException.class, () -> open("dev").load());
    assertTrue(e.getMessage().contains("is not what journal.ndjson continues"), e.getMessage());
  }

  @Test
  void aSnapshotOfAnotherStageIsRefused() throws IOException {
    finish("a");
    Files.createDirectories(folder().resolve("shop/prod"));
    Files.copy(snapshot(), folder().resolve("shop/prod/state.json"));
    assertThrows(StateDamagedException.class, () -> open("prod").load());
  }

  private StateStore open(String stage) {
    return StateStore.files(folder(), "shop", stage, KeySource.none());
  }

  private static StageWriter lock(StateStore store) {
    return store.lock(Rows.holder("run-1"), Duration.ZERO);
  }

  private Path folder() {
    return root.resolve(".alchemy");
  }

  private Path journal() {
    return folder().resolve("shop/dev/journal.ndjson");
  }

  private Path snapshot() {
    return folder().resolve("shop/dev/state.json");
  }

  private List<String> keys() {
    return List.copyOf(open("dev").load().rows().keySet());
  }

  private void finish(String id) {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.plain(id))));
      writer.finish();
    }
  }

  private void commitWithoutFinish(String... ids) {
    try (StageWriter writer = lock(open("dev"))) {
      for (String each : ids) {
        writer.commit(List.of(RowChange.put(Rows.plain(each))));
      }
    }
  }

  private static int lastLine(byte[] bytes) {
    int i = bytes.length - 1;
    while (bytes[i - 1] != '\n') {
      i--;
    }
    return i;
  }
}
