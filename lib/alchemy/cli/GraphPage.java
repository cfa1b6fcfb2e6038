package alchemy.cli;

import alchemy.cli.DependencyGraph.Item;
import alchemy.cli.GraphLayout.Box;
import alchemy.engine.Plan.Edge;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A graph as one page of HTML that needs no network: a drawing to walk through with the keyboard.
 */
final class GraphPage {
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

  private final StringBuilder page = new StringBuilder();

  private GraphPage() {}

  static String of(String app, DependencyGraph whole) {
    DependencyGraph graph = whole.reduced();
    var layout = new GraphLayout(graph);
    var page = new GraphPage();
    page.line("<!doctype html>");
    page.line("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.line("<meta name=\"viewport\" content=\"width=device-width\">");
    page.line(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
            + " style-src 'unsafe-inline'; script-src 'unsafe-inline'\">");
    page.line("<title>%s</title><style>", escaped(app));
    page.page.append(STYLE);
    page.line("</style></head><body><header><h1>%s</h1>", escaped(app));
    page.line(
        "<p>%d resources; a line leads to what is built from one. Tab and the arrow keys walk.</p>",
        graph.items().size());
    page.line(
        "</header><main><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\">",
        layout.width(), layout.height());
    page.line(
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\"");
    page.line(" markerHeight=\"7\" orient=\"auto\"><path d=\"M1 1 7 4 1 7\"/></marker></defs>");
    layout.lines().forEach(page::edge);
    layout.boxes().forEach(page::node);
    page.line("</svg></main><div id=\"about\" role=\"status\"></div><script>");
    page.page.append(WALK);
    page.line("</script></body></html>");
    return page.page.toString();
  }

  private void edge(Edge edge, List<Box> way) {
    StringBuilder path = new StringBuilder();
    Box last = way.get(0);
    path.append("M%d %d".formatted(last.x + last.width, Math.round(last.y)));
    for (Box each : way.subList(1, way.size())) {
      int from = last.x + last.width;
      int middle = (from + each.x) / 2;
      path.append(
          " C%1$d %2$d %1$d %3$d %4$d %3$d"
              .formatted(middle, Math.round(last.y), Math.round(each.y), each.x));
      if (each.item == null) {
        path.append("H" + (each.x + each.width));
      }
      last = each;
    }
    line(
        "<path%s data-from=\"%s\" data-to=\"%s\" marker-end=\"url(#tip)\" d=\"%s\"/>",
        edge.later() ? " class=\"later\"" : "", escaped(edge.from()), escaped(edge.to()), path);
  }

  private void node(Box box) {
    Item item = box.item;
    String kind = item.word().replace("to ", "").toLowerCase(Locale.ROOT);
    String at = item.line().isEmpty() ? "" : ", " + item.line();
    line(
        "<g class=\"node %s\" tabindex=\"0\" role=\"button\" data-key=\"%s\" aria-label=\"%s\">",
        item.mark().isEmpty() ? "" : kind,
        escaped(item.key()),
        escaped(item.key() + ", " + item.type() + ", " + item.word() + at));
    long top = Math.round(box.y) - GraphLayout.HEIGHT / 2;
    line(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>",
        box.x, top, box.width, GraphLayout.HEIGHT);
    String text = "<text%s x=\"%d\" y=\"%d\">%s</text>";
    line(text, "", box.x + 14, top + 20, escaped(item.key()));
    line(text, " class=\"type\"", box.x + 14, top + 35, escaped(item.type()));
    line(text, " class=\"word\"", box.x + 14, top + 50, escaped(item.word()));
    line("</g>");
  }

  private void line(String format, Object... values) {
    page.append(values.length == 0 ? format : format.formatted(values)).append('\n');
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
