package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that an older version wrote. */
class FormatTest {
  private static final Secret PASSWORD = Secret.of("the password of format 1");

  @TempDir Path folder;

  /** A snapshot and a journal as format 1 has them: row a with a remote id, and then row b. */
  static Map<String, byte[]> oldFiles(String app, String stage) {
    String instance = "\"instance\":\"abc123\",\"instanceId\":\"" + "0".repeat(32) + "\"";
    String place = "\"app\":\"" + app + "\",\"stage\":\"" + stage + "\"";
    String row = "\"type\":\"test:Thing\",\"provider\":\"test.ThingProvider\",\"delete\":false";
    String snapshot =
        "{\"format\":1,%s,\"serial\":1,\"mark\":\"m\",%s,\"rows\":{\"a\":{\"id\":\"a\",%s,\"status\":\"created\",\"remoteId\":\"1\"}}}"
            .formatted(place, instance, row);
    byte[] header =
        "{\"format\":1,%s,\"serial\":1,\"mark\":\"m\",%s}"
            .formatted(place, instance)
            .getBytes(StandardCharsets.UTF_8);
    byte[] line =
        "{\"serial\":2,\"rows\":{\"b\":{\"id\":\"b\",%s,\"status\":\"creating\"}}}"
            .formatted(row)
            .getBytes(StandardCharsets.UTF_8);
    String first = Checksum.of("", header);
    String journal =
        new String(Checksum.append(header, first), StandardCharsets.UTF_8)
            + "\n"
            + new String(Checksum.append(line, Checksum.of(first, line)), StandardCharsets.UTF_8)
            + "\n";
    Map<String, byte[]> files = new TreeMap<>();
    files.put("state.json", snapshot.getBytes(StandardCharsets.UTF_8));
    files.put("journal.ndjson", journal.getBytes(StandardCharsets.UTF_8));
    return files;
  }

  @Test
  void format1IsReadWithoutBeingWritten() throws IOException {
    fixture("state.json", "journal.ndjson");
    Map<String, String> before = files();

    assertAllOfFormat1(store(), store().load());

    assertEquals(before, files());
  }

  @Test
  void theFirstLockMigratesFormat1AndKeepsItsFiles() throws IOException {
    fixture("state.json", "journal.ndjson");
    Map<String, String> before = files();
    try (StageWriter writer = lock()) {
      assertEquals(
          Optional.of(
              "The state of stage \"prod\" was of format 1 and is of format 2 now."
                  + " What it was is kept: state.json.format-1, journal.ndjson.format-1"),
          writer.note());
      assertEquals(before.get("state.json"), files().get("state.json.format-1"));
      assertEquals(before.get("journal.ndjson"), files().get("journal.ndjson.format-1"));
      assertTrue(files().get("state.json").contains("\"format\": 2"), files().toString());
      assertAllOfFormat1(store(), writer.state());
      writer.commit(List.of(RowChange.put(Rows.plain("next"))));
    }
    assertEquals(5, store().load().rows().size() + 1);
    try (StageWriter writer = lock()) {
      assertEquals(Optional.empty(), writer.note(), "it is told once");
      writer.commit(List.of(RowChange.remove("next")));
      writer.finish();
    }
    assertAllOfFormat1(store(), store().load());
  }

  @Test
  void aSnapshotAloneAndAJournalAloneAreMigratedToo() throws IOException {
    fixture("state.json");
    try (StageWriter writer = lock()) {
      assertKept("state.json.format-1", writer);
    }
    assertEquals(List.of("database", "worker"), List.copyOf(store().load().rows().keySet()));
    assertFalse(files().containsKey("journal.ndjson.format-1"));

    Map<String, byte[]> old = oldFiles("shop", "prod");
    String journal =
        new String(old.get("journal.ndjson"), StandardCharsets.UTF_8)
            .replace("\"serial\":1,\"mark\":\"m\"", "\"serial\":0,\"mark\":\"\"")
            .replace("\"serial\":2", "\"serial\":1");
    Path stage = folder.resolve("shop/alone");
    Files.createDirectories(stage);
    Files.writeString(stage.resolve("journal.ndjson"), summed(journal));
    StateStore alone = StateStore.files(folder, "shop", "alone", KeySource.none());
    Files.writeString(
        stage.resolve("journal.ndjson"), summed(journal.replace("\"prod\"", "\"alone\"")));
    try (StageWriter writer = alone.lock(Rows.holder("r"), Duration.ZERO)) {
      assertEquals(List.of("b"), List.copyOf(writer.state().rows().keySet()));
      assertKept("journal.ndjson.format-1", writer);
    }
    assertEquals(List.of("b"), List.copyOf(alone.load().rows().keySet()));
  }

