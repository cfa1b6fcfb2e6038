package alchemy.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps that a run has begun, eager reads included. */
final class Done {
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final List<Step> moved = new ArrayList<>();

  void begun(Collection<Step> some) {
    some.forEach(each -> steps.putIfAbsent(each.key(), each));
  }

  void moved(Collection<Step> some) {
    moved.addAll(some);
  }

  /** True if this run replaced the resource of this id. */
  boolean replaced(String id) {
    return steps.get(id) instanceof Step.Replace;
  }

  boolean replacedAny() {
    return steps.values().stream().anyMatch(each -> each instanceof Step.Replace);
  }

  /** The last plan, with what was done before it was made. */
  Plan whole(Plan plan) {
    List<Step> whole = new ArrayList<>(moved);
    for (Step each : plan.steps()) {
      if (each.reason() == Reason.COMPLETED) {
        whole.add(each); // beside the first step of the same resource
      } else if (!(each instanceof Step.Move)) {
        whole.add(steps.getOrDefault(each.key(), each));
      }
    }
    return new Plan(plan.app(), plan.stage(), whole, null, plan.edges());
  }
}
