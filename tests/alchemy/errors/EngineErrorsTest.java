package alchemy.errors;

import alchemy.Alchemy;
import alchemy.App;
import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.cloudflare.Worker;
import alchemy.engine.Box;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import alchemy.http.Pause;
import alchemy.provider.Context;
import alchemy.state.Holder;
import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.RowStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine refuses, cannot do, or finds wrong in a script. */
class EngineErrorsTest {
  @TempDir Path folder;

  private static OwnResource<Box.Outputs> box(String id, Supplier<String> content) {
    return Resource.of(
        id, new Box(), () -> new Box.Props(id, null, content.get(), null, null, null));
  }

  private static OwnResource<Box.Outputs> box(String id, String size, String fails, Boolean del) {
    return Resource.of(id, new Box(), () -> new Box.Props(id, size, null, null, fails, del));
  }

  private static void put(Scene scene, Row row) {
    RunOptions options =
        new RunOptions(
            RunOptions.Mode.DEPLOY,
            "test",
            scene.folder(),
            name -> Optional.of("correct-horse-7").filter(any -> name.equals("ALCHEMY_PASSWORD")),
            List.of(),
            1,
            Duration.ZERO,
            steps -> false,
            new alchemy.engine.Listener() {},
            "test");
    var holder = new Holder("r", "h", 1, Instant.now(), "test");
    try (var writer = new Session("shop", options).store().lock(holder, Duration.ZERO)) {
      writer.commit(List.of(RowChange.put(row)));
    }
  }

  @Test
  void faultsOfAScript() {
    Situations situations = new Situations("faults", folder);
    situations
        .about("a variable that the script requires is not set")
        .script(app -> Alchemy.env("SOME_TOKEN"))
        .fails(1, "deploy");
    situations
        .about("an id with characters that no id has")
        .script(app -> box("my box", () -> null))
        .fails(1, "plan");
    situations
        .about("one id twice")
        .script(
            app -> {
              box("twin", () -> null);
              box("Twin", () -> null);
            })
        .fails(1, "plan");
    situations
        .about("an id that is of another type in state")
        .script(app -> box("one", () -> null))
        .after(0, "deploy", "--quiet")
        .script(
            app ->
                Resource.of(
                    "one",
                    new OtherKind(),
                    () -> new Box.Props("one", null, null, null, null, null)))
        .fails(1, "plan");
    situations
        .about("a resource that is built from itself")
        .script(
            app -> {
              OwnResource<?>[] second = new OwnResource<?>[1];
              var first = box("first", () -> "of " + second[0].output());
              second[0] = box("second", () -> "of " + first.output().id());
            })
        .fails(1, "plan");
    situations
        .about("a value that throws when it is asked for")
        .script(app -> box("one", EngineErrorsTest::unreadable))
        .fails(1, "plan");
    situations
        .about("a secret that was put into a text with +")
        .script(app -> box("one", () -> "key=" + Secret.of("hunter2-hunter2")))
        .fails(1, "plan");
    situations
        .about("an output that a secret was put into with +")
        .script(
            app -> {
              box("one", () -> null);
              app.output("line", () -> "key=" + Secret.of("hunter2-hunter2"));
            })
        .fails(1, "deploy", "--quiet");
    situations
        .about("a property that its provider refuses")
        .script(
            app ->
                Resource.of(
                    "one",
                    new Box(),
                    () -> new Box.Props("forbidden", null, null, null, null, null)))
        .fails(1, "plan");
    situations
        .about("a unique name together with delete(false), to be replaced")
        .script(app -> unique("small"))
        .after(0, "deploy", "--quiet")
        .script(app -> unique("large"))
        .fails(1, "plan");
    situations
        .about("secrets to be kept, and no password")
        .variable("ALCHEMY_PASSWORD", "")
        .script(app -> box("one", () -> null))
        .fails(1, "deploy");
    situations
        .about("a rotation of what holds data")
        .script(app -> box("one", () -> null))
        .after(0, "deploy", "--quiet")
        .fails(1, "rotate", "one");
    situations
        .about("a rotation of what is not there yet")
        .script(app -> box("one", () -> null))
        .fails(1, "rotate", "one", "--in-place");
    situations
        .about("a rotation of what the script does not declare")
        .script(app -> box("one", () -> null))
        .fails(1, "rotate", "two");
    situations
        .about("a rotation in place, and nobody who could be asked")
        .script(app -> box("one", () -> null))
        .after(0, "deploy", "--quiet")
        .fails(3, "rotate", "one", "--in-place");
    situations
        .about("a Worker that is meant and not declared")
        .script(app -> Worker.of("ping", w -> w.script("").bind("PONG", Worker.named("pong"))))
        .fails(1, "plan");
    situations
        .about("several faults, of which two are alike")
        .script(
            app -> {
              Alchemy.env("SOME_TOKEN");
              box("1st", () -> null);
              box("2nd", () -> null);
            })
        .fails(1, "deploy");
    situations.match();
  }

