package bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is deployed, by scripts of the same meaning for all; the most important first. */
enum Program {
  GROUPS_1("groups", 1),
  EMPTY("empty", 0),
  GROUPS_20("groups", 20),
  PROJECTS_200("projects", 200),
  EXAMPLE("example", 1),
  GROUPS_5("groups", 5),
  PROJECTS_1000("projects", 1000);

  /** All but the last, which takes as long as all others. */
  static final List<Program> USUAL = List.of(values()).subList(0, values().length - 1);

  final String folder;
  final int count;

  Program(String folder, int count) {
    this.folder = folder;
    this.count = count;
  }

  /** By what is typed. */
  static Program of(String id) {
    return Stream.of(values())
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new WrongWordsException(
                    "There is no program \""
                        + id
                        + "\". There are: "
                        + Stream.of(values()).map(Program::id).collect(Collectors.joining(", "))));
  }

  /** As in {@code groups-20}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Path sources() {
    return Bench.HOME.resolve("tests/bench/programs").resolve(folder);
  }

  /** Who runs it: where nothing can run side by side, the peer has one program. */
  List<Contender> contenders(int latency) {
    Stream<Contender> all = Stream.of(Contender.OURS, Contender.AWAIT);
    if (Files.exists(sources().resolve("all.mjs"))) {
      all = Stream.concat(all, Stream.of(Contender.ALL));
    }
    if (this == EMPTY || this == GROUPS_1 && latency == 0) {
      all = Stream.concat(all, Stream.of(Contender.JBANG, Contender.TSX));
    }
    if (this == EMPTY || this == PROJECTS_200 && latency == 0) {
      all = Stream.concat(all, Stream.of(Contender.NODE));
    }
    return all.toList();
  }

  /** An empty app makes no request, so it differs neither by phase nor by latency. */
  List<Phase> phases() {
    return this == EMPTY ? List.of(Phase.NOOP) : Phase.ALL;
  }

  List<Integer> latencies() {
    return this == EMPTY ? List.of(0) : List.of(0, 100);
  }

  int projects() {
    return folder.equals("projects") ? count : Math.min(1, count);
  }

  int workers() {
    return folder.equals("projects") ? 0 : count;
  }

  /**
   * The longest chain of requests that a first deploy has to make one after the other, look-ups
   * included; where two are asked beside each other, one of them. Not how often it asks whether a
   * database is ready, which is the cloud's.
   */
  List<String> chain() {
    return switch (folder) {
      case "projects" -> List.of("whose credentials", "project");
      case "empty" -> List.of();
      default ->
          List.of(
              "whose credentials",
              "project",
              "database",
              "connection",
              "Hyperdrive",
              "whether the Worker's name is free",
              "Worker",
              "its URL");
    };
  }
}
