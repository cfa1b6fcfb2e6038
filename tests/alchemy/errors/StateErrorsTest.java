package alchemy.errors;

import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.Box;
import alchemy.engine.Listener;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import alchemy.provider.Env;
import alchemy.state.Holder;
import alchemy.state.StageWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a stage's files, its lock or its password. */
class StateErrorsTest {
  private static final String STATE = ".alchemy/shop/test/state.json";

  @TempDir Path folder;

  private static OwnResource<Box.Outputs> box(String content) {
    return Resource.of(
        "one", new Box(), () -> new Box.Props("one", null, content, null, null, null));
  }

  private static Scene deployed(Scene scene) {
    return scene
        .script(app -> box(null))
        .after(0, "deploy", "--quiet")
        .script(app -> box("changed"));
  }

  private static Session session(Scene scene, String command) {
    Env env =
        name -> Optional.ofNullable(name.equals("ALCHEMY_PASSWORD") ? "correct-horse-7" : null);
    return new Session(
        "shop",
        new RunOptions(
            RunOptions.Mode.DEPLOY,
            "test",
            scene.folder(),
            env,
            List.of(),
            1,
            Duration.ZERO,
            steps -> false,
            new Listener() {},
            command));
  }

  @Test
  void passwordsAndSeals() throws IOException {
    Situations situations = new Situations("secrets", folder);
    deployed(situations.about("another password than the one that the stage was made with"))
        .variable("ALCHEMY_PASSWORD", "another password")
        .fails(1, "deploy", "--quiet");
    deployed(
            situations.about("no password for a stage that keeps secrets, and one of them changes"))
        .variable("ALCHEMY_PASSWORD", "")
        .fails(1, "deploy", "--quiet");
    Scene swapped =
        situations
            .about("a sealed secret that was copied to another place")
            .script(SealedTwice::declare)
            .after(0, "deploy", "--quiet");
    swap(swapped);
    swapped.script(SealedTwice::read).fails(1, "deploy", "--quiet");
    Scene local =
        situations
            .about("a local stage whose key file is gone")
            .variable("ALCHEMY_STAGE", "local")
            .variable("PRISMA_API_BASE_URL", "http://127.0.0.1:1");
    deployed(local);
    Files.delete(local.folder().resolve(".alchemy/local.key"));
    local.fails(1, "deploy", "--quiet");
    Scene cut =
        situations
            .about("a local stage whose key file is cut")
            .variable("ALCHEMY_STAGE", "local")
            .variable("PRISMA_API_BASE_URL", "http://127.0.0.1:1");
    deployed(cut).write(".alchemy/local.key", "short");
    cut.fails(1, "deploy", "--quiet");
    Scene other =
        situations
            .about("a local stage with the key file of another one")
            .variable("ALCHEMY_STAGE", "local")
            .variable("PRISMA_API_BASE_URL", "http://127.0.0.1:1");
    deployed(other).write(".alchemy/local.key", "0123456789abcdef0123456789abcdef");
    other.fails(1, "deploy", "--quiet");
    situations.match();
  }

  // In the format that had no checksum yet, as somebody would who knows of it.
  private static void swap(Scene scene) throws IOException {
    Path file = scene.folder().resolve(STATE);
    String text =
        Files.readString(file)
            .replaceFirst("\"format\": \\d+", "\"format\": 1")
            .replaceFirst(",\\s*\"sum\": \"[^\"]*\"", "");
    String[] sealed =
        text.lines()
            .filter(line -> line.contains("\"$sealed\""))
            .map(line -> line.replaceFirst(".*\"[$]sealed\": *\"([^\"]+)\".*", "$1"))
            .toArray(String[]::new);
    Files.writeString(
        file,
        text.replace(sealed[0], "SWAP").replace(sealed[1], sealed[0]).replace("SWAP", sealed[1]));
  }

  /** Two boxes with a secret each, then with properties that read these. */
  private static final class SealedTwice {
    private static void declare(alchemy.App app) {
      for (String id : List.of("one", "two")) {
        Resource.of(
            id,
            new Box(),
            () -> new Box.Props(id, null, null, Secret.of("secret of " + id), null, null));
      }
    }

    private static void read(alchemy.App app) {
      for (String id : List.of("one", "two")) {
        Resource.of(
            id,
            new Box(),
            () -> new Box.Props(id, null, "new", Secret.of("secret of " + id), null, null));
      }
    }
  }

