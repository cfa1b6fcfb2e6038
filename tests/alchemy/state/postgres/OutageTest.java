package alchemy.state.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Apps;
import alchemy.Body;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.cli.Transcript;
import alchemy.engine.ApplyFailedException;
import alchemy.engine.Box;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RefusedException;
import alchemy.engine.RunOptions;
import alchemy.engine.Sessions;
import alchemy.engine.StateTransfer;
import alchemy.http.JsonClient;
import alchemy.local.postgres.Pooler;
import alchemy.local.postgres.SharedPostgres;
import alchemy.local.postgres.TestPostgres;
import alchemy.provider.Context;
import alchemy.provider.Env;
import alchemy.state.Holder;
import alchemy.state.KeySource;
import alchemy.state.RowStatus;
import alchemy.state.SealBrokenException;
import alchemy.state.StageDocument;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import alchemy.state.StateDamagedException;
import alchemy.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed in the middle of a run, or the way to it cut, or the lock taken away. */
class OutageTest {
  /** What happens in the middle of the create of the box that is called "second". */
  private static Runnable meanwhile = () -> {};

  @TempDir static Path data;
  private static TestPostgres server;

  @TempDir Path root;
  private final List<String> notes = new ArrayList<>();
  private String url;
  private boolean approves;
  private KeySource keys;
  private Duration patience = Duration.ofMillis(900);

  /** A box during whose create something happens: before its result is recorded. */
  public static final class Eventful extends Box {
    @Override
    public Outputs create(Context context, Props wanted) {
      Runnable now = wanted.content().equals("second") ? meanwhile : () -> {};
      if (wanted.content().equals("second")) {
        meanwhile = () -> {};
      }
      now.run();
      return super.create(context, wanted);
    }
  }

