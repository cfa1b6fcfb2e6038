package alchemy.graph;

import alchemy.engine.Plan.Edge;
import alchemy.graph.DependencyGraph.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the boxes of a drawn graph stand: a column for each layer, in each the order that crosses
 * fewest lines. A line over several columns goes through a place kept free in each.
 */
final class GraphLayout {
  static final int HEIGHT = 58;

  private static final int ROW = HEIGHT + 18;
  private static final int BESIDE = 72;
  private static final int MARGIN = 24;
  private static final double LETTER = 7.4;
  private static final int SWEEPS = 8;

  /** A box, or a place that a line goes through; by its left end's middle. */
  static final class Box {
    final Item item;
    final List<Box> before = new ArrayList<>();
    final List<Box> after = new ArrayList<>();
    int x;
    int width;
    double y;

    Box(Item item) {
      this.item = item;
    }

    private boolean isAlone() {
      return before.isEmpty() && after.isEmpty();
    }

    /** Where it wants to be for the sake of its neighbours on one side; alone, at the end. */
    private double wish(boolean forth) {
      return isAlone() ? Double.MAX_VALUE : mean(forth ? before : after, y);
    }
  }

  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final Map<Integer, List<Box>> columns = new TreeMap<>();
  private final Map<Edge, List<Box>> lines = new LinkedHashMap<>();

  GraphLayout(DependencyGraph graph) {
    Map<String, Integer> layers = graph.layers();
    for (Item each : graph.items()) {
      Box box = new Box(each);
      boxes.put(each.key(), box);
      column(layers.get(each.key())).add(box);
    }
    for (Edge each : graph.edges()) {
      List<Box> way = new ArrayList<>(List.of(boxes.get(each.from())));
      for (int i = layers.get(each.from()) + 1; !each.later() && i < layers.get(each.to()); i++) {
        Box free = new Box(null);
        column(i).add(free);
        way.add(free);
      }
      way.add(boxes.get(each.to()));
      lines.put(each, way);
      for (int i = 1; !each.later() && i < way.size(); i++) {
        way.get(i).before.add(way.get(i - 1));
        way.get(i - 1).after.add(way.get(i));
      }
    }
    order();
    place();
  }

  /** The boxes of resources, column by column. */
  List<Box> boxes() {
    return columns.values().stream()
        .flatMap(List::stream)
        .filter(each -> each.item != null)
        .toList();
  }

  /** The lines: from where, through what and to where. */
  Map<Edge, List<Box>> lines() {
    return lines;
  }

  int width() {
    return boxes().stream().mapToInt(each -> each.x + each.width).max().orElse(0) + MARGIN;
  }

  int height() {
    return (int) boxes().stream().mapToDouble(each -> each.y).max().orElse(0) + HEIGHT / 2 + MARGIN;
  }

  private List<Box> column(int layer) {
    return columns.computeIfAbsent(layer, any -> new ArrayList<>());
  }

  private void order() {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean forth = sweep % 2 == 0;
      columns.values().forEach(GraphLayout::number);
      for (List<Box> each : inTurn(forth)) {
        Map<Box, Double> wished = new HashMap<>();
        each.forEach(box -> wished.put(box, box.wish(forth)));
        each.sort(Comparator.comparing(wished::get));
        number(each);
      }
    }
  }

  private void place() {
    int x = MARGIN;
    for (List<Box> each : columns.values()) {
      int width = (int) each.stream().mapToDouble(box -> letters(box) * LETTER).max().orElse(0);
      for (Box box : each) {
        box.x = x;
        box.width = width + 28;
      }
      x += width + 28 + BESIDE;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean forth = sweep % 2 == 1;
      inTurn(forth).forEach(column -> settle(column, forth));
    }
    double top =
        columns.values().stream().flatMap(List::stream).mapToDouble(b -> b.y).min().orElse(0);
    columns.values().forEach(all -> all.forEach(box -> box.y += MARGIN + HEIGHT / 2.0 - top));
  }

  /** Moves each towards what it is joined with, as far as the others of its column let it. */
  private static void settle(List<Box> column, boolean forth) {
    double shift = 0;
    double last = Double.NEGATIVE_INFINITY;
    for (Box each : column) {
      boolean follows = each.isAlone() && each != column.get(0);
      double wished = follows ? last + ROW : mean(forth ? each.before : each.after, each.y);
      each.y = Math.max(wished, last + ROW);
      last = each.y;
      shift += each.y - wished;
    }
    double back = shift / column.size();
    column.forEach(each -> each.y -= back);
  }

  private List<List<Box>> inTurn(boolean forth) {
    List<List<Box>> all = new ArrayList<>(columns.values());
    if (!forth) {
      Collections.reverse(all);
    }
    return all;
  }

  private static void number(List<Box> column) {
    for (int i = 0; i < column.size(); i++) {
      column.get(i).y = i * ROW;
    }
  }

  private static double mean(List<Box> joined, double otherwise) {
    return joined.stream().mapToDouble(each -> each.y).average().orElse(otherwise);
  }

  private static int letters(Box box) {
    return box.item == null ? 0 : Math.max(box.item.key().length(), box.item.type().length());
  }
}
