package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage gets another password, also if the process that gives it is killed in the middle. */
class RekeyTest {
  private static final Secret OLD = Secret.of("the old password");
  private static final Secret NEW = Secret.of("the new password");

  @TempDir Path root;

  @BeforeEach
  void aStageWithSecretsAndAJournalOfAKilledRun() {
    try (StageWriter writer = lock(store(OLD))) {
      writer.commit(
          List.of(
              RowChange.put(Rows.withSecret("a", "secret-of-a")), RowChange.put(Rows.full("b"))));
      writer.outputs(Map.of("password", Secret.of("secret-of-the-app")));
      writer.finish();
      writer.commit(List.of(RowChange.put(Rows.withSecret("c", "secret-of-c"))));
    }
  }

  @Test
  void theNewPasswordOpensAllAndTheOldOneNothing() {
    StageState before = store(OLD).load();
    rekey(false);
    assertOpens(NEW);
    assertOpensNothing(OLD);
    StageState after = store(NEW).load();
    assertEquals(before.rows(), after.rows(), "what was sealed stays as it is");
    assertEquals(before.outputs(), after.outputs());
    assertEquals(before.instanceId(), after.instanceId());
    assertEquals(before.serial() + 1, after.serial());
  }

  @Test
  void aNewKeySealsAllAnew() throws IOException {
    String before = everything();
    rekey(true);
    assertOpens(NEW);
    assertOpensNothing(OLD);
    String after = everything();
    List<String> old =
        before.lines().filter(each -> each.contains("$sealed") || each.contains("$hash")).toList();
    assertTrue(old.size() > 5, before);
    for (String each : old) {
      assertFalse(after.contains(each.strip().replace(",", "")), each);
    }
  }

  @Test
  void theSameWriterGoesOnWithTheNewPassword() {
    for (boolean newKey : List.of(false, true)) {
      Secret old = newKey ? NEW : OLD;
      Secret next = newKey ? OLD : NEW;
      StateStore store = store(old);
      try (StageWriter writer = lock(store)) {
        assertTrue(writer.rekey(next, newKey));
        writer.commit(List.of(RowChange.put(Rows.withSecret("d", "secret-of-d-" + newKey))));
        writer.finish();
      }
      assertThrows(WrongPasswordException.class, () -> store.vault().verify());
      StateStore again = store(next);
      Object sealed = again.load().rows().get("d").outputs().get("password");
      assertEquals("secret-of-d-" + newKey, again.vault().open((Sealed) sealed).unencrypted());
    }
  }

  @Test
  void aWrongOldPasswordChangesNothing() throws IOException {
    String before = everything();
    try (StageWriter writer = lock(store(Secret.of("quite-another-password")))) {
      assertThrows(WrongPasswordException.class, () -> writer.rekey(NEW, true));
    }
    try (StageWriter writer = lock(StateStore.files(root, "shop", "dev", KeySource.none()))) {
      assertThrows(MissingPasswordException.class, () -> writer.rekey(NEW, false));
    }
    try (StageWriter writer = lock(store(OLD))) {
      assertThrows(MissingPasswordException.class, () -> writer.rekey(Secret.of(""), false));
    }
    assertEquals(before, everything());
    assertOpens(OLD);
  }

  @Test
  void aChangedSealStopsANewKeyBeforeAnythingIsWritten() throws IOException {
    try (StageWriter writer = lock(store(OLD))) {
      writer.finish();
    }
    Path snapshot = root.resolve("shop/dev/state.json");
    String sealed =
        Files.readAllLines(snapshot).stream()
            .filter(each -> each.contains("$sealed"))
            .findFirst()
            .orElseThrow();
    String changed =
        sealed.replaceFirst("(\": \".{20}).", "$1" + (sealed.contains("A") ? "_" : "A"));
    Forged.snapshot(snapshot, text -> text.replace(sealed, changed.replace("_", "/")));
    String before = everything();
    try (StageWriter writer = lock(store(OLD))) {
      assertThrows(SealBrokenException.class, () -> writer.rekey(NEW, true));
    }
    assertEquals(before, everything());
  }

  @Test
  void aStageWithoutSecretsHasNoPassword() {
    StateStore plain = StateStore.files(root, "shop", "plain", KeySource.password(OLD));
    try (StageWriter writer = lock(plain)) {
      writer.commit(List.of(RowChange.put(Rows.plain("a"))));
      assertFalse(writer.rekey(NEW, false));
    }
    assertFalse(plain.load().isSealed());
    assertTrue(store(OLD).load().isSealed());
  }

  @Test
  void aRunThatLostItsLockChangesNoPassword() throws IOException {
    try (StageWriter writer = lock(store(OLD))) {
      Files.delete(root.resolve("shop/dev/lock.json"));
      assertThrows(StateLockLostException.class, () -> writer.rekey(NEW, true));
    }
    assertOpens(OLD);
  }

  @Test
  void killedBeforeInAndAfterItsOneWriteExactlyOnePasswordOpensAll() throws Exception {
    // The journal is cut, written and flushed first; then the snapshot.
    assertEquals(List.of("old", "old"), killed(1, 2));
    assertEquals("old", killedAt(2, true, true), "in the middle of the write");
    String afterwards = killedAt(4, true, false);
    assertEquals("new", afterwards);
  }

