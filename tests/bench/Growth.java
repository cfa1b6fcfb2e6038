package bench;

import alchemy.App;
import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Mode;
import alchemy.provider.Candidate;
import alchemy.provider.Context;
import alchemy.provider.Env;
import alchemy.provider.Existing;
import alchemy.provider.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How a run grows with the resources of its stage: engine and state alone, in one JVM that is warm,
 * with a service that answers at once and yields a secret for each.
 */
final class Growth {
  private static final List<Integer> SIZES = List.of(100, 1_000, 10_000);
  private static final int RUNS = 3;
  // A chain of so many takes minutes to be made one by one.
  private static final int ONCE = 10_000;

  /** What is built from what. */
  enum Shape {
    INDEPENDENT,
    CHAIN,
    STAR
  }

  /** What is measured; times in milliseconds, except for the last three. */
  enum Measure {
    PLAN_NEW("plan a new stage", "#0969da"),
    DEPLOY_NEW("deploy a new stage", "#8250df"),
    NO_CHANGE("deploy without a change", "#1a7f37"),
    ONE_CHANGE("deploy one change", "#bf8700"),
    DESTROY("destroy", "#cf222e"),
    JOURNAL("journal for one change, bytes", ""),
    STATE("state.json, KB", ""),
    MEMORY("heap that a loaded and planned stage takes, MB", "");

    final String title;
    final String colour;

    Measure(String title, String colour) {
      this.title = title;
      this.colour = colour;
    }

    boolean isTime() {
      return !colour.isEmpty();
    }
  }

  /** Makes what holds nothing. */
  public static final class Thing implements Provider<Thing.Props, Thing.Outputs> {
    /** A few properties. */
    public record Props(String content, String after, Integer size, Boolean delete) {}

    /** As many outputs. */
    public record Outputs(String id, String content, Secret key) {}

    @Override
    public String type() {
      return "bench:Thing";
    }

    @Override
    public Outputs create(Context context, Props wanted) {
      String id = "thing-" + context.id();
      return new Outputs(id, wanted.content(), Secret.of("key://bench:" + id + "-0123456789"));
    }

    @Override
    public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
      return Optional.ofNullable(existing.outputs());
    }

    @Override
    public List<Candidate> find(Context context, Props wanted) {
      return List.of();
    }

    @Override
    public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
      return existing.outputs();
    }

    @Override
    public void delete(Context context, Existing<Props, Outputs> existing) {}
  }

  private final Path root;
  private final Shape shape;
  private final int size;

  private Growth(Path root, Shape shape, int size) {
    this.root = root;
    this.shape = shape;
    this.size = size;
  }

  /** Measures, and writes the section and its picture. */
  static void run() throws IOException {
    Map<Shape, Map<Integer, Map<Measure, Double>>> found = new EnumMap<>(Shape.class);
    for (Shape shape : Shape.values()) {
      measured(shape, SIZES.get(0)); // warms up
      for (int size : SIZES) {
        Map<Measure, Double> least = measured(shape, size);
        for (int run = 1; run < RUNS && size < ONCE; run++) {
          measured(shape, size).forEach((measure, value) -> least.merge(measure, value, Math::min));
        }
        found.computeIfAbsent(shape, any -> new LinkedHashMap<>()).put(size, least);
        System.err.println(shape + " " + size + " " + least);
      }
    }
    Document.write("growth", GrowthPage.text(found));
    Files.writeString(Bench.HOME.resolve("docs/growth.svg"), GrowthPage.picture(found));
  }

  private static Map<Measure, Double> measured(Shape shape, int size) throws IOException {
    Path root = Files.createTempDirectory("growth");
    try {
      return new Growth(root, shape, size).measured();
    } finally {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private Map<Measure, Double> measured() throws IOException {
    Map<Measure, Double> all = new EnumMap<>(Measure.class);
    all.put(Measure.PLAN_NEW, time(() -> with(Mode.PLAN, 0, App::plan)));
    all.put(Measure.DEPLOY_NEW, time(() -> with(Mode.DEPLOY, 0, App::finish)));
    all.put(Measure.NO_CHANGE, time(() -> with(Mode.DEPLOY, 0, App::finish)));
    Path stage = root.resolve(".alchemy/growth/local");
    all.put(Measure.STATE, Files.size(stage.resolve("state.json")) / 1024.0);
    all.put(Measure.ONE_CHANGE, time(() -> with(Mode.DEPLOY, 1, App::finish)));
    all.put(Measure.JOURNAL, (double) written(stage));
    double before = used();
    all.put(
        Measure.MEMORY, Math.max(0, with(Mode.PLAN, 0, Growth::heap) - before) / 1024.0 / 1024.0);
    all.put(Measure.DESTROY, time(() -> with(Mode.DEPLOY, -1, app -> app.session().destroy())));
    return all;
  }

  /** What a run that changes one resource has written to its journal before it ends. */
  private long written(Path stage) {
    long[] bytes = {0};
    Listener listener =
        new Listener() {
          @Override
          public void finished(alchemy.engine.Step step, Duration took, boolean nothing) {
            bytes[0] = stage.resolve("journal.ndjson").toFile().length();
          }
        };
    with(Mode.DEPLOY, 2, listener, App::finish);
    return bytes[0];
  }

  private static double heap(App app) {
    Plan plan = app.plan();
    long held = used();
    return plan.steps().isEmpty() ? 0 : held;
  }

  private static long used() {
    System.gc();
    Runtime now = Runtime.getRuntime();
    return now.totalMemory() - now.freeMemory();
  }

  private <T> T with(Mode mode, int content, Function<App, T> end) {
    return with(mode, content, new Listener() {}, end);
  }

  private <T> T with(Mode mode, int content, Listener listener, Function<App, T> end) {
    Env env = name -> Optional.empty();
    App app =
        App.open(
            "growth",
            new RunOptions(
                mode,
                "local",
                root,
                env,
                List.of(),
                64,
                Duration.ZERO,
                steps -> true,
                listener,
                "deploy"));
    try {
      if (content >= 0) {
        app.record(declared -> declare(content));
      }
      return end.apply(app);
    } finally {
      app.close();
    }
  }

  // What differs is the last one, of which nothing is built.
  private void declare(int content) {
    List<OwnResource<Thing.Outputs>> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String text = "content " + (i == size - 1 ? content : 0);
      OwnResource<Thing.Outputs> before =
          i == 0 || shape == Shape.INDEPENDENT ? null : all.get(shape == Shape.CHAIN ? i - 1 : 0);
      all.add(
          Resource.of(
              "thing-" + i,
              new Thing(),
              () -> new Thing.Props(text, before == null ? null : before.output().id(), 3, true)));
    }
  }

  private static double time(Runnable run) {
    long begun = System.nanoTime();
    run.run();
    return (System.nanoTime() - begun) / 1e6;
  }

  /** As a table shows it. */
  static String shown(Measure measure, double value) {
    return value < 10 && measure.isTime()
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }
}
