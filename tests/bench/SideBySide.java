package bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the same programs with both, in turn, against a local cloud of a chosen latency. */
final class SideBySide {
  private final Peer peer;
  private final Path results;
  private final int runs;

  /**
   * Measures with an installed peer.
   *
   * @param results the folder of the files of results
   * @param runs how often each is run
   */
  SideBySide(Peer peer, Path results, int runs) {
    this.peer = peer;
    this.results = results;
    this.runs = runs;
  }

  /** Measures a program at a latency, and keeps what came out. */
  void measure(Program program, int latency) throws IOException, InterruptedException {
    Path ours = AppFolder.ours(program);
    Map<Contender, Path> folders = new EnumMap<>(Contender.class);
    for (Contender each : program.contenders(latency)) {
      folders.put(each, each.isPeer() ? peer.folder(program, each) : ours);
    }
    Results measured = Results.fresh(results, program, latency, machine());
    try (Cloud cloud = Cloud.start(latency)) {
      // Compiles the script.
      for (Phase phase : program.phases()) {
        run(program, latency, phase, Contender.OURS, ours, cloud);
      }
      for (int round = 0; round < runs; round++) {
        for (Path each : folders.values()) {
          AppFolder.delete(each.resolve(".alchemy"));
        }
        List<Contender> turn = new ArrayList<>(folders.keySet());
        Collections.rotate(turn, -round);
        for (Phase phase : program.phases()) {
          for (Contender each : turn) {
            Map<Measure, Double> sample =
                run(program, latency, phase, each, folders.get(each), cloud);
            measured.add(each, phase, sample);
            System.err.printf(
                Locale.ROOT,
                "%s, %d ms, %s, %s: %.2f s%n",
                program.id(),
                latency,
                phase.title,
                each.title,
                sample.get(Measure.WALL));
          }
        }
        measured.write();
      }
    }
    if (program.workers() > 0) {
      Results.keepFootprint(results, Footprint.ours(program), Footprint.theirs(peer));
    }
  }

  private Map<Measure, Double> run(
      Program program, int latency, Phase phase, Contender contender, Path folder, Cloud cloud)
      throws IOException, InterruptedException {
    Map<String, String> variables = cloud.variables();
    variables.put("COUNT", Integer.toString(program.count));
    variables.put("SHOWN", phase == Phase.CHANGED || phase == Phase.DESTROY ? "two" : "one");
    variables.put("ALCHEMY_PASSWORD", "a password of the bench's own");
    variables.putAll(contender.variables());
    int before = cloud.asked().size();
    Map<Measure, Double> sample = Timed.run(folder, variables, contender.command(phase, peer));
    List<Cloud.Asked> asked = cloud.asked();
    asked = asked.subList(before, asked.size());
    checkDone(program, phase, asked);
    sample.put(Measure.REQUESTS, (double) asked.size());
    sample.put(Measure.WRITES, (double) asked.stream().filter(Cloud.Asked::writes).count());
    double millis = asked.stream().mapToLong(Cloud.Asked::millis).sum();
    sample.put(Measure.SERVED, (millis - (double) latency * asked.size()) / 1000);
    return sample;
  }

  // What ended well, but did not do it, must not pass for fast.
  private static void checkDone(Program program, Phase phase, List<Cloud.Asked> asked)
      throws IOException {
    String script = ".*/workers/scripts/[^/]+";
    boolean done =
        switch (phase) {
          case FIRST ->
              count(asked, "POST", ".*/v1/projects") == program.projects()
                  && count(asked, "PUT", script) == program.workers();
          case DESTROY ->
              count(asked, "DELETE", ".*/v1/projects/[^/]+") == program.projects()
                  && count(asked, "DELETE", script) == program.workers();
          case NOOP -> count(asked, "POST", ".*/v1/.*") == 0;
          case CHANGED -> asked.stream().anyMatch(each -> each.writes() && each.done());
        };
    if (!done) {
      throw new IOException(program.id() + ": not a " + phase.title + ": " + asked);
    }
  }

  private static long count(List<Cloud.Asked> asked, String method, String path) {
    return asked.stream()
        .filter(each -> each.done() && each.method().equals(method) && each.path().matches(path))
        .count();
  }

  private Map<String, Object> machine() throws IOException, InterruptedException {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    machine.put("cpus", Runtime.getRuntime().availableProcessors());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("java", System.getProperty("java.version"));
    machine.put("node", peer.version());
    machine.put("runs", runs);
    return machine;
  }
}
