package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.e2e.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run at a time writes a stage: real processes, one of which waits in the middle of a create
 * until the test writes into a pipe.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("processes")
class OneWriterTest {
  private static final String SCRIPT =
      Library.DEPS
          + """
          //JAVA 17+

          import alchemy.*;
          import alchemy.provider.*;
          import java.io.*;
          import java.nio.file.*;
          import java.time.*;
          import java.util.*;
          import java.util.stream.*;

          class Infra {
              public static void main(String... args) {
                  Alchemy.run("one-writer", args, app -> {
                      Resource.of("thing", new Thing(), () -> new Thing.Props("x"));
                  });
              }

              /** Its service is the folder things; its create takes until a pipe was written to. */
              public static final class Thing implements Provider<Thing.Props, Thing.Outputs> {
                  public record Props(String text) {}

                  public record Outputs(String id) {}

                  static final Path THINGS = Path.of(System.getenv("THINGS"));

                  public String type() {
                      return "test:Thing";
                  }

                  public Outputs create(Context context, Props wanted) {
                      try {
                          Path made = Files.createFile(THINGS.resolve(context.name() + "." + System.nanoTime()));
                          if (System.getenv("PIPE") != null) {
                              System.out.println("in the middle of a create");
                              Files.readString(Path.of(System.getenv("PIPE")));
                          }
                          return new Outputs(made.getFileName().toString());
                      } catch (IOException e) {
                          throw new UncheckedIOException(e);
                      }
                  }

                  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
                      return Files.exists(THINGS.resolve(existing.remoteId()))
                          ? Optional.of(new Outputs(existing.remoteId()))
                          : Optional.empty();
                  }

                  public List<Candidate> find(Context context, Props wanted) {
                      try (Stream<Path> all = Files.list(THINGS)) {
                          return all.map(each -> each.getFileName().toString())
                              .filter(each -> each.startsWith(context.name() + "."))
                              .map(each -> new Candidate(each, Instant.now()))
                              .toList();
                      } catch (IOException e) {
                          throw new UncheckedIOException(e);
                      }
                  }

                  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
                      return new Outputs(existing.remoteId());
                  }

                  public void delete(Context context, Existing<Props, Outputs> existing) {
                      THINGS.resolve(existing.remoteId()).toFile().delete();
                  }

                  public Duration settleTime(Context context) {
                      return Duration.ZERO;
                  }
              }
          }
          """;

  @TempDir static Path folder;
  private Path things;

  @BeforeAll
  void aScriptWithAProviderOfItsOwn() throws IOException {
    things = Files.createDirectories(folder.resolve("things"));
    Files.writeString(folder.resolve("alchemy.run.java"), SCRIPT);
  }

  @Test
  void theSecondOfTwoDeploysIsRefusedOrWaitsAndOtherStagesGoOn() throws Exception {
    Path pipe = pipe("both");
    try (Running first = shell("both").with("PIPE", pipe.toString()).start("deploy")) {
      first.await("in the middle of a create");

      Ran second = shell("both").run("deploy").expect(4);
      assertTrue(second.err().contains("State is locked."), second::toString);
      assertTrue(
          second.err().contains("by pid " + first.pid() + " on " + host() + ": deploy"),
          second::toString);
      assertTrue(second.err().matches("(?s).*since 20\\d\\d-[0-9T:.-]+Z by.*"), second::toString);
      shell("both").run("destroy", "--yes").expect(4);

      shell("beside").run("deploy").expect(0);
      Ran list = shell("both").run("state", "list").expect(0);
      assertTrue(list.out().contains("creating"), list::toString);

      try (Running waits = shell("both").start("deploy", "--lock-timeout", "100s")) {
        Files.writeString(pipe, "go on");
        assertEquals(0, first.end(), first::toString);
        assertEquals(0, waits.end(), waits::toString);
      }
    }
    assertEquals(1, made("both"));
    assertEquals(1, made("beside"));
  }

  @Test
  void aKilledRunLeavesItsLockAtOnce() throws Exception {
    try (Running killed = shell("killed").with("PIPE", pipe("killed").toString()).start("deploy")) {
      killed.await("in the middle of a create");
      assertEquals(137, killed.stop("KILL"));
    }
    assertTrue(Files.exists(holder("killed")), "it could not clear up");

    Ran unlock = shell("killed").run("state", "unlock").expect(0);
    assertTrue(unlock.out().contains("is not locked."), unlock::toString);
    shell("killed").run("deploy").expect(0);

    assertEquals(1, made("killed"));
  }

  @Test
  void aRunOfAnotherMachineIsBelievedUntilItIsUnlocked() throws Exception {
    Files.createDirectories(holder("far").getParent());
    Files.writeString(
        holder("far"),
        """
        {
          "command": "deploy",
          "host": "far-host",
          "pid": 4711,
          "runId": "far-run",
          "since": "2026-01-02T12:00:00Z"
        }
        """);
    Ran refused = shell("far").run("deploy", "--lock-timeout", "1s").expect(4);
    assertTrue(
        refused.err().contains("since 2026-01-02T12:00:00Z by pid 4711 on far-host: deploy"),
        refused::toString);
    assertTrue(refused.err().contains("    alchemy state unlock --stage far"), refused::toString);

    Ran asked = shell("far").run("state", "unlock").expect(3);
    assertTrue(asked.err().contains("pid 4711 on far-host: deploy"), asked::toString);
    assertTrue(asked.err().contains("    --yes"), asked::toString);
    shell("far").run("deploy").expect(4);

    Ran unlocked = shell("far").run("state", "unlock", "--yes").expect(0);
    assertTrue(
        unlocked.out().contains("Stage \"far\" of one-writer is unlocked."), unlocked::toString);
    shell("far").run("deploy").expect(0);
    assertEquals(1, made("far"));
  }

  @Test
  void aRunThatLostItsLockWritesNothingMore() throws Exception {
    Path pipe = pipe("lost");
    try (Running former = shell("lost").with("PIPE", pipe.toString()).start("deploy")) {
      former.await("in the middle of a create");
      shell("lost").run("state", "unlock", "--yes").expect(0);
      String journal = Files.readString(stage("lost").resolve("journal.ndjson"));

      Ran next = shell("lost").run("deploy").expect(4);
      assertTrue(next.err().contains("whose lock was taken away"), next::toString);

      Files.writeString(pipe, "go on");
      assertEquals(1, former.end(), former::toString);
      assertTrue(
          former.toString().contains("The lock of this run was taken away."), former::toString);
      assertEquals(journal, Files.readString(stage("lost").resolve("journal.ndjson")));
    }
    shell("lost").run("deploy").expect(0);
    assertEquals(1, made("lost"), "what the former run made is found");
  }

  private Shell shell(String stage) {
    return new Shell(folder).with("ALCHEMY_STAGE", stage).with("THINGS", things.toString());
  }

  private static Path pipe(String name) throws IOException, InterruptedException {
    Path pipe = folder.resolve(name + ".pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    return pipe;
  }

  private static String host() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
  }

  private static Path stage(String stage) {
    return folder.resolve(".alchemy/one-writer").resolve(stage);
  }

  private static Path holder(String stage) {
    return stage(stage).resolve("lock.json");
  }

  private long made(String stage) throws IOException {
    try (Stream<Path> all = Files.list(things)) {
      return all.filter(each -> each.getFileName().toString().contains("-" + stage)).count();
    }
  }
}
