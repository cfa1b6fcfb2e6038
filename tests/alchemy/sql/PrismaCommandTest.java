package alchemy.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.Body;
import alchemy.Connectable;
import alchemy.Migrations;
import alchemy.OneStage;
import alchemy.Secret;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.RunOptions.Scope;
import alchemy.engine.Session;
import alchemy.errors.Scene;
import alchemy.errors.Situations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the project's own command is given and what its end means; a script stands for it here. */
class PrismaCommandTest {
  private static final Connectable CONNECTION =
      Urls.of(() -> Secret.of("postgres://user:pass-word-7@127.0.0.1:1/db"));
  private static final Body BODY =
      app -> Migrations.of("schema", CONNECTION, "web/prisma/migrations");

  @TempDir Path root;

  @BeforeEach
  void aProject() throws IOException {
    project(root);
  }

  private static void project(Path root) throws IOException {
    Path migrations = Files.createDirectories(root.resolve("web/prisma/migrations"));
    Files.writeString(migrations.resolve("migration_lock.toml"), "provider = \"postgresql\"\n");
    Files.createDirectories(migrations.resolve("1_init"));
    Files.writeString(migrations.resolve("1_init/migration.sql"), "SELECT 1;\n");
    Files.writeString(root.resolve("web/prisma/schema.prisma"), "");
  }

  private static void command(Path root, String... lines) throws IOException {
    Path bin = Files.createDirectories(root.resolve("web/node_modules/.bin"));
    Path prisma = bin.resolve("prisma");
    Files.writeString(prisma, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(prisma, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void itRunsInItsProjectWithTheConnectionInItsEnvironmentOnly() throws IOException {
    command(root, "{ pwd; echo \"$*\"; env; } > told");
    OneStage stage = new OneStage(root);

    stage.deploy(BODY);

    String told = Files.readString(root.resolve("web/told"));
    assertEquals("migrate deploy", told.lines().skip(1).findFirst().orElse(""));
    assertTrue(told.contains("DATABASE_URL=postgres://user:pass-word-7@127.0.0.1:1/db\n"), told);
    assertTrue(told.contains("CHECKPOINT_DISABLE=1\n"), told);
    assertFalse(told.contains("ALCHEMY_PASSWORD="), told);
    assertFalse(stage.plan(BODY).acts());

    stage.deploy(
        app ->
            Migrations.of(
                "named",
                CONNECTION,
                "web/prisma/migrations",
                m -> m.prisma("web/prisma/schema.prisma")));
    told = Files.readString(root.resolve("web/told"));
    assertTrue(told.contains("migrate deploy --schema=prisma/schema.prisma\n"), told);
  }

  @Test
  void withoutTheCommandThereIsAFaultBeforeAnythingIsDone() {
    OneStage stage = new OneStage(root);
    assertTrue(stage.plan(BODY).acts());
    String told = assertThrows(AlchemyException.class, () -> stage.deploy(BODY)).getMessage();
    assertTrue(told.contains("prisma is not installed in this project"), told);
  }

  @Test
  void itsFailureIsShownMasked() throws IOException {
    Situations situations = new Situations("prisma-command", root);
    Scene failed = situations.about("a migration that Prisma's command fails with").script(BODY);
    project(failed.folder());
    command(
        failed.folder(),
        "echo 'Datasource \"db\": postgres://user:pass-word-7@127.0.0.1:1/db'",
        "echo",
        "echo 'Error: P3018'",
        "echo 'Migration name: 1_init'",
        "exit 1");
    failed.fails(1, "deploy", "--quiet");
    situations.match();
  }

  @Test
  void aRunThatIsCancelledLetsItEndWhatItIsAt() throws Exception {
    command(
        root,
        "ps -o pgid= -p $$ > group",
        "echo $$ > pid.tmp; mv pid.tmp pid; sleep 1; echo done > done");
    long pid = cancelled().pid();
    assertEquals("done\n", Files.readString(root.resolve("web/done")));
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      String group = Files.readString(root.resolve("web/group")).strip();
      assertEquals(pid, Long.parseLong(group), "Ctrl-C in a terminal reaches it");
    }
  }

  @Test
  @Tag("full")
  void aRunThatIsCancelledTakesItAlongInTheEnd() throws Exception {
    command(root, "echo $$ > pid.tmp; mv pid.tmp pid; exec sleep 60");
    cancelled().onExit().join();
  }

  private ProcessHandle cancelled() throws IOException {
    OneStage stage = new OneStage(root);
    Session session = stage.session(Mode.DEPLOY, Scope.WHOLE);
    CompletableFuture<Void> run =
        CompletableFuture.runAsync(
            () -> {
              var app = alchemy.Apps.open(session);
              app.record(BODY);
              app.finish();
            });
    Path pid = root.resolve("web/pid");
    while (!Files.exists(pid) && !run.isDone()) {
      Thread.onSpinWait();
    }
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

    session.cancel();

    assertThrows(CompletionException.class, run::join);
    return child;
  }
}
