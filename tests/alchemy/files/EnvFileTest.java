package alchemy.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.Body;
import alchemy.EnvFile;
import alchemy.OneStage;
import alchemy.Secret;
import alchemy.engine.Plan;
import alchemy.engine.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of variables is written into, read again, and left as it was. */
class EnvFileTest {
  private static final Secret URL = Secret.of("postgres://u:pass-word-1@h/d?sslmode=require");

  @TempDir Path root;
  private OneStage stage;

  @BeforeEach
  void aStage() {
    stage = new OneStage(root);
  }

  private static Body url(Secret value) {
    return app -> EnvFile.of(".env", e -> e.set("DATABASE_URL", () -> value));
  }

  private String file() throws IOException {
    return Files.readString(root.resolve(".env"));
  }

  private void write(String text) throws IOException {
    Files.writeString(root.resolve(".env"), text);
  }

  @Test
  void whatIsSetIsWrittenForItsOwnerOnlyAndNoPlanOrStateShowsASecret() throws IOException {
    write("# mine\nTOKEN=abc\n");
    Files.setPosixFilePermissions(
        root.resolve(".env"), PosixFilePermissions.fromString("rw-r--r--"));
    Body body =
        app ->
            EnvFile.of(
                ".env",
                e ->
                    e.set("DATABASE_URL", () -> URL)
                        .set("PORT", 3000)
                        .set("DEBUG", true)
                        .set("MODE", "quick & dirty")
                        .set("LATER", () -> 7));

    Plan plan = stage.plan(body);
    stage.deploy(body);

    assertEquals(
        "# mine\nTOKEN=abc\nDATABASE_URL="
            + URL.unencrypted()
            + "\nDEBUG=true\nLATER=7\nMODE='quick & dirty'\nPORT=3000\n",
        file());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(".env"))));
    assertTrue(
        plan.step("env").changes().toString().contains("values.DATABASE_URL: (secret)"),
        plan.step("env").changes()::toString);
    try (Stream<Path> files = Files.walk(root.resolve(".alchemy"))) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        assertFalse(
            Files.readString(each, StandardCharsets.ISO_8859_1).contains("pass-word-1"),
            each::toString);
      }
    }
    assertFalse(stage.plan(body).acts());
  }

  @Test
  void whatChangesIsWrittenAndWhatIsNotSetAnyMoreGoes() throws IOException {
    stage.deploy(app -> EnvFile.of(".env", e -> e.set("A", "1").set("B", "2").set("C", "3")));
    write("X=0\n" + file().replace("C=3", "C=mine"));

    stage.deploy(app -> EnvFile.of(".env", e -> e.set("A", "9")));

    assertEquals("X=0\nA=9\nC=mine\n", file());
  }

  @Test
  void destroyTakesItsOwnLinesAndTheFileIfItMadeItAndNothingIsLeft() throws IOException {
    stage.deploy(url(URL));
    stage.destroy();
    assertFalse(Files.exists(root.resolve(".env")));

    write("# mine\n");
    stage.deploy(url(URL));
    stage.destroy();
    assertEquals("# mine\n", file());

    stage.deploy(app -> EnvFile.of(".env", e -> e.set("A", "1").set("B", "2")));
    write(file().replace("A=1", "A=mine"));
    stage.destroy();
    assertEquals("# mine\nA=mine\n", file());
    assertEquals(List.of(), List.copyOf(stage.state().rows().keySet()));
  }

  @Test
  void anEmptyFileThatWasThereStays() throws IOException {
    write("");
    stage.deploy(url(URL));
    stage.destroy();
    assertEquals("", file());
  }

  @Test
  void whatSomebodyChangedIsDriftAndTheNextDeployWritesItAgain() throws IOException {
    stage.deploy(url(URL));
    assertEquals(List.of(), stage.drift());

    write(file().replace("pass-word-1", "pass-word-2"));
    assertEquals(List.of("env: values.DATABASE_URL: (secret changed)"), stage.drift());
    assertInstanceOf(Step.Update.class, stage.plan(url(URL)).step("env"));
    stage.deploy(url(URL));
    assertTrue(file().contains("pass-word-1"));

    Files.delete(root.resolve(".env"));
    assertEquals(List.of("env: gone"), stage.drift());
    stage.deploy(url(URL));
    assertTrue(file().contains("pass-word-1"));
    assertFalse(stage.plan(url(URL)).acts());
  }

  @Test
  void eachStageWritesItsOwnValueAndTakesOnlyThatAway() throws IOException {
    OneStage prod = new OneStage(root, "prod");
    Secret other = Secret.of("postgres://u:pass-word-9@prod/d");
    stage.deploy(url(URL));

    prod.deploy(url(other));
    assertEquals("DATABASE_URL=" + other.unencrypted() + "\n", file());
    assertEquals(
        List.of("DATABASE_URL was set in .env to something else, which is replaced"), prod.notes());
    stage.deploy(url(URL));
    assertEquals("DATABASE_URL=" + URL.unencrypted() + "\n", file());

    prod.destroy();
    assertEquals("DATABASE_URL=" + URL.unencrypted() + "\n", file());
  }

  @Test
  void whatLiesInItsPlaceIsAFaultBeforeAnythingIsDone() throws IOException {
    Path secret = Files.writeString(root.resolve("elsewhere"), "A=1\n");
    Files.createSymbolicLink(root.resolve(".env"), secret);
    assertFault("is a link to another file", url(URL));
    Files.delete(root.resolve(".env"));
    Files.createDirectory(root.resolve(".env"));
    assertFault("is no file", url(URL));
    assertFault("lies in no folder", app -> EnvFile.of("web/.env", e -> e.set("A", "1")));
    assertFault("is no relative path", app -> EnvFile.of("x", "/etc/env", e -> e.set("A", "1")));
    assertFault("no shell takes for a name", app -> EnvFile.of("a.env", e -> e.set("A-B", "1")));
    assertFault("no spelling", app -> EnvFile.of("a.env", e -> e.set("A", "'\"`#")));
    assertFault("is null", app -> EnvFile.of("a.env", e -> e.set("A", () -> null)));
    assertFault("is null", app -> EnvFile.of("a.env", e -> e.set("A", (String) null)));
    assertFault("no text", app -> EnvFile.of("a.env", e -> e.set("A", List::of)));
    assertFault(
        "is also that of",
        app -> {
          EnvFile.of("one", "a.env", e -> e.set("A", "1"));
          EnvFile.of("two", "web/.././a.env", e -> e.set("B", "1"));
        });
    assertEquals("A=1\n", Files.readString(secret));
  }

  @Test
  void whatIsGoneOrSomebodyElsesDoesNotHoldUpItsDeletion() throws IOException {
    Files.createDirectory(root.resolve("web"));
    Body body =
        app -> {
          EnvFile.of("web/.env", e -> e.set("A", "1"));
          EnvFile.of(".env", e -> e.set("B", "1"));
        };
    stage.deploy(body);
    Files.delete(root.resolve("web/.env"));
    Files.delete(root.resolve("web"));
    Path mine = Files.writeString(root.resolve("mine"), "B=1\n");
    Files.delete(root.resolve(".env"));
    Files.createSymbolicLink(root.resolve(".env"), mine);

    stage.deploy(app -> {});

    assertEquals(List.of(), List.copyOf(stage.state().rows().keySet()));
    assertEquals("B=1\n", Files.readString(mine));
    assertEquals(
        List.of(".env is a link to another file, so it is not ours any more, and stays."),
        stage.notes());
  }

  @Test
  void whatARunThatEndedInBetweenLeftIsTakenAwayByTheNext() throws IOException {
    write("# mine\n");
    stage.deploy(url(URL));
    Path hindrance = Files.createDirectories(root.resolve(".alchemy/cache/env.tmp/x"));
    for (String value : List.of("1", "2")) {
      Body next = app -> EnvFile.of(".env", e -> e.set("A", value));
      assertThrows(AlchemyException.class, () -> stage.deploy(next));
    }
    Files.delete(hindrance);
    Files.delete(hindrance.getParent());
    assertEquals("# mine\nDATABASE_URL=" + URL.unencrypted() + "\n", file());

    stage.deploy(app -> EnvFile.of(".env", e -> e.set("A", "3")));

    assertEquals("# mine\nA=3\n", file());
  }

  @Test
  void nothingElseIsWrittenBesideIt() throws IOException {
    Files.writeString(root.resolve(".env.tmp"), "mine");
    Path elsewhere = Path.of("/dev/shm");
    boolean other = Files.isWritable(elsewhere);
    Path far = other ? Files.createTempDirectory(elsewhere, "env") : root.resolve(".alchemy");
    Files.createSymbolicLink(root.resolve("far"), far);
    try {
      stage.deploy(
          app -> {
            EnvFile.of(".env", e -> e.set("A", "1"));
            EnvFile.of("far/own.env", e -> e.set("A", "2"));
          });
      assertEquals("A=2\n", Files.readString(far.resolve("own.env")));
      try (Stream<Path> files = Files.list(far)) {
        assertEquals(0, files.filter(each -> each.toString().endsWith(".tmp")).count());
      }
    } finally {
      Files.deleteIfExists(far.resolve("own.env"));
      if (other) {
        Files.delete(far);
      }
    }
    assertEquals("mine", Files.readString(root.resolve(".env.tmp")));
    assertFalse(Files.exists(root.resolve(".alchemy/cache/env.tmp")));
  }

  @Test
  void betweenReadingAndWritingNoOtherRunGetsIn() {
    List<Boolean> held = new ArrayList<>();
    stage.telling(
        note -> {
          Path lock = root.resolve(".alchemy/cache/env.lock");
          try (FileChannel other = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            other.tryLock();
            held.add(false);
          } catch (OverlappingFileLockException e) {
            held.add(true);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    stage.deploy(app -> EnvFile.of(".env", e -> e.set("A", "$B")));
    assertEquals(List.of(true), held);
  }

  private void assertFault(String says, Body body) {
    String told = assertThrows(AlchemyException.class, () -> stage.plan(body)).getMessage();
    assertTrue(told.contains(says), told);
  }

  @Test
  void theIdIsMadeOfThePathsWords() throws IOException {
    Files.createDirectories(root.resolve("web"));
    Plan plan =
        stage.plan(
            app -> {
              EnvFile.of(".env", e -> {});
              EnvFile.of(".env.local", e -> {});
              EnvFile.of("web/.env", e -> {});
              EnvFile.of(app.scope("eu"), ".env.eu", e -> {});
              EnvFile.of("own", "vars", e -> {});
            });
    assertEquals(
        List.of("env", "env-local", "web-env", "eu/env-eu", "own"),
        plan.steps().stream().map(Step::id).toList());
  }

  @Test
  void anotherPathMovesTheVariables() throws IOException {
    stage.deploy(app -> EnvFile.of("vars", ".env", e -> e.set("A", "1")));
    stage.deploy(app -> EnvFile.of("vars", ".env.local", e -> e.set("A", "1")));
    assertFalse(Files.exists(root.resolve(".env")));
    assertEquals("A=1\n", Files.readString(root.resolve(".env.local")));
  }

  @Test
  void gitIsLookedAtSoThatNobodyCommitsASecret() throws Exception {
    git("init", "--quiet");
    stage.deploy(url(URL));
    git("check-ignore", "--quiet", ".alchemy/cache/env.tmp");
    assertEquals(
        List.of(".env holds secrets, and git does not ignore it. Add it to .gitignore."),
        stage.notes());
    git("add", ".env");
    stage.deploy(app -> EnvFile.of(".env", e -> e.set("A", "1")));
    assertEquals(
        "git tracks .env, which holds secrets. Type: git rm --cached .env", stage.notes().get(1));
    git("rm", "--quiet", "--force", "--cached", ".env");
    Files.writeString(root.resolve(".gitignore"), ".env\n");
    stage.deploy(app -> EnvFile.of(".env", e -> e.set("A", "2")));
    assertEquals(2, stage.notes().size(), stage.notes()::toString);
  }

  @Test
  void aDollarThatOthersExpandIsToldOf() {
    stage.deploy(app -> EnvFile.of(".env", e -> e.set("A", "pa$word").set("B", "$5")));
    assertEquals(1, stage.notes().size(), stage.notes()::toString);
    assertTrue(stage.notes().get(0).startsWith("A holds a $, which Vite and Astro take"));
  }

  private void git(String... words) throws Exception {
    List<String> command = Stream.concat(Stream.of("git"), Stream.of(words)).toList();
    int code = new ProcessBuilder(command).directory(root.toFile()).inheritIO().start().waitFor();
    assertEquals(0, code);
  }
}
