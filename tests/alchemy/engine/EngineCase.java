package alchemy.engine;

import alchemy.App;
import alchemy.Body;
import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.RunOptions.Mode;
import alchemy.provider.Env;
import alchemy.state.Holder;
import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.StageState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine's tests share: a stage in a folder, the box service, short ways to declare and
 * run.
 */
abstract class EngineCase {
  @TempDir Path root;
  final Map<String, String> variables = new HashMap<>();
  boolean approves;
  RunOptions.Scope scope = RunOptions.Scope.WHOLE;

  @BeforeEach
  void aService() throws IOException {
    variables.put("BOXES", Files.createDirectories(root.resolve("boxes")).toString());
  }

  void pair(String size) {
    var first = box("first", null, size, "one");
    box("second", null, "small", () -> "after " + first.output().id());
  }

  void three(String fails) {
    box("first", null, "small", "one");
    var second =
        Resource.of("second", new Box(), () -> new Box.Props(null, null, null, null, fails, null));
    box("third", null, "small", () -> second.output().id());
  }

  static OwnResource<Box.Outputs> box(String id, String name, String size, String content) {
    return box(id, name, size, () -> content);
  }

  static OwnResource<Box.Outputs> box(
      String id, String name, String size, Supplier<String> content) {
    return Resource.of(
        id, new Box(), () -> new Box.Props(name, size, content.get(), null, null, null));
  }

  static OwnResource<Box.Outputs> deletable(String id, String size) {
    return Resource.of(id, new Box(), () -> new Box.Props(null, size, null, null, null, true));
  }

  static OwnResource<Box.Outputs> deletable(String id, Supplier<String> content) {
    return Resource.of(
        id, new Box(), () -> new Box.Props(null, null, content.get(), null, null, true));
  }

  static void locked(String id, String secret) {
    Resource.of(
        id, new Box(), () -> new Box.Props(null, null, null, Secret.of(secret), null, null));
  }

  Plan deploy(Body body) {
    return with(Mode.DEPLOY, body, App::finish);
  }

  Plan plan(Body body) {
    return with(Mode.PLAN, body, App::plan);
  }

  Plan with(Mode mode, Body body, Function<App, Plan> end) {
    App app = App.open(app(), options(mode));
    try {
      app.record(body);
      return end.apply(app);
    } finally {
      app.close();
    }
  }

  Plan session(Mode mode, Function<Session, Plan> call) {
    Session session = new Session(app(), options(mode));
    try {
      return call.apply(session);
    } finally {
      session.close();
    }
  }

  /** Leaves a row in state as a run does that ends in the middle of making it. */
  void interrupted(Row row) {
    put(row.with().intended(row.props()).build());
  }

  void put(Row row) {
    var session = new Session(app(), options(Mode.DEPLOY));
    var holder = new Holder("r", "h", 1, Instant.now(), "test");
    try (var writer = session.store().lock(holder, Duration.ZERO)) {
      writer.commit(List.of(RowChange.put(row)));
    }
  }

  private String app() {
    return variables.getOrDefault("APP", "tested");
  }

  RunOptions options(Mode mode) {
    return options(mode, new Listener() {});
  }

  RunOptions options(Mode mode, Listener listener) {
    Env env = name -> Optional.ofNullable(variables.get(name));
    return new RunOptions(
        mode,
        variables.getOrDefault("STAGE", Session.LOCAL_STAGE),
        root,
        env,
        List.of(),
        8,
        Duration.ZERO,
        steps -> approves,
        listener,
        "deploy",
        scope);
  }

  StageState state() {
    return new Session(app(), options(Mode.PLAN)).store().load();
  }

  Row row(String key) {
    return state().row(key).orElseThrow();
  }

  String content(String key) {
    return Box.load(root.resolve("boxes").resolve(row(key).remoteId())).getProperty("content");
  }

  /** Changes a box as somebody else would; a null takes a line away. */
  void outside(String remoteId, String name, String value) {
    Path box = root.resolve("boxes").resolve(remoteId);
    Properties lines = Files.exists(box) ? Box.load(box) : new Properties();
    if (value == null) {
      lines.remove(name);
    } else {
      lines.setProperty(name, value);
    }
    try (var out = Files.newOutputStream(box)) {
      lines.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void deletedOutside(String key) {
    try {
      Files.delete(root.resolve("boxes").resolve(row(key).remoteId()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long boxes() {
    try (Stream<Path> files = Files.list(root.resolve("boxes"))) {
      return files.filter(each -> each.getFileName().toString().startsWith("box-")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> calls() {
    Path log = root.resolve("boxes").resolve("calls.log");
    try {
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
