package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.cli.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The keys of {@code dev} on a terminal, which is afterwards as it was before. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("keys") // one method after the other
@Tag("processes")
class KeysTest {
  private static final String SCRIPT = "alchemy.run.java";
  private static final String KEYS = "keys: r redeploy, o open, p psql, c clear, q quit, h help";

  @TempDir static Path folder;

  @BeforeAll
  static void aWorkerADatabaseAndABrowser() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "makes a terminal");
    Files.writeString(
        folder.resolve(SCRIPT),
        Library.DEPS
            + """
            //JAVA 17+
            import alchemy.*;
            import alchemy.cloudflare.*;
            import alchemy.prisma.*;

            class Infra {
                public static void main(String... args) {
                    Alchemy.run("keys", args, app -> {
                        var database = Database.of("database", Project.of("project"));
                        Connection.of("connection", database);
                        Worker.of("worker", "worker.ts");
                        KVNamespace.of("cache", k -> k.delete(true));
                    });
                }
            }
            """);
    Files.writeString(
        folder.resolve("worker.ts"), "export default { fetch: () => new Response() };");
    Path browser = Files.createDirectory(folder.resolve("bin")).resolve("xdg-open");
    Files.writeString(browser, "#!/bin/sh\nexec >/dev/tty\necho \"opened $1.\"\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        folder.resolve("session.sh"),
        "stty -g >before; sh '%s' dev; echo \"code $?\"; sleep 0.5; stty -g >after; echo ended"
            .formatted(Shell.HOME.resolve("alchemy")));
  }

  private static Running session(String plain) throws IOException {
    return new Shell(folder)
        .with("TERM", "xterm")
        .with("NO_COLOR", plain)
        .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
        .startProgram(List.of("script", "-q", "-c", "sh session.sh", folder + "/typescript"));
  }

  private static void theTerminalIsAsItWas(Running session) throws IOException {
    session.await("ended");
    assertEquals(
        Files.readString(folder.resolve("before")), Files.readString(folder.resolve("after")));
  }

  @Test
  void eachKeyDoesWhatItSaysAndAQuestionTakesALine() throws Exception {
    try (Running dev = session("")) {
      String url = dev.await("worker url: ").strip().split(" ")[2];
      dev.await(KEYS);
      assertTrue(!dev.toString().contains("postgres://"), dev::toString);

      dev.type("r");
      dev.await("nothing to change: 5 resources up to date");
      dev.type("o");
      dev.await("opened " + url + ".");
      dev.type("p");
      String psql = dev.await("psql 'postgres");
      assertTrue(
          psql.matches("psql 'postgres(ql)?://\\w+:\\w{8,}@127.0.0.1:.*'  # connection\\s*"), psql);
      dev.type("\u001b[A");
      dev.type("?");
      dev.await(KEYS);

      String script = Files.readString(folder.resolve(SCRIPT));
      Files.writeString(
          folder.resolve(SCRIPT), script.replace("KVNamespace.of(\"cache\"", "// (\"cache\""));
      dev.await("! delete cloudflare:KVNamespace \"cache\"");
      dev.type("no\n");
      dev.await("Not approved; nothing was done.");
      dev.await("The last good version serves on");
      Files.writeString(folder.resolve(SCRIPT), script);
      dev.type("ch");
      dev.await("\u001b[2J");
      dev.type("q");
      dev.await("code 0");
      theTerminalIsAsItWas(dev);
    }
  }

  @Test
  void itsDeathPutsTheTerminalBackAndNoColorsAreNeeded() throws Exception {
    try (Running dev = session("1")) {
      dev.await(KEYS);
      List<ProcessHandle> family = dev.family();
      ProcessHandle script =
          family.stream()
              .filter(each -> each.info().commandLine().orElse("").endsWith(" Infra dev"))
              .findFirst()
              .orElseThrow();

      script.destroyForcibly();

      dev.await("code 137");
      theTerminalIsAsItWas(dev);
      dev.end();
      Running.awaitEnd(family, 5);
    }
  }
}
