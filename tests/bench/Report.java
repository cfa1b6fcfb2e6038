package bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The section of the page, from all results that are kept. */
final class Report {
  private final Path folder;
  private final StringBuilder text = new StringBuilder();
  private final Map<Program, Map<Integer, Results>> kept = new EnumMap<>(Program.class);

  Report(Path folder) throws IOException {
    this.folder = folder;
    for (Program program : Program.values()) {
      Map<Integer, Results> all = new TreeMap<>();
      for (int latency : program.latencies()) {
        Results.kept(folder, program, latency).ifPresent(each -> all.put(latency, each));
      }
      kept.put(program, all);
    }
  }

  String text() throws IOException {
    machine();
    budgets();
    limits();
    disk();
    for (Measure measure : Measure.values()) {
      measured(measure);
    }
    return text.toString();
  }

  private void machine() {
    String machines =
        kept.values().stream()
            .flatMap(each -> each.values().stream())
            .map(
                each ->
                    String.join(
                        ", ",
                        each.at("date"),
                        each.at("system"),
                        each.at("cpus") + " processors",
                        "Java " + each.at("java"),
                        "Node " + each.at("node"),
                        "runs: " + each.at("runs")))
            .distinct()
            .sorted()
            .collect(Collectors.joining("; "));
    text.append("Measured: ").append(machines).append(".\n\n");
  }

  private void budgets() {
    text.append("| Budget | Ratio at most | Ratio | | Java | TypeScript |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Budget each : Budget.ALL) {
      Results results = kept.get(each.program()).get(each.latency());
      if (results != null) {
        Spread ours = results.spread(Contender.OURS, each.phase(), each.measure()).orElseThrow();
        Spread theirs = results.better(each.phase(), each.measure()).orElseThrow();
        double ratio = ours.median() / theirs.median();
        row(
            name(each.program(), each.phase(), each.latency()) + ": " + each.measure().title,
            number(each.ratio()),
            number(ratio),
            verdict(ratio <= each.ratio()),
            each.measure().show(ours.median()),
            each.measure().show(theirs.median()));
      }
    }
    text.append('\n');
  }

  private void limits() {
    Results empty = kept.get(Program.EMPTY).get(0);
    if (empty == null) {
      return;
    }
    double start = empty.spread(Contender.OURS, Phase.NOOP, Measure.WALL).orElseThrow().median();
    text.append(
        "| First deploy against its limit | Round trips | Limit, seconds | Measured | | The cloud's"
            + " own work |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Program each : Program.values()) {
      Results results = kept.get(each).get(100);
      if (results != null) {
        double limit = (each.chain().size() * 0.1 + start) * (1 + Budget.ABOVE_LIMIT);
        double measured =
            results.spread(Contender.OURS, Phase.FIRST, Measure.WALL).orElseThrow().median();
        row(
            each.id(),
            Integer.toString(each.chain().size()),
            number(limit),
            number(measured),
            verdict(measured <= limit),
            number(
                results
                    .spread(Contender.OURS, Phase.FIRST, Measure.SERVED)
                    .orElseThrow()
                    .median()));
      }
    }
    text.append('\n');
  }

  private void disk() throws IOException {
    Map<?, ?> both = Results.footprint(folder);
    if (both.isEmpty()) {
      return;
    }
    Map<?, ?> ours = (Map<?, ?>) both.get("ours");
    Map<?, ?> theirs = (Map<?, ?>) both.get("theirs");
    double ratio = sum(ours) / sum(theirs);
    text.append("| On disk | MB | Packages |\n|---|---|---|\n");
    row("Java", number(sum(ours)), String.valueOf(ours.get("packages")));
    ours.forEach((part, size) -> part(part, size));
    row("TypeScript", number(sum(theirs)), String.valueOf(theirs.get("packages")));
    row("JDK, apart", String.valueOf(ours.get("runtime")), "");
    row("Node, apart", String.valueOf(theirs.get("runtime")), "");
    text.append(
        String.format(
            Locale.ROOT,
            "%nThe ratio is 1/%.1f, at most 1/%.0f: %s.%n%n",
            1 / ratio,
            1 / Budget.DISK,
            verdict(ratio <= Budget.DISK)));
  }

  private void part(Object part, Object size) {
    if (isPart(part)) {
      row("– " + part, String.valueOf(size), "");
    }
  }

  private static boolean isPart(Object name) {
    return !name.equals("packages") && !name.equals("runtime");
  }

  private static double sum(Map<?, ?> parts) {
    return parts.entrySet().stream()
        .filter(each -> isPart(each.getKey()))
        .mapToDouble(each -> ((Number) each.getValue()).doubleValue())
        .sum();
  }

  private void measured(Measure measure) {
    text.append("### ").append(measure.title).append("\n\n| |");
    List<Contender> all = List.of(Contender.values());
    all.forEach(each -> text.append(' ').append(each.title).append(" |"));
    text.append(" Ratio |\n|---|").append("---|".repeat(all.size() + 1)).append('\n');
    for (Program program : Program.values()) {
      kept.get(program)
          .forEach(
              (latency, results) ->
                  program
                      .phases()
                      .forEach(phase -> line(measure, program, latency, phase, results)));
    }
    text.append('\n');
  }

  private void line(Measure measure, Program program, int latency, Phase phase, Results results) {
    Optional<Spread> ours = results.spread(Contender.OURS, phase, measure);
    Optional<Spread> theirs = results.better(phase, measure);
    List<String> cells = new ArrayList<>(List.of(name(program, phase, latency)));
    Stream.of(Contender.values())
        .map(
            each -> results.spread(each, phase, measure).map(some -> some.show(measure)).orElse(""))
        .forEach(cells::add);
    double other = theirs.orElseThrow().median();
    cells.add(other == 0 ? "" : number(ours.orElseThrow().median() / other));
    row(cells.toArray(String[]::new));
  }

  private static String name(Program program, Phase phase, int latency) {
    return program.id()
        + ", "
        + (program == Program.EMPTY ? "deploy" : phase.title + ", " + latency + " ms");
  }

  private static String verdict(boolean met) {
    return met ? "met" : "**not met**";
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
