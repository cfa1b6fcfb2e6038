package alchemy.engine;

import alchemy.AlchemyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The script has faults that were found before any request; all are told together. */
public final class FaultsException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  FaultsException(List<Fault> faults) {
    this(
        faults,
        faults.size() == 1
            ? "The script has a fault; nothing was changed."
            : "The script has " + faults.size() + " faults; nothing was changed.");
  }

  private FaultsException(List<Fault> faults, String summary) {
    super(summary, folded(faults).toArray(String[]::new));
    this.faults = List.copyOf(faults);
  }

  /** Throws if there are any. */
  static void check(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new FaultsException(faults.stream().distinct().toList());
    }
  }

  /** Faults in values that could be asked for only after something had been made. */
  static FaultsException late(List<Fault> faults) {
    return new FaultsException(
        faults,
        faults.size() == 1
            ? "The script has a fault that showed only now."
            : "The script has " + faults.size() + " faults that showed only now.");
  }

  // One missing token is a fault of every resource that needs it, and one thing to do.
  private static List<String> folded(List<Fault> faults) {
    Map<List<String>, List<Fault>> alike = new LinkedHashMap<>();
    for (Fault each : faults) {
      List<String> what = Arrays.asList(each.property(), each.problem(), each.fix());
      alike.computeIfAbsent(what, any -> new ArrayList<>()).add(each);
    }
    return alike.values().stream().map(FaultsException::line).toList();
  }

  private static String line(List<Fault> alike) {
    String first = alike.get(0).toString().replace("\n", "\n  ");
    if (alike.size() == 1) {
      return first;
    }
    return first
        + "\n    also: "
        + alike.stream()
            .skip(1)
            .map(each -> each.subject() + " (" + each.line() + ")")
            .collect(Collectors.joining(", "));
  }

  /** The faults, in the order of the script. */
  public List<Fault> faults() {
    return faults;
  }
}
