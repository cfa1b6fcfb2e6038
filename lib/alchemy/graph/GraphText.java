package alchemy.graph;

import alchemy.engine.Plan.Edge;
import alchemy.graph.DependencyGraph.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A graph as text: each resource below what it is built from last, and told what else it needs.
 *
 * <pre>
 * + project  prisma:Project
 * `-- + database  prisma:Database
 *     `-- + connection  prisma:Connection
 * </pre>
 */
public final class GraphText {
  private static final int WIDTH = 80;

  private final DependencyGraph graph;
  private final UnaryOperator<String> bold;
  private final UnaryOperator<String> dim;
  private final Map<String, List<Item>> children = new HashMap<>();
  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, List<String>> needs;
  private final Map<String, List<String>> means;
  private final List<String> lines = new ArrayList<>();
  private final Queue<Item> deep = new ArrayDeque<>(); // they begin anew at the margin

  private GraphText(DependencyGraph graph, UnaryOperator<String> bold, UnaryOperator<String> dim) {
    this.graph = graph;
    this.bold = bold;
    this.dim = dim;
    this.needs = graph.needs();
    this.means =
        graph.edges().stream()
            .filter(Edge::later)
            .collect(
                Collectors.groupingBy(
                    Edge::to, Collectors.mapping(Edge::from, Collectors.toList())));
  }

  /**
   * The lines, at most 80 letters wide.
   *
   * @param bold how an id is shown
   * @param dim how the rest is
   */
  public static List<String> lines(
      DependencyGraph whole, UnaryOperator<String> bold, UnaryOperator<String> dim) {
    var text = new GraphText(whole.reduced(), bold, dim);
    Map<String, Integer> layers = text.graph.layers();
    List<Item> roots = new ArrayList<>();
    for (Item each : text.graph.items()) {
      text.needs.getOrDefault(each.key(), List.of()).stream()
          .max(Comparator.comparing(layers::get))
          .ifPresentOrElse(
              parent -> {
                text.parents.put(each.key(), parent);
                text.children.computeIfAbsent(parent, any -> new ArrayList<>()).add(each);
              },
              () -> roots.add(each));
    }
    for (Item each : roots) {
      for (Item next = each; next != null; next = text.deep.poll()) {
        text.add(next, "", "");
      }
    }
    return text.lines;
  }

  private void add(Item item, String first, String rest) {
    List<Item> below = children.getOrDefault(item.key(), List.of());
    boolean isDeep = first.length() >= WIDTH / 2 && !below.isEmpty();
    String head = first + (item.mark().isEmpty() ? "" : item.mark() + " ");
    String key = cut(item.key(), WIDTH - head.length());
    String type =
        cut(isDeep ? "(see below)" : item.type(), WIDTH - head.length() - key.length() - 2);
    lines.add(head + bold.apply(key) + (type.isEmpty() ? "" : "  " + dim.apply(type)));
    if (isDeep) {
      deep.add(item);
      return;
    }
    String bar = rest + (below.isEmpty() ? "      " : "|     ");
    others(item).forEach((word, keys) -> wrap(bar, word, keys));
    for (int i = 0; i < below.size(); i++) {
      boolean last = i == below.size() - 1;
      add(below.get(i), rest + (last ? "`-- " : "|-- "), rest + (last ? "    " : "|   "));
    }
  }

  private Map<String, List<String>> others(Item item) {
    Map<String, List<String>> others = new LinkedHashMap<>();
    others.put(
        "needs also",
        needs.getOrDefault(item.key(), List.of()).stream()
            .filter(each -> !each.equals(parents.get(item.key())))
            .toList());
    others.put("refers to", means.getOrDefault(item.key(), List.of()));
    others.values().removeIf(Collection::isEmpty);
    return others;
  }

  private void wrap(String indent, String word, List<String> keys) {
    String line = indent + word;
    for (String each : keys) {
      String end = each.equals(keys.get(keys.size() - 1)) ? "" : ",";
      if (line.length() + each.length() + 2 > WIDTH) {
        lines.add(dim.apply(line));
        line = indent + "  ";
      }
      line += " " + cut(each, WIDTH - line.length() - 2) + end;
    }
    lines.add(dim.apply(line));
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : width <= 3 ? "" : text.substring(0, width - 3) + "...";
  }

  /** The same for Mermaid, which many viewers of Markdown draw. */
  public static List<String> mermaid(DependencyGraph whole) {
    DependencyGraph graph = whole.reduced();
    Map<String, String> names = new HashMap<>();
    List<String> lines = new ArrayList<>(List.of("flowchart TD"));
    for (Item each : graph.items()) {
      names.put(each.key(), "n" + names.size());
      lines.add(
          "  %s[\"%s<br/>%s\"]"
              .formatted(names.get(each.key()), quoted(each.key()), quoted(each.type())));
    }
    lines.addAll(
        graph.edges().stream()
            .map(
                each ->
                    "  %s %s %s"
                        .formatted(
                            names.get(each.from()),
                            each.later() ? "-.->" : "-->",
                            names.get(each.to())))
            .collect(Collectors.toList()));
    return lines;
  }

  private static String quoted(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "#quot;");
  }
}
