package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Resource;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.Worker;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code graph} shows, as text and drawn. */
class GraphTest {
  @TempDir Path folder;

  @BeforeEach
  void script() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
  }

  private static void shop(App app) {
    var project = Project.of("project");
    var all = new ArrayList<Hyperdrive>();
    for (String region : List.of("us-east-1", "eu-central-1")) {
      App scope = app.scope(region);
      var database = Database.of(scope, "database", project, d -> d.region(region));
      all.add(Hyperdrive.of(scope, "pool", Connection.of(scope, "connection", database)));
    }
    Worker.of(
        "front",
        w -> {
          w.script("export default {}").bind("BACK", Worker.named("back"));
          all.forEach(each -> w.bind("DB" + all.indexOf(each), each));
        });
    Worker.of("back", w -> w.script("export default {}").bind("FRONT", Worker.named("front")));
  }

  private Transcript transcript() {
    return new Transcript(folder).variable("ALCHEMY_STAGE", "test");
  }

  @Test
  void aScriptIsATreeADrawingForMermaidOrEvents() {
    var transcript = transcript().script("shop", GraphTest::shop);
    assertEquals(0, transcript.run("graph"));
    assertEquals(0, transcript.run("graph", "--mermaid"));
    assertEquals(0, transcript.run("graph", "--json"));
    assertEquals(0, transcript.run("graph", "--state"));
    assertEquals(2, transcript.run("graph", "--mermaid", "--html"));
    transcript.script("shop", app -> {});
    assertEquals(0, transcript.run("graph"));
    transcript.matches("graph");
  }

  @Test
  void whatIsRecordedIsShownWithoutTheScript() throws IOException {
    Path boxes = Files.createDirectories(folder.resolve("boxes"));
    var transcript =
        transcript()
            .variable("BOXES", boxes.toString())
            .variable("ALCHEMY_PASSWORD", "a password of this test")
            .script("shop", GraphTest::boxes);
    transcript.run("deploy", "--quiet");
    transcript.script(
        "shop",
        app -> {
          throw new IllegalStateException("not to be run");
        });
    int before = transcript.text().length();
    assertEquals(0, transcript.run("graph", "--state"));
    String shown = transcript.text().substring(before);
    assertTrue(shown.contains("first  test:Box\n`-- second  test:Box\n"), shown);
  }

  private static void boxes(App app) {
    var box = new alchemy.engine.Box();
    var first =
        Resource.of(
            "first",
            box,
            () -> new alchemy.engine.Box.Props("first", null, null, null, null, true));
    Resource.of(
        "second",
        box,
        () ->
            new alchemy.engine.Box.Props("second", null, first.output().name(), null, null, true));
  }
}
