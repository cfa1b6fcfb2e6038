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
    Map<List<String>, List<Planned>> named = new HashMap<>();
    for (Planned each : planned) {
      Node node = each.node();
      if (node.provider().uniqueName() && !Unknown.isIn(each.properties().get("name"))) {
        List<String> name = List.of(node.type(), name(each));
        List<Planned> same = named.computeIfAbsent(name, any -> new ArrayList<>());
        twin(each, same).map(twin -> given(each, name.get(1), twin)).ifPresent(faults::add);
        same.add(each);
      }
    }
    for (Row row : rows.all()) {
      for (Planned each : named.getOrDefault(List.of(row.type(), name(row)), List.of())) {
        boolean makes = each.step() instanceof Step.Create || each.step() instanceof Step.Replace;
        boolean other = makes && !row.id().equals(each.node().id());
        if (other && account(each, Planner.made(row)).equals(account(each, each.properties()))) {
          faults.add(owned(each, name(row), row));
        }
      }
    }
    return faults;
  }

  private Optional<Node> twin(Planned planned, List<Planned> same) {
    // Only of two of one name are the accounts looked at, which may have to open a credential.
    return same.stream()
        .filter(
            each -> account(each, each.properties()).equals(account(planned, planned.properties())))
        .map(Planned::node)
        .findFirst();
  }

  private static Fault given(Planned planned, String name, Node twin) {
    return Fault.of(
            planned.node(), "name", "\"" + name + "\" is also that of \"" + twin.id() + "\"")
        .fix("The service allows a name once; give one of them another.");
  }

  private static Fault owned(Planned planned, String name, Row row) {
    return Fault.of(planned.node(), "name", "\"" + name + "\" is that of \"" + row.id() + "\"")
        .fix(
            "If that was renamed in the script, say .renamedFrom(\""
                + row.id()
                + "\"); else take another name.");
  }

  private String name(Planned planned) {
    if (planned.properties().get("name") instanceof String set) {
      return set;
    }
    return rows.row(planned.node().id())
        .map(Row::name)
        .orElseGet(() -> Intents.generatedName(planned.node(), rows.loaded()));
  }

  private static String name(Row row) {
    Object set = Planner.made(row).get("name");
    return set == null ? String.valueOf(row.name()) : set.toString();
  }

  private String account(Planned planned, Map<String, Object> tree) {
    return account(planned.node().provider(), tree);
  }

  private <P extends Record> String account(Provider<P, ?> provider, Map<String, Object> tree) {
    @SuppressWarnings("unchecked")
    P props = (P) leaves.props(provider, tree);
    return provider.account(options.env(), props).map(Account::key).orElse("");
  }
}
