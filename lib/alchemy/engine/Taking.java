package alchemy.engine;

import alchemy.Secret;
import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.RowStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes rows of objects that another program's state knows. Every object is read first; nothing is
 * changed at a service. A property that the service does not tell, as a Worker's code, is taken as
 * the script has it; where the service tells otherwise, the next deploy shows the difference.
 */
final class Taking {
  private final Run run;
  private final OpenStage stage;
  private final Map<String, Known> known = new LinkedHashMap<>();
  private final List<RowChange> taken = new ArrayList<>();
  private final Map<List<String>, Node> claimed = new HashMap<>();

  Taking(Run run, OpenStage stage, List<Known> known) {
    this.run = run;
    this.stage = stage;
    known.forEach(each -> this.known.put(each.id(), each));
  }

  /** The new rows. What is built from others can be told only once these have theirs. */
  List<RowChange> rows(Function<Rows, Draft> drafting) {
    while (true) {
      Draft draft = drafting.apply(stage.rows().with(taken));
      FaultsException.check(draft.faults(true));
      List<Planned> next =
          draft.planned().stream()
              .filter(each -> known.containsKey(each.node().id()))
              .filter(each -> draft.rows().row(each.node().id()).isEmpty())
              .filter(each -> !Unknown.isIn(each.properties()))
              .toList();
      if (next.isEmpty()) {
        return taken;
      }
      Looking looking = new Looking(run, stage.vault(), draft.rows());
      run.places().check(next);
      Map<String, Supplier<Observed>> asked = new LinkedHashMap<>();
      Map<String, String> titles = new HashMap<>();
      for (Planned each : next) {
        String id = each.node().id();
        titles.put(id, each.node().line() + ": " + each.node());
        asked.put(id, () -> looking.given(each, known.get(id).remoteId()));
      }
      Map<String, Observed> found = looking.side(asked, titles);
      ImportException.check(next, found, known);
      next.forEach(each -> claim(each, found.get(each.node().id()).remoteId()));
      next.forEach(each -> taken.add(RowChange.put(row(each, found.get(each.node().id())))));
    }
  }

  private void claim(Planned planned, String remoteId) {
    Node twin = claimed.putIfAbsent(List.of(planned.node().type(), remoteId), planned.node());
    if (twin != null) {
      throw ImportException.twice(planned.node(), twin, remoteId);
    }
  }

  /** What the service told, with the secrets in it that it has but does not show. */
  private static Object withHidden(Object told, Object hidden) {
    if (!(told instanceof Map<?, ?> there) || !(hidden instanceof Map<?, ?> secrets)) {
      return hidden instanceof Secret ? hidden : told;
    }
    Map<String, Object> whole = new TreeMap<>();
    there.forEach(
        (name, value) -> whole.put(String.valueOf(name), withHidden(value, secrets.get(name))));
    return whole;
  }

  private Row row(Planned planned, Observed found) {
    Row intent = new Making<>(run, stage.vault(), planned).intent();
    Map<String, Object> props = new TreeMap<>(planned.properties());
    for (String told : found.told()) {
      if (props.containsKey(told)) {
        props.remove(told);
        if (found.props().containsKey(told)) {
          Object hidden = known.get(intent.id()).props().get(told);
          props.put(told, withHidden(found.props().get(told), hidden));
        }
      }
    }
    // What differs only in its spelling is what the script says.
    Difference difference = Difference.of(stage.vault(), Kinds.props(planned.node().provider()));
    for (String each : List.copyOf(props.keySet())) {
      if (difference.same(props.get(each), planned.properties().get(each))) {
        props.put(each, planned.properties().get(each));
      }
    }
    Map<String, Object> outputs = new LinkedHashMap<>(known.get(intent.id()).outputs());
    outputs.keySet().retainAll(Kinds.outputNames(planned.node().provider()));
    outputs.putAll(found.outputs());
    return intent
        .with()
        .status(RowStatus.CREATED)
        .remoteId(found.remoteId())
        .name(found.name() == null ? intent.name() : found.name())
        .props(props)
        .intended(null)
        .outputs(outputs)
        .build();
  }
}
