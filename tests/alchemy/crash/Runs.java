package alchemy.crash;

import alchemy.App;
import alchemy.Apps;
import alchemy.Body;
import alchemy.Secret;
import alchemy.engine.ApplyFailedException;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import alchemy.engine.Sessions;
import alchemy.local.postgres.SharedPostgres;
import alchemy.provider.Env;
import alchemy.state.KeySource;
import alchemy.state.StageState;
import alchemy.state.StateStore;
import alchemy.state.postgres.PostgresStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Runs over one stage, each of which may end early. */
final class Runs {
  static final String APP = "prisma-postgres-example";

  private final Path root;
  private final String stage;
  private final Map<String, String> variables;

  /**
   * Runs over a stage.
   *
   * @param root the script's folder
   * @param variables where the services are; the password, if the stage is not {@code local}
   */
  Runs(Path root, String stage, Map<String, String> variables) {
    this.root = root;
    this.stage = stage;
    this.variables = Map.copyOf(variables);
  }

  /** What a run came to; the plan is null if it ended early. */
  record Ran(Plan plan, Doom doom) {}

  /** Deploys a body, or destroys where there is none; how far it gets is the doom's decision. */
  Ran run(Body body, Doom doom, int parallel) throws IOException {
    StateStore store = store();
    App app = Apps.open(Sessions.over(APP, options(parallel), doom.over(store), doom::client));
    Plan plan = null;
    byte[] lock = null;
    try {
      if (body == null) {
        plan = app.session().destroy();
      } else {
        app.record(body);
        plan = app.session().finish();
      }
    } catch (Doom.Died | ApplyFailedException e) {
      if (!doom.hasEnded()) {
        throw e;
      }
      lock = inFiles() ? Files.readAllBytes(folder().resolve("lock.json")) : null;
    } finally {
      app.close();
    }
    if (lock != null) {
      // The operating system frees the lock of a process that ended, but tidies nothing up.
      Files.write(folder().resolve("lock.json"), lock);
    }
    return new Ran(plan, doom);
  }

  StageState state() {
    return store().load();
  }

  /** Where the state lies. */
  Path folder() {
    return root.resolve(".alchemy").resolve(APP).resolve(stage);
  }

  StateStore store() {
    Path key = root.resolve(".alchemy").resolve("local.key");
    KeySource keys =
        stage.equals(Session.LOCAL_STAGE)
            ? KeySource.file(key)
            : KeySource.password(Secret.of(variables.get("ALCHEMY_PASSWORD")));
    return inFiles()
        ? StateStore.files(root.resolve(".alchemy"), APP, stage, keys)
        : new PostgresStateStore(
            Secret.of(variables.get("ALCHEMY_STATE")), root.resolve(".alchemy"), APP, stage, keys);
  }

  /** Takes the state away. */
  void wipe() throws IOException {
    if (!inFiles()) {
      SharedPostgres.query(
          Secret.of(variables.get("ALCHEMY_STATE")), "DROP SCHEMA IF EXISTS alchemy CASCADE");
    } else if (Files.exists(folder())) {
      try (Stream<Path> files = Files.walk(folder())) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private boolean inFiles() {
    return !variables.containsKey("ALCHEMY_STATE");
  }

  /** Rotates a connection, or whatever else yields secrets. */
  Plan rotate(Body body, String id, RunOptions.Rotation rotation) {
    RunOptions.Scope scope = new RunOptions.Scope(Set.of(id), false, false, rotation);
    App app = App.open(APP, options(8, scope));
    try {
      app.record(body);
      return app.finish();
    } finally {
      app.close();
    }
  }

  private RunOptions options(int parallel) {
    return options(parallel, RunOptions.Scope.WHOLE);
  }

  private RunOptions options(int parallel, RunOptions.Scope scope) {
    Env env = name -> Optional.ofNullable(variables.get(name));
    return new RunOptions(
        RunOptions.Mode.DEPLOY,
        stage,
        root,
        env,
        List.of(),
        parallel,
        Duration.ZERO,
        steps -> true,
        new Listener() {},
        "deploy",
        scope);
  }
}
