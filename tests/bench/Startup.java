package bench;

import alchemy.fetch.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the time of a short run goes: runs that change nothing, each of which does one thing more
 * than another, by two checkouts in turn.
 */
final class Startup {
  private static final Pattern VERSION = Pattern.compile("//GAV .*:(\\S+)");
  private static final String WORKER = "export default { fetch: () => new Response() };\n";
  private static final String SCRIPT =
      """
      //JAVA 17+
      //DEPS io.github.alchemy-java:alchemy:%s

      import alchemy.*;
      import alchemy.cloudflare.*;
      import alchemy.prisma.*;

      class Start {
        public static void main(String... args) {
          %s
        }
      }
      """;
  private static final String GROUP =
      """
      Alchemy.run("start-%s", args, app -> {
            var project = Project.of("project", p -> p.delete(true));
            var database = Database.of("database", project, d -> d.region("us-east-1").delete(true));
            var connection = Connection.of("connection", database);
            var hyperdrive = Hyperdrive.of("hyperdrive", connection);
            Worker.of("worker", "worker.js", w -> w.bind("DB", hyperdrive));
          });\
      """;

  /** A run, and what it does. */
  private enum Run {
    NOTHING("launcher and JVM: a script that does nothing", "System.out.println(1);", "deploy"),
    EMPTY("and the command line, a plan, the state: an empty app", null, "deploy"),
    OPTION("an empty app, and an option that picocli reads", null, "deploy", "--parallel", "32"),
    GROUP("a group of five resources, its key in a file", null, "deploy", "--stage", "local"),
    DERIVED("the same, its key derived from a password", null, "deploy", "--stage", "derived");

    final String title;
    final String body;
    final List<String> words;

    Run(String title, String body, String... words) {
      this.title = title;
      this.body = body;
      this.words = List.of(words);
    }

    String body(String side) {
      if (body != null) {
        return body;
      }
      return this == GROUP || this == DERIVED
          ? Startup.GROUP.formatted(side)
          : "Alchemy.run(\"start-%s\", args, app -> {});".formatted(side);
    }
  }

  /** One of the checkouts, and what its runs needed. */
  private record Side(String name, Path checkout, Map<Run, Map<Measure, double[]>> samples) {
    Side(String name, Path checkout) {
      this(name, checkout, new EnumMap<>(Run.class));
    }

    Path folder(Run run) throws IOException {
      Path lib = checkout.resolve("lib/alchemy_lib.java");
      Matcher version = VERSION.matcher(Files.readString(lib));
      if (!version.find()) {
        throw new IOException(lib + " names no version");
      }
      Path folder = CacheFolder.current().resolve("bench/start").resolve(name).resolve(run.name());
      Files.createDirectories(folder);
      String text = SCRIPT.formatted(version.group(1), run.body(name));
      Path script = folder.resolve("alchemy.run.java");
      if (Files.notExists(script) || !Files.readString(script).equals(text)) {
        Files.writeString(script, text);
        Files.writeString(folder.resolve("worker.js"), WORKER);
      }
      return folder;
    }

    List<String> command(Run run) {
      String launcher = checkout.resolve("alchemy").toString();
      return Stream.concat(Stream.of("sh", launcher), run.words.stream()).toList();
    }
  }

  private Startup() {}

  /**
   * Measures, and writes the section.
   *
   * @param before another checkout, whose numbers are those of before
   */
  static void run(Path before, int runs) throws IOException, InterruptedException {
    List<Side> sides = List.of(new Side("before", before), new Side("now", Bench.HOME));
    try (Cloud cloud = Cloud.start(0)) {
      Map<String, String> variables = new HashMap<>(cloud.variables());
      variables.put("ALCHEMY_PASSWORD", "a password of the bench's own");
      variables.put("ALCHEMY_STAGE", "bench");
      for (Run run : Run.values()) {
        for (Side side : sides) {
          side.samples.put(run, new EnumMap<>(Measure.class));
          AppFolder.delete(side.folder(run).resolve(".alchemy"));
          // Compiles, makes what there is to make, and whatever is kept between runs.
          for (int i = 0; i < 3; i++) {
            Timed.run(side.folder(run), variables, side.command(run));
          }
        }
        for (int i = 0; i < runs; i++) {
          for (Side side : sides) {
            Map<Measure, Double> one = Timed.run(side.folder(run), variables, side.command(run));
            for (Measure each : List.of(Measure.WALL, Measure.CPU, Measure.PEAK)) {
              side.samples.get(run).computeIfAbsent(each, key -> new double[runs])[i] =
                  one.get(each);
            }
          }
        }
      }
    }
    Document.write("startup", text(sides, runs));
  }

  private static String text(List<Side> sides, int runs) {
    StringBuilder text =
        new StringBuilder(
            """
            `./alchemy bench startup CHECKOUT` runs what changes nothing with another checkout and with this one, in
            turn. Each number is the median of %d runs, before → now.

            | | time, s | CPU, s | memory, MB |
            |---|---:|---:|---:|
            """
                .formatted(runs));
    for (Run run : Run.values()) {
      text.append("| ").append(run.title);
      for (Measure measure : List.of(Measure.WALL, Measure.CPU, Measure.PEAK)) {
        Map<String, Double> medians = new LinkedHashMap<>();
        sides.forEach(
            each -> medians.put(each.name, Spread.of(each.samples.get(run).get(measure)).median()));
        double ratio = medians.get("now") / medians.get("before");
        text.append(" | ")
            .append(measure.show(medians.get("before")))
            .append(" → ")
            .append(measure.show(medians.get("now")))
            .append(String.format(Locale.ROOT, " (%.2f)", ratio));
      }
      text.append(" |\n");
    }
    return text.append(
            """

            - What most runs load is taken as it lay in memory, from one archive of classes for all scripts. A rehearsal
              makes it when the library is built; before, each script had its own, of whichever command came first.
            - `--stage` and `--yes` are read without picocli. Its classes are of Java 5, which no archive holds.
            - Memory: a nursery of 16 MB is used again and again, where a larger one was filled once. Methods are
              compiled when they have run four times as often as is usual; in a short run most are not worth it.
            - What is left of the last row is scrypt, which runs beside the script. The launcher is one shell and one
              `find`, 5 ms of CPU. An HTTP client is made by the first request; a run without one loads none of it.
            """)
        .toString();
  }
}