  private static String unreadable() {
    throw new IllegalStateException("the list of regions is empty");
  }

  private static void unique(String size) {
    Resource.of("one", new Box.Unique(), () -> new Box.Props("one", size, null, null, null, null));
  }

  /** A box by another name. */
  public static final class OtherKind extends Box {
    @Override
    public String type() {
      return "test:OtherKind";
    }
  }

  @Test
  void whatTheEngineRefuses() {
    Situations situations = new Situations("engine", folder);
    situations
        .about("a step that loses data, and nobody who could be asked")
        .script(app -> box("one", "small", null, true))
        .after(0, "deploy", "--quiet")
        .script(app -> {})
        .fails(3, "deploy", "--quiet");
    situations
        .about("the same on a terminal, answered with no")
        .script(app -> box("one", "small", null, null))
        .after(0, "deploy", "--quiet")
        .script(app -> box("one", "large", null, null))
        .onTerminal("no\n")
        .fails(3, "deploy", "--quiet");
    situations
        .about("credentials of another place than the rows'")
        .variable("BOX_PLACE", "boxes.example acme")
        .script(app -> box("one", "small", null, null))
        .after(0, "deploy", "--quiet")
        .variable("BOX_PLACE", "boxes.example other")
        .script(app -> box("one", () -> "changed"))
        .fails(3, "deploy", "--quiet");
    situations
        .about("a step that fails")
        .script(app -> box("one", null, "create", null))
        .fails(1, "deploy", "--quiet");
    situations
        .about("steps that fail, and one that depends on them")
        .script(
            app -> {
              var first = box("first", null, "create", null);
              box("second", () -> first.output().id());
              box("third", null, "create", null);
            })
        .fails(1, "deploy", "--quiet", "--parallel", "1");
    situations
        .about("a provider of the script's own with a bug")
        .script(
            app ->
                Resource.of(
                    "one", new Buggy(), () -> new Box.Props("one", null, null, null, null, null)))
        .fails(1, "deploy", "--quiet");
    situations
        .about("a script that throws")
        .script(
            app -> {
              throw new IllegalStateException("my mistake");
            })
        .fails(1, "deploy", "--quiet");
    situations
        .about("a value that is found wrong only when it is there")
        .script(
            app -> {
              var first = box("first", () -> null);
              box("second", () -> "key=" + first.output().key());
            })
        .fails(1, "deploy", "--quiet");
    situations
        .about("a provider of the script's own that answers with a secret in a text")
        .script(
            app ->
                Resource.of(
                    "one",
                    new Careless(),
                    () -> new Box.Props("one", null, null, null, null, null)))
        .fails(1, "deploy", "--quiet");
    situations
        .about("a provider of the script's own that fails before anything is done")
        .script(
            app ->
                Resource.of(
                    "one", new Failing(), () -> new Box.Props("one", null, null, null, null, null)))
        .fails(1, "plan");
    situations
        .about("a run that is interrupted before its steps")
        .script(
            app -> {
              box("one", () -> null);
              app.session().cancel();
            })
        .fails(130, "deploy", "--quiet");
    situations
        .about("a run that is interrupted while a step waits")
        .script(
            app ->
                Resource.of(
                    "one", new Waiting(), () -> new Box.Props("one", null, null, null, null, null)))
        .fails(130, "deploy", "--quiet");
    situations
        .about("a wait outside a run that is interrupted")
        .throwsAt(
            () -> {
              Thread.currentThread().interrupt();
              try {
                Pause.sleeping().pause(Duration.ofMinutes(1));
              } finally {
                Thread.interrupted();
              }
            });
    situations
        .about("two resources that turn out to need each other only when they are made")
        .script(
            app -> {
              OwnResource<?>[] third = new OwnResource<?>[1];
              var first = box("first", () -> null);
              var second = box("second", () -> first.output().id() + third[0].output());
              third[0] = box("third", () -> first.output().id() + second.output().id());
            })
        .fails(1, "deploy", "--quiet");
    situations.match();
  }

