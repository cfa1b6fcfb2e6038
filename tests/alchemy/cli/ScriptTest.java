package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Alchemy;
import alchemy.App;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.Box;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A script's commands from its first plan to its end, on the small service of the engine's tests.
 */
class ScriptTest {
  private static final String LOCK = "hunter2-hunter2";

  @TempDir Path folder;
  private String size = "small";
  private Transcript transcript;

  private void shop(App app) {
    var safe =
        Resource.of(
            "safe",
            new Box(),
            () -> new Box.Props("safe", size, null, Secret.of(LOCK), null, null));
    Resource.of(
        "box",
        new Box(),
        () ->
            new Box.Props(
                "box",
                null,
                "in " + safe.output().name(),
                null,
                Alchemy.envText("FAILS", ""),
                true));
    app.output("safe", () -> safe.output().name());
    app.output("key", () -> safe.output().key());
    app.output("args", app.args());
  }

  @BeforeEach
  void aScriptInItsFolder() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Path boxes = Files.createDirectories(folder.resolve("boxes"));
    transcript =
        new Transcript(folder)
            .script("shop", this::shop)
            .variable("BOXES", boxes.toString())
            .variable("ALCHEMY_STAGE", "test")
            .variable("ALCHEMY_PASSWORD", "a password of this test");
  }

  @Test
  void fromTheFirstPlanToTheEnd() {
    transcript.about("before anything is deployed");
    assertEquals(0, transcript.run("outputs"));
    assertEquals(0, transcript.run("state", "list"));
    assertEquals(5, transcript.run("plan", "--check"));
    assertEquals(0, transcript.run("--parallel", "1", "--", "--stage", "is an argument"));
    transcript.about("again");
    assertEquals(0, transcript.run("deploy", "--", "--stage", "is an argument"));
    assertEquals(0, transcript.run("plan", "--check"));
    assertEquals(0, transcript.run("outputs"));
    assertEquals(0, transcript.run("outputs", "--json"));
    assertEquals(0, transcript.run("state", "list"));
    assertEquals(0, transcript.run("state", "show", "safe"));
    assertEquals(0, transcript.run("state", "show", "safe", "--json"));
    assertEquals(1, transcript.run("state", "show", "nothing"));
    transcript.about("what holds data would be replaced");
    size = "large";
    assertEquals(0, transcript.run("plan"));
    assertEquals(3, transcript.run("deploy"));
    assertEquals(3, transcript.run("deploy", "--json"));
    size = "small";
    transcript.about("the end");
    assertEquals(0, transcript.run("destroy", "--quiet", "--yes"));
    assertEquals(0, transcript.run("destroy"));
    transcript.matches("script");
    assertFalse(transcript.text().contains(LOCK));
    assertFalse(transcript.text().contains("key-of-"));
  }

  @Test
  void whatFailsIsToldInFewLines() {
    transcript.variable("FAILS", "create").about("a step fails");
    assertEquals(1, transcript.run("deploy", "--parallel", "1"));
    transcript.variable("FAILS", "").variable("ALCHEMY_PASSWORD", "another password");
    transcript.about("another password");
    assertEquals(1, transcript.run("deploy"));
    transcript.script(
        "shop",
        app -> {
          throw new IllegalStateException("the script knows " + LOCK);
        });
    transcript.about("the script throws").variable("ALCHEMY_PASSWORD", "a password of this test");
    assertEquals(1, transcript.run("deploy"));
    assertEquals(1, transcript.run("plan"));
    transcript.matches("failures");
    assertFalse(transcript.text().contains(LOCK));
  }

  @Test
  void debugAddsTheTraceOfWhatFailed() {
    transcript.script(
        "shop",
        app -> {
          throw new IllegalStateException("the script knows " + Secret.of(LOCK).unencrypted());
        });
    assertEquals(1, transcript.run("plan", "--debug"));
    String text = transcript.text();
    assertTrue(
        text.contains("caused by java.lang.IllegalStateException: the script knows ***"), text);
    assertTrue(text.contains("    at " + ScriptTest.class.getName()), text);
  }

  @Test
  void anAppOpenedStepByStepTakesTheSameOptions() {
    RunOptions options =
        ScriptCommandLine.options(
            transcript.invocation(
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream(),
                "--stage=prod",
                "--parallel",
                "3",
                "--",
                "one"),
            RunOptions.Mode.DEPLOY);
    assertEquals("prod", options.stage());
    assertEquals(3, options.parallel());
    assertEquals(List.of("one"), options.scriptArgs());
    assertEquals(folder, options.root());
  }

  @Test
  void aTestsPlanNeedsNeitherStageNorCredentials() {
    Plan plan = Alchemy.plan("shop", this::shop, "--stage", "prod");
    assertEquals(2, plan.steps().size());
    assertTrue(plan.step("safe") instanceof Step.Create, plan::toString);
  }
}
