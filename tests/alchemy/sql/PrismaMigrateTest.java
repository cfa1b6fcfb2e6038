package alchemy.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.Body;
import alchemy.Migrations;
import alchemy.OneStage;
import alchemy.Secret;
import alchemy.clients.Installed;
import alchemy.clients.SomeDatabase;
import alchemy.e2e.Shell;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code prisma migrate deploy}, but for the engine, which no package brings. */
@Tag("full")
@Tag("processes")
class PrismaMigrateTest {
  private static final String FOLDER = "prisma/migrations";

  @TempDir Path folder;

  private static Body migrating(String url) {
    return app -> Migrations.of("schema", Urls.of(() -> Secret.of(url)), FOLDER);
  }

  /** A run in a process of its own, whose environment names the engine. */
  public static void main(String... args) {
    try {
      new OneStage(Path.of(args[0])).deploy(migrating(args[1]));
      System.out.println("deployed");
    } catch (AlchemyException e) {
      System.out.println(e.getMessage());
    }
  }

  private static String run(Path project, Path engine, String url)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PrismaMigrateTest.class.getName(),
            project.toString(),
            url);
    builder.environment().put("PRISMA_SCHEMA_ENGINE_BINARY", engine.toString());
    Process process = builder.redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
    return told;
  }

  @Test
  void whatIsNotAppliedIsAppliedOnceAndAFailureIsShown() throws Exception {
    Path project = Files.createDirectory(folder.resolve("prisma-orm-worker"));
    Shell.copy(Shell.HOME.resolve("templates/prisma-orm-worker"), project);
    Path packages = Installed.into(project);
    Path engine = Installed.schemaEngine(Files.createDirectory(folder.resolve("prisma")));
    try (var cloud = new TestCloud(folder.resolve("cloud"))) {
      String url = SomeDatabase.in(cloud).replace("sslmode=require", "sslmode=disable");
      OneStage stage = new OneStage(project);

      assertEquals("deployed\n", run(project, engine, url));

      assertFalse(stage.plan(migrating(url)).acts());
      assertEquals(List.of(), stage.drift());

      Path bad = Files.createDirectory(project.resolve(FOLDER).resolve("29990101000000_bad"));
      Files.writeString(bad.resolve("migration.sql"), "CREATE TABLE posts (id nothing);\n");
      assertTrue(stage.plan(migrating(url)).acts());
      String told = run(project, engine, url);

      assertTrue(told.contains("\"prisma migrate deploy\" failed."), told);
      assertTrue(told.contains("29990101000000_bad"), told);
      assertTrue(told.contains("type \"nothing\" does not exist"), told);
      String password = Database.url(Secret.of(url)).properties().getProperty("password");
      assertFalse(told.contains(password), "the password is told");
    } finally {
      Files.delete(packages);
      Files.delete(engine.resolveSibling("node_modules"));
    }
  }
}
