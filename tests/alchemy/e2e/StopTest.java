package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Shell.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** However {@code dev} is stopped, nothing of it goes on, and the next one works. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("stopped") // one method after the other
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("processes")
class StopTest {
  private static final long SECONDS = 5;

  @TempDir static Path folder;
  private Path app;
  private Shell shell;

  @BeforeAll
  void aWorkerAndItsDatabase() throws Exception {
    app = folder.resolve("stopped");
    Shell.copy(Shell.HOME.resolve("examples/hyperdrive-worker"), app);
    shell = new Shell(app);
  }

  @Test
  void ctrlCEndsItWith130() throws Exception {
    assertEquals(130, stopped(shell.start("dev"), "INT"));
  }

  @Test
  void sigtermEndsItWith143() throws Exception {
    assertEquals(143, stopped(shell.start("dev"), "TERM"));
  }

  @Test
  void underPlainJBangItIsTheSame() throws Exception {
    Shell other = new Shell(app).withJBang(folder.resolve("bin"));
    List<String> command = List.of("jbang", "alchemy.run.java", "dev");

    assertEquals(130, stopped(other.startProgram(command), "INT"));
  }

  @Test
  void itsDeathIsTheEndOfAllThatItStarted() throws Exception {
    assertEquals(137, stopped(shell.start("dev"), "KILL"));
  }

  private int stopped(Running started, String signal) throws Exception {
    try (Running dev = started) {
      dev.await("worker url: http://127.0.0.1:");
      List<ProcessHandle> family = dev.family();
      assertTrue(family.size() >= 4, "script, local cloud, PostgreSQL and workerd: " + family);

      int code = dev.stop(signal);

      Running.awaitEnd(family, SECONDS);
      assertEquals(List.of(), MainJobTest.running(app.toString()), dev::toString);
      return code;
    }
  }

  @Test
  void twoAtOnceDoNotHarmEachOther() throws Exception {
    CompletableFuture<Ran> beside =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return shell.run("dev", "--fetch", "/");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    Ran here = shell.run("dev", "--fetch", "/");

    int worked = 0;
    for (Ran each : List.of(here, beside.get())) {
      if (each.code() == 0) {
        assertTrue(each.out().startsWith("{\"success\":true"), each::toString);
        worked++;
      } else {
        boolean outlived = each.err().contains("The Worker does not answer any more.");
        each.expect(outlived ? 1 : 4);
      }
    }
    assertTrue(worked > 0, here + "\n" + beside.get());
    Ran next = shell.run("dev", "--fetch", "/").expect(0);
    assertTrue(next.out().startsWith("{\"success\":true"), next::toString);
    assertTrue(Files.exists(app.resolve(".alchemy/local")));
  }
}