  @Test
  void filesOfAStage() throws IOException {
    Situations situations = new Situations("state", folder);
    Scene empty = deployed(situations.about("a snapshot that was emptied"));
    empty.write(STATE, "");
    empty.fails(1, "plan");
    Scene cut = deployed(situations.about("a snapshot that is cut"));
    cut.write(STATE, Files.readString(cut.folder().resolve(STATE)).substring(0, 200));
    cut.fails(1, "deploy", "--quiet");
    deployed(situations.about("a snapshot with a field that is missing"))
        .edit(STATE, "\"rows\"", "\"rowz\"")
        .fails(1, "state", "list");
    Scene other = deployed(situations.about("a snapshot of another stage"));
    other.edit(STATE, "\"stage\": \"test\"", "\"stage\": \"prod\"").fails(1, "plan");
    deployed(situations.about("a snapshot that a newer version wrote"))
        .edit(STATE, "\"format\": 2", "\"format\": 99")
        .fails(1, "plan");
    Scene journal =
        situations
            .about("a journal with a changed line")
            .script(
                app ->
                    Resource.of(
                        "one",
                        new Box(),
                        () -> new Box.Props("one", null, null, null, "create", null)))
            .after(1, "deploy", "--quiet");
    journal.edit(".alchemy/shop/test/journal.ndjson", "\"creating\"", "\"created\"");
    journal.fails(1, "deploy", "--quiet");
    Scene unreadable = deployed(situations.about("a snapshot that cannot be read"));
    Path file = unreadable.folder().resolve(STATE);
    Files.delete(file);
    Files.createDirectories(file.resolve("in the way"));
    unreadable.fails(1, "plan");
    Scene unwritable = situations.about("state that cannot be written");
    unwritable.script(app -> box(null)).write(".alchemy/shop", "a file in the way");
    unwritable.fails(1, "deploy", "--quiet");
    situations.match();
  }

  @Test
  void locksOfAStage() throws IOException {
    Situations situations = new Situations("lock", folder);
    Scene here = situations.about("another run of this machine holds the stage");
    Session first = session(here, "deploy --stage test");
    try (StageWriter held =
        first.store().lock(Holder.ofThisProcess("deploy", Instant.now()), Duration.ZERO)) {
      here.script(app -> box(null)).fails(4, "deploy", "--quiet", "--lock-timeout", "0s");
    }
    Scene elsewhere = deployed(situations.about("another machine says that it holds the stage"));
    elsewhere.write(
        ".alchemy/shop/test/lock.json",
        "{\"runId\":\"r\",\"host\":\"build-7\",\"pid\":4711,"
            + "\"since\":\"2026-01-01T00:00:00Z\",\"command\":\"deploy\"}");
    elsewhere.fails(4, "deploy", "--quiet", "--lock-timeout", "0s");
    Scene garbled = deployed(situations.about("a lock file that names nobody"));
    garbled.write(".alchemy/shop/test/lock.json", "{}");
    garbled.fails(4, "deploy", "--quiet", "--lock-timeout", "0s");
    Scene lost = situations.about("somebody takes the lock away during a run");
    lost.script(
            app -> {
              var one = box(null);
              String id = one.output().id(); // takes the lock and makes it
              lost.write(
                  ".alchemy/shop/test/lock.json",
                  "{\"runId\":\"other\",\"host\":\"build-7\",\"pid\":4711,"
                      + "\"since\":\"2026-01-01T00:00:00Z\",\"command\":\"deploy\"}");
              Resource.of("two", new Box(), () -> new Box.Props("two", null, id, null, null, null));
            })
        .fails(1, "deploy", "--quiet", "--parallel", "1");
    Scene moved = deployed(situations.about("a stage whose state was copied elsewhere"));
    Session leaving = session(moved, "state copy");
    try (StageWriter writer =
        leaving.store().lock(Holder.ofThisProcess("state copy", Instant.now()), Duration.ZERO)) {
      writer.moved("postgres://db.example.com:5432/state");
    }
    moved.fails(3, "deploy", "--quiet");
    Scene restored = deployed(situations.about("a file that is no backup, put back"));
    restored.write("backup.json", "{\"format\": 2, \"app\": \"shop\", \"stage\": \"prod\"}");
    restored.fails(3, "state", "push", "backup.json");
    situations.match();
  }
}
