///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0
//DEPS io.github.alchemy-java:alchemy-local:0.2.0
//SOURCES *.java

package bench;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Measures, and writes {@code docs/performance.md}. The numbers are of the machine that it runs on;
 * what counts are ratios within one run.
 *
 * <pre>
 * ./alchemy bench [PROGRAM …] [--runs N] [--latency MILLIS] [--into FOLDER]
 *     the named programs, else all but the longest, beside the TypeScript Alchemy; then writes
 *     that section
 * ./alchemy bench page [--into FOLDER]
 *     writes the section from the results that are kept
 * ./alchemy bench startup CHECKOUT
 *     short runs, beside those of another checkout of this project; then writes that section
 * ./alchemy bench growth
 *     engine and state alone, of 100 to 10,000 resources; then writes that section and its picture
 * </pre>
 *
 * Results are kept in {@code tests/bench/results}, or in the folder after {@code --into}, which
 * then gets the page, too.
 */
final class Bench {
  /** The checkout. */
  static final Path HOME = Path.of(System.getenv("ALCHEMY_HOME"));

  private Bench() {}

  public static void main(String... args) throws IOException, InterruptedException {
    try {
      switch (args.length == 0 ? "" : args[0]) {
        case "growth" -> Growth.run();
        case "startup" -> Startup.run(checkout(args), 9);
        default -> sideBySide(List.of(args).iterator());
      }
    } catch (WrongWordsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static Path checkout(String... args) {
    if (args.length != 2 || !Files.exists(Path.of(args[1], "alchemy"))) {
      throw new WrongWordsException("Name another checkout: alchemy bench startup CHECKOUT");
    }
    return Path.of(args[1]);
  }

  private static String next(Iterator<String> words, String option) {
    if (!words.hasNext()) {
      throw new WrongWordsException(option + " needs a value.");
    }
    return words.next();
  }

  private static int number(Iterator<String> words, String option) {
    String word = next(words, option);
    if (!word.matches("[0-9]{1,6}")) {
      throw new WrongWordsException(option + " needs a number, and \"" + word + "\" is none.");
    }
    return Integer.parseInt(word);
  }

  private static void sideBySide(Iterator<String> words) throws IOException, InterruptedException {
    List<Program> programs = new ArrayList<>();
    List<Integer> latencies = List.of(0, 100);
    int runs = 5;
    Path results = HOME.resolve("tests/bench/results");
    Path page = Document.PAGE;
    boolean measure = true;
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "page" -> measure = false;
        case "--runs" -> runs = number(words, word);
        case "--latency" -> latencies = List.of(number(words, word));
        case "--into" -> {
          results = Path.of(next(words, word)).toAbsolutePath();
          page = results.resolve("performance.md");
        }
        default -> programs.add(Program.of(word));
      }
    }
    if (!page.equals(Document.PAGE)) {
      Files.createDirectories(results);
      Files.copy(Document.PAGE, page, REPLACE_EXISTING);
    }
    if (measure) {
      SideBySide bench = new SideBySide(Peer.install(), results, runs);
      for (Setting each : settings(programs.isEmpty() ? Program.USUAL : programs, latencies)) {
        bench.measure(each.program(), each.latency());
        write(page, results);
      }
    }
    write(page, results);
  }

  private static void write(Path page, Path results) throws IOException {
    Document.write(page, "side-by-side", new Report(results).text());
  }

  private record Setting(Program program, int latency) {
    boolean hasBudget() {
      return Budget.ALL.stream()
          .anyMatch(each -> each.program() == program && each.latency() == latency);
    }
  }

  // First what has a budget, should there be no time for all.
  private static List<Setting> settings(List<Program> programs, List<Integer> latencies) {
    return programs.stream()
        .flatMap(each -> each.latencies().stream().map(latency -> new Setting(each, latency)))
        .filter(each -> latencies.contains(each.latency()))
        .sorted(Comparator.comparing(each -> !each.hasBudget()))
        .toList();
  }
}
