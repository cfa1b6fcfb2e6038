package alchemy.contract;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that was said between clients and local clouds in a test run, held against the contracts.
 * What does not keep them in a provider's request or in an answer is a fault, as is a request of a
 * provider to neither API; what other clients ask beyond the contracts is listed.
 */
public final class Recordings {
  // Far below what a whole run comes to; less means that something is no longer recorded.
  private static final int FEWEST = 100;
  private static final Count NONE = new Count(0, 0, 0);

  private final List<Contract> contracts =
      List.of(Contract.of("prisma.json"), Contract.of("cloudflare.json", "cloudflare-more.json"));
  private final Map<String, Seen> faults = new TreeMap<>();
  private final Map<String, Seen> foreign = new TreeMap<>();
  private final Map<Contract, Count> counts = new LinkedHashMap<>();

  private record Count(int exchanges, int ours, int answered) {
    Count with(Exchange each) {
      return new Count(
          exchanges + 1, ours + (each.ours() ? 1 : 0), answered + (each.answered() ? 1 : 0));
    }

    boolean isLittle() {
      return ours < FEWEST || answered < FEWEST;
    }

    @Override
    public String toString() {
      return exchanges + " exchanges, " + ours + " by our providers, " + answered + " answered";
    }
  }

  private record Seen(int times, String first) {
    Seen with(Seen other) {
      return new Seen(times + other.times, first);
    }
  }

  /** Reads what lies in a folder, which need not exist. */
  public static Recordings read(Path folder) throws IOException {
    Recordings recordings = new Recordings();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path each : files.sorted().toList()) {
          recordings.read(Files.readAllLines(each));
        }
      }
    }
    return recordings;
  }

  private void read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      try {
        add(new Exchange((Map<?, ?>) Json.read(lines.get(i))));
      } catch (MalformedJsonException e) {
        // The last one may be torn, where the local cloud was killed.
        if (i < lines.size() - 1) {
          throw e;
        }
      }
    }
  }

  /** Checks one exchange. */
  void add(Exchange exchange) {
    Optional<Contract> contract =
        contracts.stream().filter(each -> each.has(exchange.path())).findFirst();
    if (contract.isPresent()) {
      check(contract.get(), exchange);
    } else if (exchange.ours()) {
      Seen seen = new Seen(1, exchange.path() + " by " + exchange.agent());
      faults.merge(exchange.method() + " asked, at neither API", seen, Seen::with);
    }
  }

  private void check(Contract contract, Exchange exchange) {
    counts.merge(contract, NONE.with(exchange), (before, any) -> before.with(exchange));
    String operation =
        contract
            .operation(exchange.method(), exchange.path())
            .map(Contract.Operation::name)
            .orElse(exchange.method() + " " + exchange.path());
    List<String> asked = contract.ofRequest(exchange);
    for (String each : asked) {
      (exchange.ours() ? faults : foreign)
          .merge(
              operation + " asked, " + each,
              new Seen(1, exchange.path() + " by " + exchange.agent()),
              Seen::with);
    }
    if (exchange.answered()) {
      for (String each : contract.ofAnswer(exchange, !asked.isEmpty())) {
        faults.merge(
            operation + " answered, " + each,
            new Seen(1, exchange.path() + " to " + exchange.agent()),
            Seen::with);
      }
    }
  }

  /** What does not keep the contracts; empty if all does. */
  public List<String> faults() {
    return told(faults);
  }

  /** What other clients asked beyond the contracts. */
  public List<String> foreign() {
    return told(foreign);
  }

  /** Why this cannot be all that a whole test run says; empty if it can. */
  public List<String> missing() {
    return contracts.stream()
        .filter(each -> counted(each).isLittle())
        .map(each -> "too little was recorded at " + each.base() + ": " + counted(each))
        .toList();
  }

  /** How much was checked, in a line for each API. */
  public String summary() {
    return contracts.stream()
        .map(each -> each.base() + ": " + counted(each))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private Count counted(Contract contract) {
    return counts.getOrDefault(contract, NONE);
  }

  private static List<String> told(Map<String, Seen> seen) {
    List<String> told = new ArrayList<>();
    seen.forEach(
        (text, each) -> told.add(text + " (" + each.times + " times, as " + each.first + ")"));
    return told;
  }

  /** Prints what a folder's recordings come to. */
  public static void main(String... args) throws IOException {
    Recordings recordings = read(Path.of(args[0]));
    recordings.foreign().forEach(each -> System.out.println("foreign " + each));
    recordings.faults().forEach(each -> System.out.println("FAULT " + each));
    recordings.missing().forEach(each -> System.out.println("MISSING " + each));
    System.out.println(recordings.summary());
  }
}