  @Test
  @Tag("full")
  void killedAnywhereExactlyOnePasswordOpensAll() throws Exception {
    for (boolean newKey : List.of(false, true)) {
      String last = "old";
      boolean ended = false;
      for (int step = 1; !ended; step++) {
        for (boolean half : List.of(false, true)) {
          String opens = killedAt(step, newKey, half);
          ended |= opens.equals("ended");
          if (!opens.equals("ended")) {
            assertTrue(last.equals("old") || opens.equals("new"), "step " + step);
            last = opens;
          }
        }
      }
      assertEquals("new", last);
    }
  }

  private List<String> killed(int... steps) throws Exception {
    List<String> all = new ArrayList<>();
    for (int each : steps) {
      all.add(killedAt(each, false, false));
    }
    return all;
  }

  /** Which password opens all after a kill before that step on the disk. */
  private String killedAt(int step, boolean newKey, boolean half) throws Exception {
    Path copy = root.resolve("copy-" + step + newKey + half);
    Path stage = Files.createDirectories(copy.resolve("shop/dev"));
    for (String each : List.of("state.json", "journal.ndjson")) {
      Files.copy(root.resolve("shop/dev").resolve(each), stage.resolve(each));
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Rekeying.class.getName(),
                copy.toString(),
                String.valueOf(step),
                String.valueOf(newKey),
                String.valueOf(half))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      String line = said.readLine();
      if ("ended".equals(line)) {
        return line;
      }
      assertEquals("waits to be killed", line);
    } finally {
      process.destroyForcibly().waitFor();
    }
    boolean old = opensAll(copy, OLD);
    assertNotEquals(old, opensAll(copy, NEW), "exactly one opens all, step " + step);
    try (StageWriter next = lock(store(copy, old ? OLD : NEW))) {
      next.commit(List.of(RowChange.put(Rows.withSecret("next", "secret-of-the-next"))));
      next.finish();
    }
    assertTrue(opensAll(copy, old ? OLD : NEW));
    return old ? "old" : "new";
  }

  /** Changes a password, and waits to be killed before, or in, its n-th step on the disk. */
  static final class Rekeying {
    public static void main(String... args) throws IOException {
      Path folder = Path.of(args[0]);
      boolean newKey = Boolean.parseBoolean(args[2]);
      boolean half = Boolean.parseBoolean(args[3]);
      StoppingDisk disk = new StoppingDisk(half);
      StateStore store =
          new FileStateStore(
              disk,
              new AlchemyFolder(folder),
              "shop",
              "dev",
              KeySource.password(OLD),
              new SecureRandom());
      try (StageWriter writer = store.lock(Rows.holder("rekeys"), Duration.ZERO)) {
        disk.stopAt(Integer.parseInt(args[1]));
        writer.rekey(NEW, newKey);
        writer.finish();
        disk.stopAt(0);
      }
      System.out.println("ended");
    }
  }

  private static boolean opensAll(Path folder, Secret password) {
    try {
      StateStore store = store(folder, password);
      assertAll(store);
      return true;
    } catch (WrongPasswordException e) {
      return false;
    }
  }

  private void assertOpens(Secret password) {
    assertAll(store(password));
  }

  private static void assertAll(StateStore store) {
    StageState state = store.load();
    store.vault().verify();
    assertEquals("secret-of-a", opened(store, state.rows().get("a").outputs().get("password")));
    assertEquals(
        "postgres://b:pw@host/db", opened(store, state.rows().get("b~2").outputs().get("url")));
    List<?> deep = (List<?>) state.rows().get("b~2").props().get("a/b~c");
    assertEquals("deep-b-secret", opened(store, ((Map<?, ?>) deep.get(2)).get("deep")));
    assertEquals("secret-of-c", opened(store, state.rows().get("c").outputs().get("password")));
    assertEquals("secret-of-the-app", opened(store, state.outputs().get("password")));
  }

  private void assertOpensNothing(Secret password) {
    StateStore store = store(password);
    Object sealed = store.load().rows().get("a").outputs().get("password");
    assertThrows(WrongPasswordException.class, () -> store.vault().verify());
    assertThrows(WrongPasswordException.class, () -> store.vault().open((Sealed) sealed));
  }

  private void rekey(boolean newKey) {
    try (StageWriter writer = lock(store(OLD))) {
      assertTrue(writer.rekey(NEW, newKey));
      writer.finish();
    }
  }

  private String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(root.resolve("shop/dev"))) {
      for (Path each : files.sorted().toList()) {
        if (!each.endsWith("lock.json")) {
          all.append(each.getFileName()).append('\n').append(Files.readString(each));
        }
      }
    }
    return all.toString();
  }

  private static String opened(StateStore store, Object sealed) {
    return store.vault().open((Sealed) sealed).unencrypted();
  }

  private StateStore store(Secret password) {
    return store(root, password);
  }

  private static StateStore store(Path folder, Secret password) {
    return StateStore.files(folder, "shop", "dev", KeySource.password(password));
  }

  private static StageWriter lock(StateStore store) {
    return store.lock(Rows.holder("run-1"), Duration.ZERO);
  }
}
