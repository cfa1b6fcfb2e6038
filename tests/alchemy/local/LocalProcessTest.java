package alchemy.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process: what starts it, what ends it, and what is left then. */
@Tag("processes")
class LocalProcessTest {
  // One for all: making a cluster takes longest, and each test leaves the folder to the next.
  @TempDir static Path folder;

  private static ProcessHandle postgres() throws IOException {
    var pid = Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static void ends(ProcessHandle process) throws Exception {
    process.onExit().get(10, TimeUnit.SECONDS);
  }

  @Test
  void postgresEndsWithAKilledProcessAndTheNextOneFindsEverythingAgain() throws Exception {
    String project;
    String base;
    ProcessHandle postgres;
    try (var cloud = CloudProcess.start(folder)) {
      base = cloud.base();
      project = new Api(base, cloud.token()).post("/v1/projects", Map.of("name", "p")).id();
      postgres = postgres();
      cloud.process.destroyForcibly().waitFor();
      ends(postgres);
    }
    try (var cloud = CloudProcess.start(folder)) {
      assertEquals(base, cloud.base());
      assertEquals(200, new Api(base, cloud.token()).get("/v1/projects/" + project).status());
      postgres = postgres();
      assertEquals(0, cloud.endOfPipe());
      assertFalse(postgres.isAlive());
    }
  }

  @Test
  void aServerThatOutlivedItsProcessAndItsGuardIsReplaced() throws Exception {
    ProcessHandle stale;
    try (var cloud = CloudProcess.start(folder)) {
      stale = postgres();
      // The guard is the shell in the server's process group.
      var guard =
          ProcessHandle.allProcesses()
              .filter(p -> isGuardOf(p, stale.pid()))
              .findFirst()
              .orElseThrow();
      guard.destroyForcibly();
      cloud.process.destroyForcibly().waitFor();
      assertTrue(stale.isAlive());
    }
    try (var cloud = CloudProcess.start(folder)) {
      assertFalse(stale.isAlive());
      assertTrue(postgres().isAlive());
      assertEquals(0, cloud.endOfPipe());
    }
  }

  // By the session, the sixth field of stat, which is the server's pid for both.
  private static boolean isGuardOf(ProcessHandle process, long server) {
    try {
      var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return process.pid() != server && fields[3].equals(Long.toString(server));
    } catch (IOException e) {
      // It ended meanwhile, so it is not the one.
      return false;
    }
  }

  @Test
  void aTermSignalEndsItCleanly() throws Exception {
    try (var cloud = CloudProcess.start(folder)) {
      var postgres = postgres();
      // Not Process.destroy(), which closes the pipe as well.
      cloud.process.toHandle().destroy();
      assertEquals(143, cloud.process.waitFor());
      assertFalse(postgres.isAlive());
      assertFalse(Files.exists(folder.resolve("running.json")));
    }
  }

  @Test
  void aSecondProcessAttachesAndOwnsNothing() throws Exception {
    try (var first = CloudProcess.start(folder)) {
      try (var second = CloudProcess.start(folder)) {
        assertEquals(false, first.ready.get("attached"));
        assertEquals(true, second.ready.get("attached"));
        assertEquals(first.ready.get("pid"), second.ready.get("pid"));
        assertEquals(first.base(), second.base());
        assertEquals(first.ready.get("page"), second.ready.get("page"));
        assertEquals(0, second.endOfPipe());
      }
      assertEquals(200, new Api(first.base(), first.token()).get("/v1/me").status());
      assertTrue(postgres().isAlive());
    }
  }

  @Test
  void wrongArgumentsAreAnsweredWithTheRightOnes() throws Exception {
    var process = CloudProcess.launch("--port", "99999");
    assertTrue(CloudProcess.errors(process).contains("usage: --data DIR"));
    assertEquals(2, process.waitFor());
  }

  @Test
  void noFileOfTheDataFolderHoldsATokenInClear() throws Exception {
    try (var cloud = CloudProcess.start(folder)) {
      var api = new Api(cloud.base(), cloud.token());
      var made = api.post("/v1/projects", Map.of("name", "p"));
      String password = made.at("data", "database", "directConnection", "pass");
      try (var files = Files.walk(folder)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
          assertFalse(text.contains(cloud.token()), file::toString);
          assertFalse(text.contains(password), file::toString);
        }
      }
    }
  }
}
