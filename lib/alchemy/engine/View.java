package alchemy.engine;

import java.util.Map;
import java.util.Set;

/**
 * What is known of a node's outputs at some moment.
 *
 * @param outputs as stored; null while nothing is known
 * @param unknown the outputs that a planned update may change
 */
record View(Map<String, Object> outputs, Set<String> unknown) {
  static final View NOTHING = new View(null, Set.of());

  static View of(Map<String, Object> outputs) {
    return new View(outputs, Set.of());
  }

  boolean knows(String component) {
    return outputs != null && !unknown.contains(component);
  }

  boolean knowsAll() {
    return outputs != null && unknown.isEmpty();
  }
}