  @Test
  void aDamagedStateOfFormat1IsLeftAsItIs() throws IOException {
    fixture("state.json", "journal.ndjson");
    Path journal = stage().resolve("journal.ndjson");
    Files.writeString(journal, Files.readString(journal).replace("\"queue\"", "\"other\""));
    Map<String, String> before = files();
    assertThrows(StateDamagedException.class, this::lock);
    Map<String, String> after = files();
    after.remove("lock");
    assertEquals(before, after);
  }

  @Test
  void aNewStageAndOneOfTodayTellNothing() {
    try (StageWriter writer = lock()) {
      assertEquals(Optional.empty(), writer.note());
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
    }
    try (StageWriter writer = lock()) {
      assertEquals(Optional.empty(), writer.note());
    }
  }

  @Test
  void aNewerFormatIsRefusedByReadersAndWritersAndLeftAsItIs() throws IOException {
    Files.createDirectories(stage());
    Files.writeString(stage().resolve("state.json"), "{\"format\": 4, \"all\": \"is new\"}");
    StateTooNewException e = assertThrows(StateTooNewException.class, () -> store().load());
    assertTrue(e.getMessage().contains("state.json has format 4"), e.getMessage());
    assertThrows(StateTooNewException.class, this::lock);
    assertEquals("{\"format\": 4, \"all\": \"is new\"}", files().get("state.json"));
  }

  private static void assertAllOfFormat1(StateStore store, StageState state) {
    assertEquals(List.of("database", "queue", "worker"), List.copyOf(state.rows().keySet()));
    Row database = state.rows().get("database");
    assertEquals("db_1", database.remoteId());
    assertEquals(
        "postgres://u:format-1-password@db.example.com/d",
        opened(store, database.outputs().get("url")));
    assertEquals("a token of format 1", opened(store, database.props().get("token")));
    Row worker = state.rows().get("worker");
    assertEquals(RowStatus.UPDATING, worker.status());
    assertEquals(Map.of("main", "src/worker.ts"), worker.intended());
    assertEquals(Map.of("$ref", 1L), worker.props());
    assertEquals(
        "a secret of the journal", opened(store, state.rows().get("queue").props().get("secret")));
    assertEquals("an output of format 1", opened(store, state.outputs().get("password")));
    assertEquals("ui0wbh", state.instance());
  }

  private static void assertKept(String files, StageWriter writer) {
    String note = writer.note().orElseThrow();
    assertTrue(note.endsWith(" What it was is kept: " + files), note);
  }

  private static String opened(StateStore store, Object sealed) {
    return store.vault().open((Sealed) sealed).unencrypted();
  }

  private static String summed(String journal) {
    StringBuilder all = new StringBuilder();
    String sum = "";
    for (String line : journal.split("\n")) {
      byte[] object =
          line.replaceAll(",\"sum\":\"[0-9a-f]{16}\"", "").getBytes(StandardCharsets.UTF_8);
      sum = Checksum.of(sum, object);
      all.append(new String(Checksum.append(object, sum), StandardCharsets.UTF_8)).append('\n');
    }
    return all.toString();
  }

  private void fixture(String... names) throws IOException {
    Files.createDirectories(stage());
    for (String each : names) {
      Files.copy(Path.of("tests", "golden", "format-1", each), stage().resolve(each));
    }
  }

  private Path stage() {
    return folder.resolve("shop/prod");
  }

  private StateStore store() {
    return StateStore.files(folder, "shop", "prod", KeySource.password(PASSWORD));
  }

  private StageWriter lock() {
    return store().lock(Rows.holder("run-1"), Duration.ZERO);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(stage())) {
      for (Path each : all.toList()) {
        files.put(each.getFileName().toString(), Files.readString(each));
      }
    }
    return files;
  }
}
