package alchemy.graph;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import alchemy.engine.Plan.Edge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Resources and what they are built from, in the script's order.
 *
 * @param items the resources
 * @param edges of these resources only; those that are only meant order nothing
 */
public record DependencyGraph(List<Item> items, List<Edge> edges) {
  /**
   * A resource.
   *
   * @param key its row's name in state
   * @param type its kind
   * @param mark of what a deploy would do; empty if that is nothing, or is not known
   * @param status the same for a reader, or how it stands in state
   * @param line where the script declares it; empty if it does not
   */
  public record Item(String key, String type, String mark, String status, String line) {}

  /** Without the edges of others. */
  public DependencyGraph {
    Set<String> keys = new HashSet<>();
    items.forEach(each -> keys.add(each.key()));
    edges =
        edges.stream()
            .filter(each -> keys.contains(each.from()) && keys.contains(each.to()))
            .distinct()
            .toList();
  }

  /** What each resource is built from. */
  Map<String, List<String>> needs() {
    return edges.stream()
        .filter(each -> !each.later())
        .collect(groupingBy(Edge::to, mapping(Edge::from, toList())));
  }

  /** How far each is from those that need nothing, the longest way. */
  Map<String, Integer> layers() {
    Map<String, List<String>> needs = needs();
    Map<String, Integer> layers = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    Set<String> begun = new HashSet<>();
    for (Item each : items) {
      open.push(each.key());
      while (!open.isEmpty()) {
        String key = open.peek();
        List<String> below = needs.getOrDefault(key, List.of());
        // What was begun before and has no layer yet is a circle of a state that was damaged.
        if (begun.add(key)) {
          below.stream().filter(need -> !begun.contains(need)).forEach(open::push);
        } else {
          open.pop();
          layers.computeIfAbsent(
              key,
              any -> below.stream().mapToInt(n -> layers.getOrDefault(n, 0) + 1).max().orElse(0));
        }
      }
    }
    return layers;
  }

  /** Without the edges that follow from others. */
  DependencyGraph reduced() {
    Map<String, Integer> layers = layers();
    Map<String, List<String>> needs = needs();
    Map<String, Set<String>> longer = new HashMap<>();
    needs.forEach((key, direct) -> longer.put(key, behind(direct, needs, layers)));
    return new DependencyGraph(
        items,
        edges.stream()
            .filter(each -> each.later() || !longer.get(each.to()).contains(each.from()))
            .toList());
  }

  // Only as far down as one of them can lie.
  private static Set<String> behind(
      List<String> direct, Map<String, List<String>> needs, Map<String, Integer> layers) {
    int lowest = direct.stream().mapToInt(layers::get).min().orElse(0);
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(direct);
    while (!open.isEmpty()) {
      for (String each : needs.getOrDefault(open.remove(), List.of())) {
        if (layers.get(each) >= lowest && found.add(each)) {
          open.add(each);
        }
      }
    }
    return found;
  }
}
