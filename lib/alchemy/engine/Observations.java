package alchemy.engine;

import alchemy.provider.Child;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a run has looked at so far. Filled on the body's thread. */
final class Observations {
  private final Map<String, Observed> nodes = new HashMap<>();
  private final Map<String, List<Child>> foreign = new HashMap<>();
  private final Set<String> settled = new HashSet<>();

  /** What was found for a node; empty if nobody looked. */
  Optional<Observed> of(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  void saw(String id, Observed found) {
    nodes.put(id, found);
  }

  /** True for what this run has applied. */
  boolean isSettled(String id) {
    return settled.contains(id);
  }

  /** What was just applied differs in nothing from what is wanted. */
  void settled(String id) {
    settled.add(id);
    nodes.computeIfPresent(id, (same, found) -> Observed.SETTLED);
  }

  /** What lives in a row's object and is no row of ours; empty if nobody looked. */
  Optional<List<Child>> foreign(String key) {
    return Optional.ofNullable(foreign.get(key));
  }

  void saw(String key, List<Child> children) {
    foreign.put(key, children);
  }
}
