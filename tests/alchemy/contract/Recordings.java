package alchemy.contract;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that was said between clients and local clouds in a test run, held against the contracts.
 * What does not keep them in a provider's request or in an answer is a fault; what other clients
 * ask beyond them is listed.
 */
public final class Recordings {
  private final List<Contract> contracts =
      List.of(Contract.of("prisma.json"), Contract.of("cloudflare.json", "cloudflare-more.json"));
  private final Map<String, Seen> faults = new TreeMap<>();
  private final Map<String, Seen> foreign = new TreeMap<>();
  private int exchanges;
  private int ours;

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
    contracts.stream()
        .filter(each -> each.has(exchange.path()))
        .findFirst()
        .ifPresent(each -> check(each, exchange));
  }

  private void check(Contract contract, Exchange exchange) {
    exchanges++;
    ours += exchange.ours() ? 1 : 0;
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

  /** How much was checked, as a sentence. */
  public String summary() {
    return exchanges + " exchanges with local clouds, " + ours + " of them by our providers";
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
    System.out.println(recordings.summary());
  }
}
