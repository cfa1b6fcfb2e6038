package alchemy.cloudflare;

import alchemy.cloudflare.WorkerProvider.Outputs;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.json.Records;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Records of a Worker from names and values, of which a test sets a few. */
final class Workers {
  private Workers() {}

  static Props props(Object... set) {
    return Records.decode(tree(set), Props.class, UnaryOperator.identity());
  }

  static Outputs outputs(Object... set) {
    return Records.decode(tree(set), Outputs.class, UnaryOperator.identity());
  }

  private static Map<String, Object> tree(Object... set) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < set.length; i += 2) {
      tree.put((String) set[i], Records.toTree(set[i + 1]));
    }
    return tree;
  }
}
