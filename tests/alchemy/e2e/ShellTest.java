package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.cli.Library;
import alchemy.e2e.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Scripts for JShell, run as such and typed. */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("processes")
class ShellTest {
  private static final String SCRIPT = "alchemy.run.jsh";

  @TempDir static Path folder;
  private Cloud cloud;
  private Shell shell;
  private String example;

  @BeforeAll
  void aLocalCloud() throws IOException {
    example = Files.readString(Shell.HOME.resolve("examples/shell").resolve(SCRIPT));
    cloud = Cloud.start(folder.resolve("cloud"));
    shell =
        new Shell(folder)
            .with(cloud.variables())
            .with("ALCHEMY_PASSWORD", "a password")
            .with("ALCHEMY_STAGE", "test")
            .withJBang(folder.resolve("bin"));
  }

  @AfterAll
  void end() {
    cloud.close();
  }

  @Test
  void theLauncherAndPlainJBangDeployTheSame() throws Exception {
    Files.writeString(folder.resolve(SCRIPT), example);

    shell.run("deploy").expect(0);
    int before = cloud.requests();
    Ran again = shell.program("", List.of("jbang", SCRIPT)).expect(0);

    assertEquals(before, cloud.requests(), again::toString);
    assertTrue(again.out().contains("host: 127.0.0.1"), again::toString);
  }

  @Test
  void theExitCodeIsThatOfTheRun() throws Exception {
    String codes = script("codes", example.replace("shell-example", "codes"));

    Ran pending = shell.run("plan", codes, "--check").expect(5);
    shell.program("", List.of("jbang", codes + "/" + SCRIPT, "plan", "--bogus")).expect(2);
    assertTrue(pending.out().contains("jshell:2"), "a line of the snippet: " + pending);
  }

  @Test
  void aScriptThatDoesNotCompileFailsInTheLauncher() throws Exception {
    Ran ran =
        shell.run("plan", script("faulty", example.replace("Project.of", "Project.off"))).expect(1);

    assertTrue(ran.err().contains("Project.off"), ran::toString);
  }

  @Test
  @Tag("full")
  void anOpenAppThatFailsToFinishFailsTheScript() throws Exception {
    String text =
        Library.DEPS
            + """
            import alchemy.*;
            import alchemy.prisma.*;
            var app = Alchemy.open("unfinished");
            var project = Project.of("project");
            var database = Database.of("database", project, d -> d.region("mars-north-1"));
            app.finish();
            """;

    shell.run("deploy", script("unfinished", text)).expect(1);
    shell
        .run("deploy", script("finished", text.replace("mars-north", "us-east").replace("un", "")))
        .expect(0);
  }

  @Test
  void anAppCanBeTypedIntoJShell() throws Exception {
    Files.writeString(folder.resolve(SCRIPT), example);
    String classPath =
        shell.program("", List.of("jbang", "info", "classpath", SCRIPT)).expect(0).out().strip();

    Ran ran =
        shell
            .program(
                """
                import alchemy.*
                import alchemy.prisma.*
                var app = Alchemy.open("typed", "--stage", "local")
                var project = Project.of("project")
                var database = Database.of("database", project)
                app.plan()
                database.id()
                app.finish()
                Alchemy.run("typed", new String[] {"plan", "--bogus"}, a -> {})
                "still " + "here"
                """,
                List.of(Shell.JAVA.resolveSibling("jshell").toString(), "--class-path", classPath))
            .expect(0);

    assertTrue(ran.out().contains("create prisma:Database \"database\""), ran::toString);
    assertTrue(ran.out().contains("\"db_"), ran::toString);
    assertTrue(ran.out().contains("RunFailedException: The run failed with exit code 2."));
    assertTrue(ran.out().contains("\"still here\""), ran::toString);
    assertTrue(
        cloud.prisma("/v1/projects").stream().anyMatch(each -> each.contains("typed")),
        ran::toString);
  }

  @Test
  void theShellHasTheScriptsAppOpenOnATerminal() throws Exception {
    assumeTrue(Running.HAS_GROUP, "the script command of Linux makes the terminal");
    Path java = Files.createDirectories(folder.resolve("typing")).resolve("alchemy.run.java");
    Files.writeString(
        java,
        Files.readString(Shell.HOME.resolve("examples/minimal/alchemy.run.java"))
            .replace("minimal-example", "typing")
            .replace(
                "app.output(\"projectId\"",
                "EnvFile.of(\".env\", e -> e.set(\"MODE\", \"typed\"));\n"
                    + "app.output(\"projectId\""));
    String alchemy = Shell.HOME.resolve("alchemy").toString();

    try (Running typed =
        shell.startProgram(
            List.of("script", "-qec", "sh '" + alchemy + "' shell typing --yes", "/dev/null"))) {
      typed.await("resources: project, database");
      typed.type("app.pl\t\n");
      typed.await("create prisma:Project \"project\" (new)");
      typed.type("app.finish().steps().size()\n");
      typed.await(" prisma:Connection \"connection\"");
      typed.await("==> 4");
      typed.type("database.name()\n");
      typed.await("==> \"typing-database-test-");
      typed.type("env.path()\n");
      typed.await("==> \".env");
      typed.type("reopen()\napp.plan().acts()\n");
      typed.await("==> false");
      typed.type("app.outputs().keySet()\n");
      typed.await("databaseId, host, prismaConnectionString");
      typed.type("\u0010\n"); // Ctrl-P: the line before, from the history
      typed.await("databaseId, host, prismaConnectionString");
      typed.type("/exit 3\n");
      assertEquals(3, typed.end(), typed::toString);
    }

    // The lock is free again, and what was typed was the stage's deploy.
    assertEquals(0, shell.run("plan", "typing", "--check").expect(0).code());
  }

  @Test
  @Tag("full")
  void theShellOfAScriptForJShellHasItsApp() throws Exception {
    String named = script("inner", example.replace("shell-example", "inner"));
    Ran ran =
        shell
            .program(
                "app.plan().steps().size()\nproject\n/exit 4\n",
                List.of("sh", Shell.HOME.resolve("alchemy").toString(), "shell", "-f", named))
            .expect(4);

    assertTrue(ran.err().contains("app inner, stage test"), ran::toString);
    assertTrue(ran.out().contains("prisma:Project \"project\""), ran::toString);
  }

  @Test
  void aShellWithoutAScriptHasAnEmptyAppOfTheFoldersName() throws Exception {
    Path place = Files.createDirectories(folder.resolve("My Place"));
    Ran ran =
        new Shell(place)
            .with(cloud.variables())
            .program(
                "Project.of(\"p\", p -> p.delete(true))\napp.plan()\n/exit 0\n",
                List.of(
                    "sh", Shell.HOME.resolve("alchemy").toString(), "shell", "--stage", "local"))
            .expect(0);

    assertTrue(ran.err().contains("app my-place, stage local"), ran::toString);
    assertTrue(ran.out().contains("create prisma:Project \"p\""), ran::toString);
    assertEquals(2, shell.run("shell", "-f", "typing", "--app", "x").expect(2).code());
  }

  private String script(String name, String text) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve(name)).resolve(SCRIPT), text);
    return name;
  }
}