  /** A box service with a bug. */
  public static final class Buggy extends Box {
    @Override
    public Outputs create(Context context, Props wanted) {
      throw new IllegalStateException("the answer has no id");
    }
  }

  /** A box service whose answer shows a secret. */
  public static final class Careless extends Box {
    @Override
    public Outputs create(Context context, Props wanted) {
      Outputs made = super.create(context, wanted);
      return new Outputs(made.id(), "key: " + made.key(), made.key());
    }
  }

  /** A box service that cannot check anything. */
  public static final class Failing extends Box {
    @Override
    public void check(alchemy.provider.Check check, Props wanted) {
      throw new UnsupportedOperationException("not today");
    }
  }

  /** A box service that waits, and whose run is interrupted meanwhile. */
  public static final class Waiting extends Box {
    @Override
    public Outputs create(Context context, Props wanted) {
      App.current().session().cancel();
      context.pause(Duration.ofMinutes(1));
      return super.create(context, wanted);
    }
  }

  @Test
  void whatAnInterruptedRunLeft() {
    Situations situations = new Situations("interrupted", folder);
    Scene several =
        situations
            .about("a create that was interrupted, and two objects that it may have made")
            .script(app -> box("one", null, "create", null))
            .after(1, "deploy", "--quiet");
    several.write("boxes/box-1", "name=one\n");
    several.write("boxes/box-2", "name=one\n");
    several.fails(1, "deploy", "--quiet");
    Scene destroyed =
        situations
            .about("the same when all is to be destroyed")
            .script(app -> box("one", null, "create", true))
            .after(1, "deploy", "--quiet");
    destroyed.write("boxes/box-1", "name=one\n");
    destroyed.write("boxes/box-2", "name=one\n");
    destroyed.fails(1, "destroy", "--quiet", "--yes");
    Scene otherwise =
        situations
            .about("an object that was made with another size than the script wants now")
            .script(app -> box("one", "small", "create", null))
            .after(1, "deploy", "--quiet");
    otherwise.write("boxes/box-1", "name=one\n");
    otherwise.script(app -> box("one", "large", "create", null)).fails(1, "deploy", "--quiet");
    Scene missing = situations.about("a row whose provider is not in the script any more");
    put(
        missing,
        Row.of("one", "shop:Coupon", "Infra$CouponProvider")
            .status(RowStatus.CREATED)
            .remoteId("coupon-1")
            .props(Map.of("name", "one"))
            .delete(true)
            .build());
    missing.script(app -> {}).fails(1, "destroy", "--quiet", "--yes");
    situations.match();
  }

  @Test
  void callsInAScript() {
    Situations situations = new Situations("script", folder);
    situations.about("a resource while no app is open").throwsAt(() -> box("one", () -> null));
    situations
        .about("null as an id")
        .script(app -> box(null, () -> null))
        .fails(1, "deploy", "--quiet");
    situations
        .about("null as an output")
        .script(app -> app.output("url", (Object) null))
        .fails(1, "deploy", "--quiet");
    situations
        .about("a whole resource as an output")
        .script(app -> app.output("url", box("one", () -> null)))
        .fails(1, "deploy", "--quiet");
    situations
        .about("an app's name that is none")
        .script("My Shop", app -> {})
        .fails(2, "deploy", "--quiet");
    situations.match();
  }
}
