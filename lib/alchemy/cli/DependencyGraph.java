package alchemy.cli;

import alchemy.engine.Plan;
import alchemy.engine.Plan.Edge;
import alchemy.engine.Step;
import alchemy.state.Row;
import alchemy.state.StageState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resources and what they are built from, in the script's order.
 *
 * @param edges of these resources only; those that are only meant order nothing
 */
record DependencyGraph(List<Item> items, List<Edge> edges) {
  /**
   * A resource.
   *
   * @param mark of what a deploy would do; empty if that is nothing, or is not known
   * @param word the same for a reader, or how it stands in state
   * @param line where the script declares it; empty if it does not
   */
  record Item(String key, String type, String mark, String word, String line) {}

  DependencyGraph {
    Set<String> keys = new HashSet<>();
    items.forEach(each -> keys.add(each.key()));
    edges =
        edges.stream()
            .filter(each -> keys.contains(each.from()) && keys.contains(each.to()))
            .distinct()
            .toList();
  }

  static DependencyGraph of(Plan plan) {
    Map<String, Item> items = new LinkedHashMap<>();
    for (Step each : plan.steps()) {
      Action action = Action.of(each);
      items.putIfAbsent(
          each.key(),
          new Item(
              each.key(),
              each.type(),
              each.acts() ? action.symbol() : "",
              each.acts() ? "to " + action.verb() : "up to date",
              each.line() == null ? "" : each.line().toString()));
    }
    return new DependencyGraph(List.copyOf(items.values()), plan.edges());
  }

  static DependencyGraph of(StageState state) {
    List<Item> items = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (Row each : state.rows().values()) {
      String line = Optional.ofNullable(each.line()).orElse("");
      items.add(new Item(each.key(), each.type(), "", StateListCommand.status(each), line));
      each.dependencies().forEach(need -> edges.add(new Edge(need, each.key(), false)));
    }
    return new DependencyGraph(items, edges);
  }

  /** What a resource is built from. */
  List<String> needs(String key) {
    return edges.stream()
        .filter(each -> !each.later() && each.to().equals(key))
        .map(Edge::from)
        .toList();
  }

  /** What is built from it. */
  List<String> uses(String key) {
    return edges.stream()
        .filter(each -> !each.later() && each.from().equals(key))
        .map(Edge::to)
        .toList();
  }

  /** How far each is from those that need nothing, the longest way. */
  Map<String, Integer> layers() {
    Map<String, Integer> layers = new HashMap<>();
    items.forEach(each -> layer(each.key(), layers));
    return layers;
  }

  private int layer(String key, Map<String, Integer> layers) {
    Integer known = layers.get(key);
    if (known == null) {
      layers.put(key, 0); // so that a state that was damaged into a circle ends, too
      known = needs(key).stream().mapToInt(need -> layer(need, layers) + 1).max().orElse(0);
      layers.put(key, known);
    }
    return known;
  }

  /** Without the edges that follow from others. */
  DependencyGraph reduced() {
    Map<String, Integer> layers = layers();
    Map<String, Set<String>> all = new HashMap<>();
    items.stream()
        .map(Item::key)
        .sorted(Comparator.comparing(layers::get))
        .forEach(
            key -> {
              Set<String> before = new HashSet<>(needs(key));
              needs(key).forEach(need -> before.addAll(all.getOrDefault(need, Set.of())));
              all.put(key, before);
            });
    return new DependencyGraph(
        items,
        edges.stream()
            .filter(
                each ->
                    each.later()
                        || needs(each.to()).stream()
                            .noneMatch(need -> all.get(need).contains(each.from())))
            .toList());
  }
}
