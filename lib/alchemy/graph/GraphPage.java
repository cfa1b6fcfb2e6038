package alchemy.graph;

import alchemy.engine.Plan.Edge;
import alchemy.graph.DependencyGraph.Item;
import alchemy.graph.GraphLayout.Box;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A graph as one page of HTML that needs no network: a drawing to walk through with the keyboard.
 */
public final class GraphPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --back: #fff; --fore: #1f2328; --dim: #59636e; --line: #8c959f;
        --box: #f6f8fa; --on: #0969da; --new: #1a7f37; --change: #9a6700; --gone: #cf222e; }
      @media (prefers-color-scheme: dark) { :root { --back: #0d1117; --fore: #e6edf3; --dim: #9198a1;
        --line: #6e7681; --box: #161b22; --on: #4493f8; --new: #3fb950; --change: #d29922; --gone: #f85149; } }
      body { margin: 0; background: var(--back); color: var(--fore); font: 14px/1.5 system-ui, sans-serif; }
      header { padding: 12px 24px 0; } h1 { font-size: 18px; margin: 0; } p { margin: 0; color: var(--dim); }
      main { overflow: auto; } svg { display: block; }
      text { font: 12px ui-monospace, monospace; fill: var(--fore); }
      text.type { fill: var(--dim); } text.word { fill: var(--mark, var(--dim)); }
      rect { fill: var(--box); stroke: var(--mark, var(--line)); }
      path { fill: none; stroke: var(--line); stroke-width: 1.3; } path.later { stroke-dasharray: 5 4; }
      .node { cursor: pointer; outline: none; }
      .create, .adopt, .move { --mark: var(--new); } .update, .replace { --mark: var(--change); }
      .delete, .forget { --mark: var(--gone); }
      .node:focus rect { stroke: var(--on); stroke-width: 3; } .near rect { stroke: var(--on); }
      .walk .node:not(.near):not(:focus), .walk [data-from]:not(.near) { opacity: .35; }
      #tip path { stroke: context-stroke; }
      path.near { stroke: var(--on); stroke-width: 2; }
      #about { padding: 8px 24px 24px; min-height: 4.5em; white-space: pre-line; }
      """;

  private static final String WALK =
      """
      const nodes = [...document.querySelectorAll(".node")], by = new Map(nodes.map(n => [n.dataset.key, n]));
      const lines = [...document.querySelectorAll("path[data-from]")], about = document.getElementById("about");
      const needs = n => lines.filter(l => l.dataset.to === n.dataset.key).map(l => by.get(l.dataset.from));
      const uses = n => lines.filter(l => l.dataset.from === n.dataset.key).map(l => by.get(l.dataset.to));
      const names = all => all.map(n => n.dataset.key).join(", ") || "nothing";
      function show(n) {
        const near = new Set([...needs(n), ...uses(n)]);
        nodes.forEach(each => each.classList.toggle("near", near.has(each)));
        lines.forEach(l => l.classList.toggle("near", [l.dataset.from, l.dataset.to].includes(n.dataset.key)));
        document.body.classList.add("walk");
        about.textContent = n.getAttribute("aria-label") + "\\nbuilt from: " + names(needs(n)) + "\\nused by: " + names(uses(n));
      }
      function clear() { document.body.classList.remove("walk"); about.textContent = ""; }
      nodes.forEach((n, i) => {
        n.addEventListener("focus", () => show(n));
        n.addEventListener("blur", clear);
        n.addEventListener("keydown", e => {
          const to = { ArrowRight: uses(n)[0], ArrowLeft: needs(n)[0], ArrowDown: nodes[i + 1], ArrowUp: nodes[i - 1],
            Home: nodes[0], End: nodes[nodes.length - 1] }[e.key];
          if (e.key === "Escape") n.blur(); else if (to) { e.preventDefault(); to.focus(); }
        });
      });
      const start = by.get(decodeURIComponent(location.hash.slice(1)));
      if (start) start.focus();
      """;

  // Numbers as %s, since %d writes them as the user's language does.
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <title>%1$s</title><style>
      %2$s</style></head><body><header><h1>%1$s</h1>
      <p>%3$s resources; a line leads to what is built from one. Tab and the arrow keys walk.</p></header>
      <main><svg xmlns="http://www.w3.org/2000/svg" width="%4$s" height="%5$s" viewBox="0 0 %4$s %5$s">
      <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
      <path d="M1 1 7 4 1 7"/></marker></defs>
      %6$s</svg></main><div id="about" role="status"></div><script>
      %7$s</script></body></html>
      """;

  private static final String NODE =
      """
      <g class="node %1$s" tabindex="0" role="button" data-key="%2$s" aria-label="%3$s">
      <rect x="%4$s" y="%5$s" width="%6$s" height="%7$s" rx="6"/>
      <text x="%8$s" y="%9$s">%2$s</text><text class="type" x="%8$s" y="%10$s">%11$s</text>
      <text class="word" x="%8$s" y="%12$s">%13$s</text></g>
      """;

  private GraphPage() {}

  /** The page, whole. */
  public static String of(String app, DependencyGraph whole) {
    DependencyGraph graph = whole.reduced();
    var layout = new GraphLayout(graph);
    StringBuilder drawing = new StringBuilder();
    layout.lines().forEach((edge, way) -> drawing.append(line(edge, way)));
    layout.boxes().forEach(each -> drawing.append(node(each)));
    return PAGE.formatted(
        escaped(app), STYLE, graph.items().size(), layout.width(), layout.height(), drawing, WALK);
  }

  private static String line(Edge edge, List<Box> way) {
    Box last = way.get(0);
    Box end = way.get(way.size() - 1);
    if (end.x < last.x) { // back, which only what is meant does
      return path(
          edge, "M%s %s L%s %s".formatted(last.x, middle(last), end.x + end.width, middle(end)));
    }
    StringBuilder path = new StringBuilder("M" + (last.x + last.width) + " " + middle(last));
    for (Box each : way.subList(1, way.size())) {
      int half = (last.x + last.width + each.x) / 2;
      path.append(
          " C%1$s %2$s %1$s %3$s %4$s %3$s".formatted(half, middle(last), middle(each), each.x));
      if (each.item == null) {
        path.append(" H").append(each.x + each.width);
      }
      last = each;
    }
    return path(edge, path.toString());
  }

  private static String path(Edge edge, String path) {
    return "<path%s data-from=\"%s\" data-to=\"%s\" marker-end=\"url(#tip)\" d=\"%s\"/>\n"
        .formatted(
            edge.later() ? " class=\"later\"" : "", escaped(edge.from()), escaped(edge.to()), path);
  }

  private static String node(Box box) {
    Item item = box.item;
    String at = item.line().isEmpty() ? "" : ", " + item.line();
    long top = middle(box) - GraphLayout.HEIGHT / 2;
    return NODE.formatted(
        item.mark().isEmpty() ? "" : item.status().replace("to ", ""),
        escaped(item.key()),
        escaped(item.key() + ", " + item.type() + ", " + item.status() + at),
        box.x,
        top,
        box.width,
        GraphLayout.HEIGHT,
        box.x + 14,
        top + 20,
        top + 35,
        escaped(item.type()),
        top + 50,
        escaped(item.status()));
  }

  private static long middle(Box box) {
    return Math.round(box.y);
  }

  private static String escaped(String text) {
    return text.chars()
        .mapToObj(
            each ->
                switch (each) {
                  case '&' -> "&amp;";
                  case '<' -> "&lt;";
                  case '>' -> "&gt;";
                  case '"' -> "&quot;";
                  default -> Character.toString(each);
                })
        .collect(Collectors.joining());
  }
}
