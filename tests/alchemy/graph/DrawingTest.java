package alchemy.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.engine.Plan.Edge;
import alchemy.graph.DependencyGraph.Item;
import alchemy.graph.GraphLayout.Box;
import alchemy.local.page.Browser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs of any form, as text and drawn. */
class DrawingTest {
  @TempDir Path folder;

  @Test
  void noLineIsWiderThanATerminal() {
    List<String> lines = GraphText.lines(random(new Random(5), 60), each -> each, each -> each);
    assertTrue(lines.stream().filter(each -> each.contains(",")).count() > 5);
    Item wide = new Item("a/".repeat(50), "own:Type", "+", "to create", "");
    Item below = new Item("below", "own:" + "T".repeat(90), "+", "to create", "");
    List<Edge> edge = List.of(new Edge(wide.key(), below.key(), false));
    var others =
        GraphText.lines(
            new DependencyGraph(List.of(wide, below), edge), each -> each, each -> each);
    Stream.concat(lines.stream(), others.stream())
        .forEach(each -> assertTrue(each.length() <= 80, each));
  }

  @Test
  void aDeepBranchGoesOnAtTheMargin() {
    List<Item> items = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      items.add(new Item("r" + i, "own:Type", "", "up to date", ""));
      edges.add(new Edge("r" + (i - 1), "r" + i, false));
    }
    List<String> lines =
        GraphText.lines(new DependencyGraph(items, edges), each -> each, each -> each);
    assertEquals(" ".repeat(36) + "`-- r10  (see below)", lines.get(10));
    assertEquals(List.of("r10  own:Type", "`-- r11  own:Type"), lines.subList(11, 13));
  }

  @Test
  void noTwoBoxesOverlapAndEachIsRightOfWhatItIsBuiltFrom() {
    for (int seed = 0; seed < 50; seed++) {
      DependencyGraph graph = random(new Random(seed), 5 + seed);
      var layout = new GraphLayout(graph);
      Map<String, Box> boxes = new HashMap<>();
      layout.boxes().forEach(each -> boxes.put(each.item.key(), each));
      assertEquals(graph.items().size(), boxes.size());
      for (Box one : boxes.values()) {
        assertTrue(one.y >= GraphLayout.HEIGHT / 2.0 && one.x + one.width <= layout.width());
        assertTrue(one.y + GraphLayout.HEIGHT / 2.0 <= layout.height(), "seed " + seed);
        for (Box other : boxes.values()) {
          boolean apart = one == other || one.x != other.x;
          assertTrue(apart || Math.abs(one.y - other.y) >= GraphLayout.HEIGHT, "seed " + seed);
        }
      }
      for (Edge each : graph.edges()) {
        Box from = boxes.get(each.from());
        Box to = boxes.get(each.to());
        assertTrue(from.x + from.width < to.x, "seed " + seed);
      }
    }
  }

  @Test
  void thePageNeedsNothingElseAndEscapesWhatItShows() {
    var item = new Item("a", "own:<b>\"&", "", "up to date", "");
    String page = GraphPage.of("shop</title>", new DependencyGraph(List.of(item), List.of()));
    assertTrue(page.contains("shop&lt;/title&gt;"), page);
    assertTrue(page.contains("own:&lt;b&gt;&quot;&amp;"), page);
    assertFalse(page.contains("own:<b>"), page);
    String local = page.replace("http://www.w3.org/2000/svg", "");
    Stream.of("http:", "https:", "src=", "href=", "@import", "url(\"")
        .forEach(each -> assertFalse(local.contains(each), each));
  }

  @Test
  void aBrowserWalksThroughThePage() throws Exception {
    var browser = Browser.find();
    assumeTrue(browser.isPresent(), Browser.NONE);
    var graph =
        new DependencyGraph(
            List.of(
                new Item("first", "own:A", "+", "to create", "alchemy.run.java:3"),
                new Item("second", "own:B", "", "up to date", "alchemy.run.java:4"),
                new Item("third", "own:C", "", "up to date", "alchemy.run.java:5")),
            List.of(new Edge("first", "second", false), new Edge("second", "third", false)));
    Path page = Files.writeString(folder.resolve("graph.html"), GraphPage.of("shop", graph));
    Path dom = folder.resolve("dom.html");
    Process process =
        new ProcessBuilder(
                browser.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri() + "#second")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(dom.toFile())
            .start();
    try {
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    } finally {
      process.destroyForcibly();
    }
    String shown = Files.readString(dom, StandardCharsets.UTF_8);
    assertTrue(
        shown.contains("second, own:B, up to date, alchemy.run.java:4\nbuilt from: first\n"),
        shown);
    assertTrue(shown.contains("used by: third<"), shown);
    assertTrue(shown.contains("class=\"node create near\""), shown);
  }

  /** Edges go from earlier to later ones. */
  private static DependencyGraph random(Random random, int size) {
    List<Item> items = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(new Item("resource-" + i, "own:Type", "", "up to date", ""));
      for (int j = 0; j < i; j++) {
        if (random.nextInt(size) < 3) {
          edges.add(new Edge("resource-" + j, "resource-" + i, false));
        }
      }
    }
    return new DependencyGraph(items, edges);
  }
}
