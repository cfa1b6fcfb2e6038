package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.Box;
import alchemy.local.postgres.SharedPostgres;
import alchemy.state.Holder;
import alchemy.state.KeySource;
import alchemy.state.StageWriter;
import alchemy.state.postgres.PostgresStateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command about state, over files and over a database; the history, a backup and its return,
 * and a move to another place, as people see them.
 */
@ExtendWith(SharedPostgres.class)
class StateTransferCommandsTest {
  private static final String PASSWORD = "the password of the shop";
  private static final String SECRET = "hunter2-hunter2";

  @TempDir Path folder;
  private Transcript transcript;
  private String content = "one";
  private String fails;

  private void shop(App app) {
    Resource.of(
        "safe",
        new Box(),
        () -> new Box.Props("safe", null, content, Secret.of(SECRET), null, null));
    Resource.of("shelf", new Box(), () -> new Box.Props(null, null, null, null, fails, null));
  }

  @BeforeEach
  void aScriptInItsFolder() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Path boxes = Files.createDirectories(folder.resolve("boxes"));
    transcript =
        new Transcript(folder)
            .script("shop", this::shop)
            .variable("BOXES", boxes.toString())
            .variable("CI", "true")
            .variable("GITHUB_ACTOR", "octocat")
            .variable("ALCHEMY_STATE", "file")
            .variable("ALCHEMY_STAGE", "test")
            .variable("ALCHEMY_PASSWORD", PASSWORD);
  }

  @Test
  void theHistoryTellsWhoChangedWhatAndHowItEnded() throws IOException {
    transcript.about("before anything is deployed");
    assertEquals(0, transcript.run("history"));
    fails = "create";
    assertEquals(1, transcript.run("deploy", "--quiet", "--parallel", "1"));
    fails = null;
    assertEquals(0, transcript.run("deploy", "--quiet"));
    transcript.about("nothing changed, so that it is not recorded");
    assertEquals(0, transcript.run("deploy", "--quiet"));
    content = "two";
    assertEquals(0, transcript.run("deploy", "--quiet"));
    transcript.variable("ALCHEMY_NEW_PASSWORD", "another password of the shop");
    assertEquals(0, transcript.run("password", "--quiet"));
    transcript.variable("ALCHEMY_PASSWORD", "another password of the shop");
    assertEquals(0, transcript.run("state", "mv", "shelf", "board"));
    assertEquals(0, transcript.run("state", "rm", "board", "--yes"));
    assertEquals(0, transcript.run("history"));
    assertEquals(0, transcript.run("history", "--last", "2", "--json"));
    assertEquals(2, transcript.run("history", "--last", "0"));
    transcript.about("on a terminal").onTerminal("", 1);
    assertEquals(0, transcript.run("history", "--last", "1"));
    matches("history");
  }

  @Test
  void aBackupIsTakenAndPutBackAndAPlanAfterItIsEmpty() throws IOException {
    assertEquals(3, transcript.run("state", "pull"));
    assertEquals(0, transcript.run("deploy", "--quiet", "--parallel", "1"));
    assertEquals(0, transcript.run("state", "pull", "--out", "backup.json"));
    assertEquals(2, transcript.run("state", "pull", "--json"));
    assertEquals(2, transcript.run("state", "pull", "--out", "nowhere/backup.json"));
    Path backup = folder.resolve("backup.json");
    String whole = Files.readString(backup);
    content = "two";
    assertEquals(0, transcript.run("deploy", "--quiet"));
    transcript.about("older than what is recorded");
    assertEquals(3, transcript.run("state", "push", "backup.json"));
    transcript.about("of another stage, cut, changed, no backup, and none at all");
    assertEquals(3, transcript.run("state", "push", "backup.json", "--stage", "other"));
    for (String bad :
        List.of(whole.substring(0, 400), whole.replace("\"safe\"", "\"sofa\""), "{}", "[]")) {
      Files.writeString(folder.resolve("bad.json"), bad);
      assertEquals(3, transcript.run("state", "push", "bad.json", "--force"));
    }
    assertEquals(2, transcript.run("state", "push", "absent.json"));
    transcript.about("somebody says so, without the password; the script is what it was");
    transcript.variable("ALCHEMY_PASSWORD", "");
    assertEquals(0, transcript.run("state", "push", "backup.json", "--force", "--json"));
    transcript.variable("ALCHEMY_PASSWORD", PASSWORD);
    content = "one";
    assertEquals(0, transcript.run("plan", "--check"));
    transcript.onTerminal(whole);
    assertEquals(0, transcript.run("state", "push"));
    transcript.about("into a folder where there is nothing").variable("ALCHEMY_STATE", "file:new");
    assertEquals(0, transcript.run("state", "push", "backup.json"));
    assertEquals(0, transcript.run("plan", "--check"));
    assertEquals(0, transcript.run("history"));
    if (Files.getFileStore(backup).supportsFileAttributeView("posix")) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
    }
    matches("backup");
  }

  @Test
  void theStateMovesAndWhoLooksWhereItWasIsToldWhereItIs() throws IOException {
    assertEquals(2, transcript.run("state", "copy", "--to", "STATE_URL"));
    transcript.variable("STATE_URL", "s3://bucket");
    assertEquals(2, transcript.run("state", "copy", "--to", "STATE_URL"));
    assertEquals(2, transcript.run("state", "copy", "--to", "none"));
    transcript.variable("STATE_URL", "file:elsewhere");
    assertEquals(3, transcript.run("state", "copy", "--to", "STATE_URL"));
    assertEquals(0, transcript.run("deploy", "--quiet", "--parallel", "1"));
    assertEquals(3, transcript.run("state", "copy", "--to", "file"));
    assertEquals(0, transcript.run("state", "copy", "--to", "STATE_URL"));
    for (String looks : List.of("state list", "plan", "deploy", "destroy", "outputs")) {
      assertEquals(3, transcript.run(looks.split(" ")), looks);
    }
    transcript.about("where it is").variable("ALCHEMY_STATE", "file:elsewhere");
    assertEquals(0, transcript.run("plan", "--check"));
    assertEquals(0, transcript.run("history"));
    transcript.about("and back");
    assertEquals(0, transcript.run("state", "copy", "--to", "file", "--json"));
    assertEquals(3, transcript.run("plan", "--check"));
    transcript.variable("ALCHEMY_STATE", "file");
    assertEquals(0, transcript.run("plan", "--check"));
    transcript.about("a database, whose password is typed, and is wrong first");
    String url = SharedPostgres.server().database();
    for (String bad : List.of(url.replace("@", "x@"), url.replace("@", "@x@"))) {
      assertNotEquals(0, transcript.run("state", "copy", "--to", bad));
    }
    assertEquals(0, transcript.run("state", "copy", "--to", url));
    assertEquals(3, transcript.run("plan"));
    transcript.variable("ALCHEMY_STATE", url);
    assertEquals(0, transcript.run("plan", "--check"));
    assertEquals(0, transcript.run("state", "copy", "--to", "file", "--quiet"));
    assertEquals(3, transcript.run("state", "list"));
    transcript.about("where no variable says from where").variable("ALCHEMY_STATE", "");
    assertEquals(2, transcript.run("state", "copy", "--to", "file"));
    assertEquals(0, transcript.run("state", "copy", "--to", "file:third"));
    transcript.about("the stage of this machine");
    assertEquals(3, transcript.run("state", "copy", "--stage", "local", "--to", "STATE_URL"));
    matches("state-copy");
  }

  @Test
  void everyCommandWorksOnADatabase() throws IOException {
    String url = SharedPostgres.server().database();
    transcript.about("nothing is there").variable("ALCHEMY_STATE", url);
    runs(0, "state list", "outputs", "history", "drift", "password", "destroy");
    runs(1, "state show safe", "state mv safe chest");
    transcript.about("deployed");
    runs(0, "deploy --quiet --parallel 1", "state list", "drift --check", "outputs");
    runs(0, "state show safe --json", "state mv shelf board", "state rm board --yes");
    runs(0, "state list --stage other", "state pull --out backup.json", "state push backup.json");
    transcript
        .about("another password")
        .variable("ALCHEMY_NEW_PASSWORD", "another one of the shop");
    runs(0, "password --new-key");
    runs(1, "password");
    transcript.variable("ALCHEMY_PASSWORD", "another one of the shop");
    runs(3, "state push backup.json");
    runs(5, "plan --check");
    transcript.about("another run has the lock");
    StageWriter held = lockedElsewhere(url);
    runs(4, "deploy", "destroy --yes", "state mv safe chest", "state push backup.json --force");
    runs(3, "state unlock");
    runs(0, "state list", "state unlock --yes", "state unlock");
    held.close();
    transcript.about("and at the end");
    runs(0, "destroy --yes", "state list", "outputs", "history");
    matches("database");
    assertFalse(Files.exists(folder.resolve(".alchemy")), "nothing is in files");
  }

  private StageWriter lockedElsewhere(String url) {
    Holder holder =
        new Holder("far-run", "far-host", 4711, Instant.parse("2026-01-02T12:00:00Z"), "deploy");
    return new PostgresStateStore(
            Secret.of(url), folder.resolve(".alchemy"), "shop", "test", KeySource.none())
        .lock(holder, Duration.ZERO);
  }

  private void runs(int exit, String... commands) {
    for (String each : commands) {
      assertEquals(exit, transcript.run(each.split(" ")), transcript::text);
    }
  }

  private void matches(String golden) throws IOException {
    transcript.matches(golden);
    String text = transcript.text();
    for (String each : List.of(SECRET, PASSWORD, "the-password-of-")) {
      assertFalse(text.contains(each), text);
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          boolean stored = file.startsWith(folder.resolve("boxes"));
          String found = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertTrue(stored || !found.contains(each), file.toString());
        }
      }
    }
    assertTrue(
        text.lines().allMatch(line -> line.length() <= 85 || line.matches("[{].*|.*: FATAL: .*")),
        text);
  }
}
