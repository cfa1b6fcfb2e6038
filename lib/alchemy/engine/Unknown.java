package alchemy.engine;

import java.util.Collection;
import java.util.Map;

/** Stands in a tree where a value is known only once a node is made. */
record Unknown(Node node) {
  /** True if something in the tree is not known yet. */
  static boolean isIn(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(Unknown::isIn);
    }
    if (tree instanceof Collection<?> list) {
      return list.stream().anyMatch(Unknown::isIn);
    }
    return tree instanceof Unknown;
  }

  @Override
  public String toString() {
    return "(known after apply)";
  }
}
