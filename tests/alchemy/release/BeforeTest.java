package alchemy.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Secret;
import alchemy.cli.Library;
import alchemy.cli.Transcript;
import alchemy.e2e.Shell;
import alchemy.local.TestCloud;
import alchemy.state.KeySource;
import alchemy.state.Sealed;
import alchemy.state.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What release 0.1.0 left works with this one: a script in source and compiled, the state of a
 * stage that it deployed and of one whose deploy was killed, and the local cloud they were deployed
 * to. Its PostgreSQL is left out for its size, so the databases are there but cannot be spoken to.
 */
class BeforeTest {
  private static final Path KEPT = Shell.HOME.resolve("tests/releases/0.1.0");
  private static final String PASSWORD = "kept by release 0.1.0";

  @TempDir Path folder;
  private TestCloud cloud;
  private final Map<String, String> variables = new HashMap<>();
  private ClassLoader loader;

  @BeforeEach
  void whatWasLeft() throws Exception {
    Shell.copy(KEPT, folder);
    Files.move(folder.resolve("state"), folder.resolve(".alchemy"));
    for (Path each : List.of(folder.resolve("cloud"), folder.resolve(".alchemy"))) {
      try (var files = Files.walk(each)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
      }
    }
    variables.put("ALCHEMY_PASSWORD", PASSWORD);
    variables.put("TOKEN", "a token of some length");
    variables.put("PRISMA_SERVICE_TOKEN", "a-token-that-nobody-sees");
    variables.put("CLOUDFLARE_API_TOKEN", "a-token-that-nobody-sees");
    loader = Thread.currentThread().getContextClassLoader();
  }

  private void aCloud() {
    cloud = new TestCloud(folder.resolve("cloud"));
    variables.putAll(cloud.variables());
  }

  @AfterEach
  void nothingIsLeft() {
    Thread.currentThread().setContextClassLoader(loader);
    if (cloud != null) {
      cloud.close();
    }
  }

  @Test
  void theScriptCompiledThenGoesOnWithBothStages() throws Exception {
    aCloud();
    Transcript transcript = script(folder.resolve("script.jar"));

    ran(transcript, 0, "plan", "--check", "--stage", "prod");
    assertEquals("Bearer a token of some length", output("prod", "authorization"));
    assertTrue(output("prod", "connection").startsWith("postgres"), "a connection string");

    transcript.variable("GREETING", "good day");
    ran(transcript, 0, "deploy", "--stage", "prod");
    assertTrue(
        transcript.text().contains("updated   cloudflare:Worker \"worker\""), transcript::text);
    ran(transcript, 0, "plan", "--check", "--stage", "prod");

    // Another machine's run held it when it was killed; it had asked for a Hyperdrive by then.
    ran(transcript, 4, "deploy", "--stage", "killed");
    ran(transcript, 0, "state", "unlock", "--yes", "--stage", "killed");
    ran(transcript, 0, "deploy", "--stage", "killed");
    assertEquals("Bearer a token of some length", output("killed", "authorization"));
    List<?> hyperdrives = cloud.cloudflare().get("/hyperdrive/configs").at("result");
    assertEquals(2, hyperdrives.size(), "that of each stage");
    ran(transcript, 0, "plan", "--check", "--stage", "killed");
  }

  @Test
  void theSourceOfThenCompilesAndPlansNothing() throws Exception {
    Path classes = folder.resolve("classes");
    int compiled =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-proc:none",
                "-classpath",
                Path.of(App.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString(),
                "-d",
                classes.toString(),
                folder.resolve("alchemy.run.java").toString());

    assertEquals(0, compiled);
    ran(script(classes), 0, "plan", "--check", "--stage", "prod");
  }

  @Test
  @Tag("full")
  void withTheVersionOfNowTheScriptRunsAndDestroysBothStages() throws Exception {
    aCloud();
    Path file = folder.resolve("alchemy.run.java");
    String then = Library.DEPS.replace(Library.VERSION, "0.1.0");
    assertTrue(Files.readString(file).contains(then));
    Files.writeString(file, Files.readString(file).replace(then, Library.DEPS));
    Shell shell = new Shell(folder).with(variables);

    shell.run("plan", "--check", "--stage", "prod").expect(0);
    shell.run("outputs", "--stage", "prod").expect(0);
    shell.run("state", "unlock", "--yes", "--stage", "killed").expect(0);
    for (String stage : List.of("prod", "killed")) {
      shell.run("deploy", "--refresh", "--stage", stage).expect(0);
      shell.run("destroy", "--yes", "--stage", stage).expect(0);
    }
    assertEquals(List.of(), cloud.cloudflare().get("/hyperdrive/configs").at("result"));
    List<?> projects = cloud.prisma().get("/v1/projects").at("data");
    assertEquals(1, projects.size(), "that of prod, which the script retains");
  }

  private Transcript script(Path classes) throws Exception {
    ClassLoader theirs = new URLClassLoader(new URL[] {classes.toUri().toURL()}, loader);
    Thread.currentThread().setContextClassLoader(theirs);
    Method declare = theirs.loadClass("Infra").getDeclaredMethod("declare", App.class);
    declare.setAccessible(true);
    Transcript transcript =
        new Transcript(folder)
            .script(
                "kept",
                app -> {
                  try {
                    declare.invoke(null, app);
                  } catch (InvocationTargetException e) {
                    throw (Error) e.getCause();
                  }
                });
    variables.forEach(transcript::variable);
    return transcript;
  }

  private static void ran(Transcript transcript, int code, String... words) {
    assertEquals(code, transcript.run(words), transcript::text);
  }

  private String output(String stage, String name) {
    StateStore store =
        StateStore.files(
            folder.resolve(".alchemy"), "kept", stage, KeySource.password(Secret.of(PASSWORD)));
    Sealed sealed = (Sealed) store.load().outputs().get(name);
    return store.vault().open(sealed).unencrypted();
  }
}
