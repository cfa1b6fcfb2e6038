package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.EnvFile;
import alchemy.Secret;
import alchemy.contract.Events;
import alchemy.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables of a stage's files as a shell reads them, from state alone. */
class EnvCommandTest {
  private static final String ODD = "it's \"a\"\n$b \\ #c";
  private static final String URL = "postgres://u:pass-word-3@h/d?sslmode=require";
  private static final Body NOT_RUN =
      app -> {
        throw new AssertionError("the body is not run");
      };

  @TempDir Path folder;
  private Transcript shell;

  @BeforeEach
  void aDeployedStage() throws IOException {
    Files.writeString(folder.resolve("alchemy.run.java"), "");
    shell = new Transcript(folder).variable("ALCHEMY_PASSWORD", "correct-horse-7");
    Body body =
        app -> {
          EnvFile.of(".env", e -> e.set("DATABASE_URL", Secret.of(URL)).set("PORT", 3000));
          EnvFile.of("odd", "odd.env", e -> e.set("ODD", Secret.of(ODD)));
        };
    assertEquals(0, shell.script("shop", body).run("deploy", "--quiet"), shell::text);
    shell.script("shop", NOT_RUN);
  }

  private String printed(int code, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int ended = new Dispatch(shell.invocation(out, err, words)).run();
    String all = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    assertEquals(code, ended, all);
    return all;
  }

  @Test
  void aShellReadsBackWhatWasSet() throws Exception {
    String lines = printed(0, "env", "--export");
    assertEquals(
        "export DATABASE_URL='"
            + URL
            + "'\nexport ODD='"
            + ODD.replace("'", "'\\''")
            + "'\nexport PORT=3000\n",
        lines);
    Process sh =
        new ProcessBuilder(
                "/bin/sh", "-c", "eval \"$1\"; printf %s \"$ODD $DATABASE_URL\"", "sh", lines)
            .start();
    assertEquals(
        ODD + " " + URL, new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals("PORT=3000\n", printed(0, "env", "env").replaceFirst("DATABASE_URL=.*\n", ""));
  }

  @Test
  void aProgramGetsThemAsOneEvent() {
    String line = printed(0, "env", "env", "--json");
    Events.check(line);
    Map<?, ?> event = (Map<?, ?>) Json.read(line);
    assertEquals(Map.of("DATABASE_URL", URL, "PORT", "3000"), event.get("values"));
    assertEquals("env", event.get("event"));
  }

  @Test
  void theyNeedThePasswordAndAStageThatHasThem() {
    shell.variable("ALCHEMY_PASSWORD", "another-horse-7");
    assertTrue(printed(1, "env").contains("password"), () -> printed(1, "env"));
    assertTrue(printed(1, "env", "none").contains("none"));
    assertTrue(printed(0, "env", "--stage", "other").contains("Nothing is recorded"));
  }
}
