package alchemy.engine;

import alchemy.state.Row;
import alchemy.state.Vault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Collects all that can be found wrong without any request, so that it is told at once. */
final class OfflineFaults {
  private final RunOptions options;
  private final Leaves leaves;
  private final Rows rows;
  private final Vault vault;

  OfflineFaults(RunOptions options, Leaves leaves, Rows rows, Vault vault) {
    this.rows = rows;
    this.options = options;
    this.leaves = leaves;
    this.vault = vault;
  }

  /**
   * The faults of what was planned so far.
   *
   * @param toApply true if it is to be applied, so that credentials and password must be there
   */
  List<Fault> of(Graph graph, Planner planner, boolean toApply) {
    Collection<Planned> planned = planner.planned().values();
    List<Fault> faults = new ArrayList<>(graph.faults());
    faults.addAll(planner.faults());
    // With a fault in it a plan does not tell what would be asked, so everything is assumed to be.
    boolean known = faults.isEmpty();
    for (Planned each : planned) {
      boolean asks = toApply && (each.step().acts() || !known);
      faults.addAll(new Checking(options, leaves, each, recorded(each)).faults(asks));
    }
    boolean seals = planned.stream().anyMatch(each -> each.step().acts() && Checking.seals(each));
    if (toApply && seals && !vault.hasKey()) {
      faults.add(
          new Fault(
              "Environment variable ALCHEMY_PASSWORD",
              null,
              "is not set, and the script yields secrets that state must keep",
              "Set it, and keep it: without it the secrets can't be read again.",
              SourceLine.UNKNOWN));
    }
    return faults;
  }

  private Map<String, ?> recorded(Planned planned) {
    return rows.of(planned.node()).map(Row::outputs).orElse(Map.of());
  }
}