  @BeforeAll
  static void aServer() {
    server = new TestPostgres(data);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void aDatabase() throws IOException {
    Files.createDirectories(root.resolve("boxes"));
    url = server.database();
    keys = KeySource.file(root.resolve("key")); // A password's takes its time.
  }

  private static void declare(App app) {
    for (String each : List.of("first", "second", "third")) {
      Resource.of(each, new Eventful(), () -> new Box.Props(each, null, each, null, null, null));
    }
  }

  private PostgresStateStore store() {
    return new PostgresStateStore(
        Secret.of(url), root.resolve(".alchemy"), "shop", "prod", keys, patience);
  }

  private StateStore files() {
    return StateStore.files(root.resolve("files"), "shop", "prod", keys);
  }

  private RunOptions options(RunOptions.Mode mode) {
    Env env =
        name -> Optional.ofNullable(name.equals("BOXES") ? root.resolve("boxes").toString() : null);
    Listener listener =
        new Listener() {
          @Override
          public void note(String text) {
            notes.add(text);
          }
        };
    return new RunOptions(
        mode,
        "prod",
        root,
        env,
        List.of(),
        1,
        Duration.ZERO,
        steps -> approves,
        listener,
        "deploy");
  }

  private Plan run(RunOptions.Mode mode, Body body) {
    App app = Apps.open(Sessions.over("shop", options(mode), store(), JsonClient::new));
    try {
      app.record(body);
      return mode == RunOptions.Mode.PLAN ? app.plan() : app.finish();
    } finally {
      app.close();
    }
  }

  private Plan deploy() {
    return run(RunOptions.Mode.DEPLOY, OutageTest::declare);
  }

  private void assertAllMadeOnce() throws IOException {
    assertEquals(List.of("create first", "create second", "create third"), calls("create"));
    StageState state = store().load();
    assertEquals(List.of("first", "second", "third"), List.copyOf(state.rows().keySet()));
    state.rows().values().forEach(row -> assertEquals(RowStatus.CREATED, row.status()));
    assertFalse(run(RunOptions.Mode.PLAN, OutageTest::declare).acts());
  }

  private List<String> calls(String kind) throws IOException {
    return Files.readAllLines(root.resolve("boxes/calls.log")).stream()
        .filter(each -> each.startsWith(kind))
        .sorted()
        .toList();
  }

  private List<Path> rescues() throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(".alchemy"))) {
      return files.filter(each -> each.getFileName().toString().startsWith("rescue-")).toList();
    }
  }

  @Test
  void aServerThatIsKilledAndComesBackCostsTheRunNothing() throws IOException {
    meanwhile =
        () -> {
          server.kill();
          server.startAgain();
        };
    deploy();
    assertAllMadeOnce();
    assertFalse(Files.exists(root.resolve(".alchemy")), "nothing had to be rescued");
  }

  @Test
  void aWayThatIsCutIsTakenAgain() throws IOException {
    try (Pooler way = new Pooler(server.port(), 0)) {
      url = server.by(url, way.port());
      meanwhile = way::cut;
      deploy();
      assertAllMadeOnce();
    }
  }

  @Test
  void aWayThatFallsSilentIsTakenAgain() throws IOException {
    try (Pooler way = new Pooler(server.port(), 0)) {
      url = server.by(url, way.port());
      meanwhile = way::silence;
      deploy();
      assertAllMadeOnce();
    }
  }

  @Test
  void whatAServerThatStaysAwayCouldNotRecordIsKeptAndRecordedLater() throws IOException {
    meanwhile = server::kill;
    ApplyFailedException e = assertThrows(ApplyFailedException.class, this::deploy);
    server.startAgain();
    assertTrue(e.getMessage().contains("What was done could not be recorded."), e::getMessage);
    assertFalse(e.getMessage().contains("What was done is recorded"), e::getMessage);
    assertEquals(2, calls("create").size(), "nothing more was started");
    Path rescue = rescues().get(0);
    assertTrue(e.getMessage().contains(rescue.toString()), e::getMessage);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(rescue)));
    assertFalse(Files.readString(rescue).contains("key-of-box"), "its secrets are sealed");
    assertTrue(store().load().row("second").orElseThrow().isOpenCreate());

    RefusedException refused = assertThrows(RefusedException.class, this::deploy);
    assertEquals(3, refused.exitCode());
    assertEquals(2, calls("create").size());
    approves = true;
    deploy();
    assertEquals(List.of(), rescues());
    assertAllMadeOnce();
    assertEquals(List.of(), calls("find second"), "it had not to be looked for");
  }

  @Test
  void aRescueFileThatIsDamagedIsToBeDeleted() throws IOException {
    Path rescue = root.resolve(".alchemy/shop/prod/rescue-1.json");
    Files.createDirectories(rescue.getParent());
    Files.writeString(rescue, "{");
    String why = assertThrows(StateDamagedException.class, this::deploy).getMessage();
    assertTrue(why.contains(rescue.toString()) && why.contains("Delete the file"), why);
  }

  @Test
  void whatPassesAtTheServerIsTriedAgain() throws IOException {
    String refusing =
        """
        CREATE SEQUENCE alchemy.tries;
        CREATE FUNCTION alchemy.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
          DECLARE state text := (ARRAY['25006', '40001', '57014'])[nextval('alchemy.tries')];
          BEGIN
            IF state IS NOT NULL THEN RAISE EXCEPTION 'not now' USING ERRCODE = state; END IF;
            RETURN NEW;
          END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON alchemy.stage
          FOR EACH ROW EXECUTE FUNCTION alchemy.refuse()\
        """;
    meanwhile = () -> SharedPostgres.query(Secret.of(url), refusing);
    deploy();
    assertAllMadeOnce();
  }

  @Test
  void whatWaitsIsToldAndIsNotLeftBehindByAMoveOrANewKey() throws IOException {
    Path ignore = root.resolve(".alchemy/.gitignore");
    Files.createDirectories(ignore.getParent());
    Files.writeString(ignore, "*.key");
    aRunThatIsCutOff();
    Path rescue = rescues().get(0);
    assertEquals(List.of("*.key", "/*/*/rescue-*"), Files.readAllLines(ignore));

    notes.clear();
    run(RunOptions.Mode.PLAN, OutageTest::declare);
    assertTrue(notes.get(0).contains(rescue.toString()), notes::toString);
    StateTransfer transfer = new StateTransfer(options(RunOptions.Mode.DEPLOY), true);
    StateStore files = files();
    waits(rescue, () -> transfer.copy(store(), files));
    assertTrue(files.load().rows().isEmpty());
    waits(rescue, () -> transfer.push(new StageDocument(files.load(), List.of()), store()));
    Files.createFile(root.resolve("alchemy.run.java"));
    Transcript shell =
        new Transcript(root)
            .script("shop", OutageTest::declare)
            .variable("ALCHEMY_STATE", url)
            .variable("ALCHEMY_PASSWORD", "correct-horse-7")
            .variable("ALCHEMY_NEW_PASSWORD", "another-horse-8");
    assertEquals(3, shell.run("password", "--stage", "prod", "--new-key"), shell::text);
    assertTrue(shell.text().contains("could not record"), shell::text);

    // Killed between the merge and the end of the file, so that the next run finds all in its
    // place.
    try (StageWriter writer = lock()) {
      writer.commit(store().rescues().get(0).changes(writer.state()));
    }
    deploy();
    assertEquals(List.of(), rescues());
    assertAllMadeOnce();
  }

  @Test
  void aNewKeyThatCouldNotBeStoredIsNoneAndWhatADeadOneSealedIsNeverRecorded() throws IOException {
    aRunThatIsCutOff();
    Secret next = Secret.of("another-horse-8");
    cutOff(
        way -> {
          try (StageWriter writer = lock()) {
            way.close();
            assertThrows(StateNotRecordedException.class, () -> writer.rekey(next, true));
          }
        });
    assertEquals(1, rescues().size(), "that of the run");
    try (StageWriter writer = lock()) { // on another machine, where nothing waits
      assertTrue(writer.rekey(next, true));
    }
    keys = KeySource.password(next);
    approves = true;
    notes.clear();
    StageState before = store().load();
    assertThrows(SealBrokenException.class, this::deploy);
    assertEquals(before.serial(), store().load().serial());
    assertTrue(notes.get(0).contains(rescues().get(0).toString()), notes::toString);
  }

  /** Leaves a rescue file, and the server as it was. */
  private void aRunThatIsCutOff() {
    cutOff(
        way -> {
          meanwhile = way::close;
          assertThrows(ApplyFailedException.class, this::deploy);
        });
  }

  private void cutOff(Consumer<Pooler> run) {
    String direct = url;
    try (Pooler way = new Pooler(server.port(), 0)) {
      url = server.by(url, way.port());
      patience = Duration.ZERO;
      run.accept(way);
    }
    url = direct;
  }

  private static void waits(Path rescue, Executable move) {
    String why = assertThrows(RefusedException.class, move).getMessage();
    assertTrue(why.contains(rescue.toString()), why);
  }

  private StageWriter lock() {
    return store().lock(Holder.ofThisProcess("x", Instant.now()), Duration.ofSeconds(5));
  }

  @Test
  void whatAnotherRunHasChangedSinceStaysAsThatRunLeftIt() throws IOException {
    meanwhile =
        () -> {
          Holder holder = store().holder().orElseThrow();
          assertTrue(store().unlock(holder));
          try (StageWriter other =
              store().lock(Holder.ofThisProcess("other", Instant.now()), Duration.ofSeconds(5))) {
            other.commit(
                List.of(
                    alchemy.state.RowChange.put(
                        other
                            .state()
                            .row("second")
                            .orElseThrow()
                            .with()
                            .remoteId("of-the-other")
                            .outputs(Map.of("id", "of-the-other"))
                            .status(RowStatus.CREATED)
                            .build())));
          }
        };
    ApplyFailedException e = assertThrows(ApplyFailedException.class, this::deploy);
    assertTrue(e.getMessage().contains("The lock of this run was taken away."), e::getMessage);
    assertEquals("of-the-other", store().load().row("second").orElseThrow().remoteId());
    assertEquals(1, rescues().size());
    approves = true;
    StageWriter writer = store().lock(Holder.ofThisProcess("x", Instant.now()), Duration.ZERO);
    writer.close();
    deploy();
    assertEquals("of-the-other", store().load().row("second").orElseThrow().remoteId());
    assertTrue(rescues().get(0).toString().endsWith(".left"), rescues()::toString);
    assertTrue(notes.get(notes.size() - 1).contains("Another run has changed"), notes::toString);
  }
}
