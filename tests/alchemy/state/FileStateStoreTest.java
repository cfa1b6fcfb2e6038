package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.Secret;
import alchemy.json.Json;
import alchemy.json.NotJsonException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest extends StateStoreContract {
  @TempDir Path root;

  @Override
  StateStore open(String stage) {
    return StateStore.files(folder(), "shop", stage, KeySource.file(folder().resolve("local.key")));
  }

  @Override
  StateStore openWithoutKey(String stage) {
    return StateStore.files(folder(), "shop", stage, KeySource.none());
  }

  @Test
  void theSnapshotIsReadableAndSorted() throws IOException {
    finish("b");
    finish("a");
    String text = Files.readString(snapshot());
    assertTrue(text.contains("\n    \"a\": {\n      \"delete\": false,\n"), text);
    assertTrue(text.indexOf("\"a\": {") < text.indexOf("\"b\": {"), text);
    assertTrue(text.contains("\"status\": \"created\""), text);
    assertTrue(text.endsWith("}\n"), text);
    assertEquals(2L, ((Map<?, ?>) Json.read(text)).get("format"));
  }

  @Test
  void finishReplacesTheSnapshotWithoutTouchingTheOldFile() throws IOException {
    finish("a");
    Path kept = root.resolve("kept");
    Files.createLink(kept, snapshot());
    byte[] before = Files.readAllBytes(kept);
    finish("b");
    assertArrayEquals(before, Files.readAllBytes(kept));
    assertEquals(List.of("a", "b"), keys());
    assertFalse(Files.exists(snapshot().resolveSibling("state.json.tmp")));
  }

  @Test
  void noSecretIsOnDiskInPlainText() throws IOException {
    String secret = "very-secret-password+1";
    Row row =
        Rows.plain("a")
            .with()
            .props(
                Map.of(
                    "deep", List.of(Map.of("token", Secret.of(secret))), "note", "it is " + secret))
            .intended(Map.of("token", Secret.of(secret)))
            .outputs(Map.of("url", Secret.format("postgres://u:%s@h/d", Secret.of(secret))))
            .build();
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(row)));
      writer.outputs(Map.of("token", Secret.of(secret)));
      assertNothingHolds(secret);
      writer.finish();
    }
    assertNothingHolds(secret);
  }

  @Test
  void filesAndFoldersAreTheirOwnersOnly() throws IOException {
    assumeTrue(root.getFileSystem().supportedFileAttributeViews().contains("posix"));
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("a", "some-secret"))));
      assertModes();
      writer.finish();
      assertModes();
    }
  }

  @Test
  void theFolderIgnoresWhatBelongsToThisMachine() throws IOException {
    finish("a");
    Path ignore = folder().resolve(".gitignore");
    List<String> lines = Files.readAllLines(ignore);
    assertTrue(
        lines.containsAll(List.of("/local/", "/*/local/", "*.key", "/*/*/lock", "*.tmp")),
        lines.toString());
    Files.writeString(ignore, "# mine\n");
    finish("b");
    assertEquals("# mine\n", Files.readString(ignore));
  }

  @Test
  void namesThatLeaveTheFolderAreRefused() {
    for (String each : List.of("..", "a/b", "", "A", "x".repeat(41))) {
      InvalidStageException e = assertThrows(InvalidStageException.class, () -> open(each), each);
      assertEquals(2, e.exitCode());
    }
    assertThrows(
        InvalidStageException.class,
        () -> StateStore.files(folder(), "local", "dev", KeySource.none()));
  }

  @Test
  void theCostOfACommitDoesNotGrowWithWhatIsUnchanged() throws IOException {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(
          Stream.iterate(0, i -> i + 1)
              .limit(1_000)
              .map(i -> RowChange.put(Rows.plain("row" + i)))
              .toList());
      long before = Files.size(journal());
      writer.commit(List.of(RowChange.put(Rows.plain("one-more"))));
      assertTrue(Files.size(journal()) - before < 300);
    }
  }

  @Test
  void aDiskThatRefusesEndsTheWriter() throws IOException {
    try (StageWriter writer = lock(open("dev"))) {
      Files.createDirectory(journal());
      StateWriteFailedException e =
          assertThrows(
              StateWriteFailedException.class,
              () -> writer.commit(List.of(RowChange.put(Rows.plain("a")))));
      assertTrue(e.getMessage().contains("dev"), e.getMessage());
      Files.delete(journal());
      assertThrows(
          StateWriteFailedException.class,
          () -> writer.commit(List.of(RowChange.put(Rows.plain("b")))));
      assertEquals(0, writer.state().rows().size());
    }
    assertEquals(List.of(), keys());
  }

  @Test
  void whatCannotBeWrittenFailsAloneAlsoAmongOthersOfOneFlush() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch queued = new CountDownLatch(1);
    Map<String, Object> slow =
        new AbstractMap<>() {
          @Override
          public Set<Map.Entry<String, Object>> entrySet() {
            begun.countDown();
            assertDoesNotThrow(() -> queued.await());
            return Set.of(Map.entry("url", "http://x"));
          }
        };
    Object tooLong = BigInteger.TEN.pow(2_000);
    try (StageWriter writer = lock(open("dev"))) {
      List<FutureTask<Void>> all =
          Stream.<Runnable>of(
                  () -> writer.outputs(slow),
                  () -> writer.commit(List.of(RowChange.put(Rows.plain("a")))),
                  () ->
                      writer.commit(
                          List.of(
                              RowChange.put(Rows.plain("b")),
                              RowChange.put(
                                  Rows.plain("c").with().props(Map.of("n", tooLong)).build()))),
                  () -> writer.outputs(Map.of("n", tooLong)),
                  () -> writer.commit(List.of(RowChange.put(Rows.plain("d")))))
              .map(each -> new FutureTask<Void>(each, null))
              .toList();
      new Thread(all.get(0)).start();
      begun.await();
      for (FutureTask<Void> each : all.subList(1, all.size())) {
        Thread thread = new Thread(each);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
      queued.countDown();
      for (int i : List.of(0, 1, 4)) {
        all.get(i).get();
      }
      for (int i : List.of(2, 3)) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> all.get(i).get());
        assertInstanceOf(NotJsonException.class, e.getCause());
      }
      assertEquals(2, writer.state().serial(), "one flush for the first, and one for all others");
    }
    assertEquals(List.of("a", "d"), keys());
    assertEquals(Map.of("url", "http://x"), open("dev").load().outputs());
  }

  @Test
  void aLongTextAndADeepTreeAreReadAgain() {
    Object deep = "x".repeat(100_000);
    for (int i = 0; i < 990; i++) {
      deep = List.of(deep);
    }
    Row row = Rows.plain("a").with().outputs(Map.of("v", deep)).build();
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(row)));
      assertEquals(row, open("dev").load().rows().get("a"));
      writer.finish();
    }
    assertEquals(row, open("dev").load().rows().get("a"));
  }

  @Test
  void aLostKeyFileIsAnErrorAndNeverMadeAnew() throws IOException {
    try (StageWriter writer = lock(open("dev"))) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("a", "some-secret"))));
    }
    Path key = folder().resolve("local.key");
    byte[] whole = Files.readAllBytes(key);
    Files.delete(key);
    assertThrows(WrongKeyFileException.class, () -> openPassword());
    assertFalse(Files.exists(key));
    Files.write(key, new byte[32]);
    assertThrows(WrongKeyFileException.class, () -> openPassword());
    Files.write(key, new byte[3]);
    assertThrows(WrongKeyFileException.class, () -> openPassword());
    Files.write(key, whole);
    assertEquals(Secret.of("some-secret"), openPassword());
  }

  @Test
  void aPasswordPreparedBeforeANewStageWasLockedOpensWhatWasSealedThen() {
    KeySource password = KeySource.password(Secret.of("a long password"));
    StateStore store = StateStore.files(folder(), "shop", "dev", password);
    store.vault().prepare(Runnable::run).join();
    assertFalse(Files.exists(folder()), "preparing writes nothing");
    try (StageWriter writer = lock(store)) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("a", "some-secret"))));
    }
    StateStore again = StateStore.files(folder(), "shop", "dev", password);
    Object sealed = again.load().rows().get("a").outputs().get("password");
    assertEquals(Secret.of("some-secret"), again.vault().open((Sealed) sealed));
    KeySource other = KeySource.password(Secret.of("another password"));
    StateStore wrong = StateStore.files(folder(), "shop", "dev", other);
    assertEquals(1, wrong.load().rows().size(), "listing needs no key");
    assertThrows(WrongPasswordException.class, () -> wrong.vault().open((Sealed) sealed));
  }

  @Test
  void aWeakerDerivationInAChangedFileIsRefused() throws IOException {
    KeySource password = KeySource.password(Secret.of("a long password"));
    StateStore store = StateStore.files(folder(), "shop", "dev", password);
    try (StageWriter writer = store.lock(Rows.holder("run-1"), Duration.ZERO)) {
      writer.commit(List.of(RowChange.put(Rows.withSecret("a", "some-secret"))));
      writer.finish();
    }
    Forged.snapshot(snapshot(), text -> text.replace("\"n\": 16384", "\"n\": 2"));
    assertThrows(StateDamagedException.class, () -> open("dev").load());
    Forged.snapshot(snapshot(), text -> text.replace("\"n\": 2", "\"n\": 32768"));
    StateStore changed = StateStore.files(folder(), "shop", "dev", password);
    StageState state = changed.load();
    assertThrows(
        WrongPasswordException.class,
        () -> changed.vault().open((Sealed) state.rows().get("a").outputs().get("password")));
  }

  private Secret openPassword() {
    StateStore store = open("dev");
    return store.vault().open((Sealed) store.load().rows().get("a").outputs().get("password"));
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

  private void assertNothingHolds(String secret) throws IOException {
    String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    int files = 0;
    try (Stream<Path> all = Files.walk(folder())) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(each, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(secret) || text.contains(base64), each.toString());
        files++;
      }
    }
    assertTrue(files >= 4, "looked at " + files + " files");
  }

  private void assertModes() throws IOException {
    try (Stream<Path> all = Files.walk(folder())) {
      for (Path each : all.toList()) {
        if (!each.endsWith(".gitignore")) {
          assertEquals(
              Files.isDirectory(each) ? "rwx------" : "rw-------",
              PosixFilePermissions.toString(Files.getPosixFilePermissions(each)),
              each.toString());
        }
      }
    }
  }
}
