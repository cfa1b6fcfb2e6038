package alchemy.engine;

import alchemy.provider.Account;
import alchemy.provider.Provider;
import alchemy.state.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds names that the service allows once an account, and that two resources would have. */
final class UniqueNames {
  private final RunOptions options;
  private final Leaves leaves;
  private final Rows rows;

  UniqueNames(RunOptions options, Leaves leaves, Rows rows) {
    this.options = options;
    this.leaves = leaves;
    this.rows = rows;
  }

  List<Fault> faults(Collection<Planned> planned) {
    List<Fault> faults = new ArrayList<>();
    Map<List<Object>, Node> named = new HashMap<>();
    for (Planned each : planned) {
      Node node = each.node();
      if (!node.provider().uniqueName()
          || !(each.properties().get("name") instanceof String name)) {
        continue; // a generated name holds the id, which is unique
      }
      String account = account(node.provider(), each.properties());
      Node twin = named.putIfAbsent(List.of(node.type(), name, account), node);
      if (twin != null) {
        faults.add(
            Fault.of(node, "name", "\"" + name + "\" is also that of \"" + twin.id() + "\"")
                .fix("The service allows a name once; give one of them another."));
      } else if (each.step() instanceof Step.Create) {
        owner(node, name, account)
            .map(
                row ->
                    Fault.of(node, "name", "\"" + name + "\" is that of \"" + row.id() + "\"")
                        .fix(
                            "If that was renamed in the script, say .renamedFrom(\""
                                + row.id()
                                + "\"); else take another name."))
            .ifPresent(faults::add);
      }
    }
    return faults;
  }

  private Optional<Row> owner(Node node, String name, String account) {
    return rows.all().stream()
        .filter(row -> row.type().equals(node.type()) && !row.id().equals(node.id()))
        .filter(row -> name.equals(Planner.made(row).getOrDefault("name", row.name())))
        .filter(row -> account(node.provider(), Planner.made(row)).equals(account))
        .findFirst();
  }

  private <P extends Record> String account(Provider<P, ?> provider, Map<String, Object> tree) {
    @SuppressWarnings("unchecked")
    P props = (P) leaves.props(provider, tree);
    return provider.account(options.env(), props).map(Account::key).orElse("");
  }
}
