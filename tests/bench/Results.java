package bench;

import alchemy.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of a program at a latency, kept in a file of its own, so that programs can be
 * measured in separate calls and the page written from all of them.
 */
final class Results {
  private static final String FOOTPRINT = "disk.json";

  private final Path file;
  private final Map<String, Object> tree;

  private Results(Path file, Map<String, Object> tree) {
    this.file = file;
    this.tree = tree;
  }

  /** None yet. */
  static Results fresh(Path folder, Program program, int latency, Map<String, Object> machine) {
    Map<String, Object> tree = new LinkedHashMap<>(machine);
    tree.put("samples", new ArrayList<>());
    return new Results(file(folder, program, latency), tree);
  }

  /** Those of the last measurement. */
  @SuppressWarnings("unchecked")
  static Optional<Results> kept(Path folder, Program program, int latency) throws IOException {
    Path file = file(folder, program, latency);
    return Files.notExists(file)
        ? Optional.empty()
        : Optional.of(new Results(file, (Map<String, Object>) Json.read(Files.readString(file))));
  }

  private static Path file(Path folder, Program program, int latency) {
    return folder.resolve(program.id() + "-" + latency + "ms.json");
  }

  void add(Contender contender, Phase phase, Map<Measure, Double> sample) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("by", contender.name());
    line.put("phase", phase.name());
    sample.forEach((measure, number) -> line.put(measure.name(), Math.round(number * 1000) / 1e3));
    samples().add(line);
  }

  /** The machine and its programs, when this was measured. */
  String at(String name) {
    return String.valueOf(tree.get(name));
  }

  /** What a contender needed in a phase; empty if it was not measured. */
  Optional<Spread> spread(Contender contender, Phase phase, Measure measure) {
    double[] numbers =
        samples().stream()
            .map(each -> (Map<?, ?>) each)
            .filter(each -> contender.name().equals(each.get("by")))
            .filter(each -> phase.name().equals(each.get("phase")))
            .mapToDouble(each -> ((Number) each.get(measure.name())).doubleValue())
            .toArray();
    return numbers.length == 0 ? Optional.empty() : Optional.of(Spread.of(numbers));
  }

  /** The median of the peer's program that did better. */
  Optional<Spread> better(Phase phase, Measure measure) {
    Optional<Spread> await = spread(Contender.AWAIT, phase, measure);
    Optional<Spread> all = spread(Contender.ALL, phase, measure);
    return all.isPresent() && all.get().median() < await.orElseThrow().median() ? all : await;
  }

  @SuppressWarnings("unchecked")
  private List<Object> samples() {
    return (List<Object>) tree.get("samples");
  }

  /** Writes the file, a line a sample. */
  void write() throws IOException {
    Files.createDirectories(file.getParent());
    StringBuilder text = new StringBuilder("{\n");
    tree.forEach(
        (name, value) -> {
          if (!name.equals("samples")) {
            text.append(json(name)).append(": ").append(json(value)).append(",\n");
          }
        });
    text.append("\"samples\": [\n");
    text.append(String.join(",\n", samples().stream().map(Results::json).toList()));
    Files.writeString(file, text.append("\n]\n}\n"));
  }

  /** Keeps what each side needs on disk. */
  static void keepFootprint(Path folder, Map<String, Object> ours, Map<String, Object> theirs)
      throws IOException {
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("ours", ours);
    both.put("theirs", theirs);
    Files.createDirectories(folder);
    Files.write(folder.resolve(FOOTPRINT), Json.write(both, true));
  }

  /** What was kept; empty without a measurement. */
  static Map<?, ?> footprint(Path folder) throws IOException {
    Path file = folder.resolve(FOOTPRINT);
    return Files.notExists(file) ? Map.of() : (Map<?, ?>) Json.read(Files.readString(file));
  }

  private static String json(Object tree) {
    return new String(Json.write(tree, false), StandardCharsets.UTF_8).strip();
  }
}
