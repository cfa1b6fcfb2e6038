package alchemy.engine;

import alchemy.provider.Child;
import alchemy.provider.Provider;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides about rows that nobody declares any more: of what left the script, of what was replaced,
 * and of a whole stage. Pure, as {@link Planner} is.
 *
 * <pre>
 *   row             delete(true)                     delete(false)
 *   live            Delete                           Retain
 *   replaced        Delete                           -
 *   retained        -                                -
 *   a reference     Forget                           Forget
 *   holds what stays, or what we did not make: Retain, whatever its policy
 * </pre>
 */
final class OrphanPlanner {
  private final Observations seen;
  private final Map<String, Row> rows = new TreeMap<>();
  private final Map<String, Optional<Provider<?, ?>>> providers = new HashMap<>();

  /**
   * @param seen what lives in the rows' objects, as far as somebody looked
   */
  OrphanPlanner(List<Row> rows, Observations seen) {
    this.seen = seen;
    rows.forEach(each -> this.rows.put(each.key(), each));
  }

  /**
   * The steps for the rows that go.
   *
   * @param goes which rows are let go; what is retained already is left alone
   * @param reason why they go
   * @param left keys of rows whose objects stay although a replacement takes their place
   */
  List<Step> plan(Predicate<Row> goes, Reason reason, Set<String> left) {
    List<Row> going = going(goes);
    Set<String> staying = staying(going, left);
    Set<String> full = new HashSet<>(staying);
    going.stream().filter(each -> !foreign(each).isEmpty()).forEach(each -> full.add(each.key()));
    Set<String> held = parentsOf(full);
    List<Step> steps = new ArrayList<>();
    Map<String, List<String>> dependents = dependents(going);
    for (Row each : going) {
      steps.add(step(each, reason, staying, held, dependents));
    }
    return steps;
  }

  /** The keys of the rows that something stays in which the plan leaves in the cloud. */
  Set<String> held(Predicate<Row> goes, Set<String> left) {
    return parentsOf(staying(going(goes), left));
  }

  private List<Row> going(Predicate<Row> goes) {
    return rows.values().stream()
        .filter(each -> each.status() != RowStatus.RETAINED)
        .filter(goes)
        .toList();
  }

  private Set<String> staying(List<Row> going, Set<String> left) {
    Set<String> staying = new HashSet<>(left);
    rows.values().stream()
        .filter(each -> each.status() == RowStatus.RETAINED)
        .forEach(each -> staying.add(each.key()));
    going.stream()
        .filter(each -> !each.delete() && !isReference(each) && isMade(each))
        .forEach(each -> staying.add(each.key()));
    return staying;
  }

  private Step step(
      Row row,
      Reason reason,
      Set<String> staying,
      Set<String> held,
      Map<String, List<String>> dependents) {
    if (isReference(row)) {
      return new Step.Forget(facts(row, Reason.REFERENCE, List.of()));
    }
    if (staying.contains(row.key())) {
      return new Step.Retain(facts(row, Reason.PROTECTED, List.of()));
    }
    List<Child> foreign = foreign(row);
    if (!foreign.isEmpty()) {
      return new Step.Retain(
          facts(row, Reason.HAS_FOREIGN_CHILD, List.of()).detail(names(foreign)));
    }
    if (held.contains(row.key())) {
      return new Step.Retain(facts(row, Reason.HAS_RETAINED_CHILD, List.of()));
    }
    List<String> after = dependents.getOrDefault(row.key(), List.of());
    return new Step.Delete(
        facts(row, row.isLive() ? reason : Reason.REPLACED, after),
        provider(row).map(each -> each.holdsData(row.props())).orElse(false));
  }

  private static Step.Facts facts(Row row, Reason reason, List<String> after) {
    return new Step.Facts(
        row.key(),
        row.id(),
        row.type(),
        List.of(),
        reason,
        SourceLine.UNKNOWN,
        after,
        !row.delete());
  }

  private List<Child> foreign(Row row) {
    return seen.foreign(row.key()).orElse(List.of());
  }

  static String names(List<Child> children) {
    return children.stream()
        .map(each -> each.type() + " \"" + each.name() + "\" (" + each.remoteId() + ")")
        .collect(Collectors.joining(", "));
  }

  // A parent that was never made blocks nothing, and nothing is lost by looking for it.
  private static boolean isMade(Row row) {
    return row.status() != RowStatus.CREATING || row.remoteId() != null;
  }

  private Set<String> parentsOf(Set<String> staying) {
    Set<String> held = new HashSet<>();
    List<String> open = new ArrayList<>(staying);
    while (!open.isEmpty()) {
      Row row = rows.get(open.remove(open.size() - 1));
      if (row != null) {
        row.dependencies().stream().filter(held::add).forEach(open::add);
      }
    }
    held.removeAll(staying);
    return held;
  }

  private static Map<String, List<String>> dependents(List<Row> going) {
    Map<String, List<String>> dependents = new HashMap<>();
    for (Row each : going) {
      each.dependencies()
          .forEach(
              key -> dependents.computeIfAbsent(key, any -> new ArrayList<>()).add(each.key()));
    }
    return dependents;
  }

  private boolean isReference(Row row) {
    return provider(row).map(Provider::isReference).orElse(false);
  }

  private Optional<Provider<?, ?>> provider(Row row) {
    return providers.computeIfAbsent(row.provider(), Kinds::named);
  }
}
