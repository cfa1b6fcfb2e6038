package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Alchemy;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.Box;
import alchemy.engine.Plan;
import alchemy.engine.PropertyChange;
import alchemy.engine.PropertyChange.Certainty;
import alchemy.engine.Reason;
import alchemy.engine.SourceLine;
import alchemy.engine.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan --markdown} gives a pull request, whatever the values are made of. */
class PlanMarkdownTest {
  private static final SourceLine LINE = new SourceLine("alchemy.run.java", 12);
  private static final String PASSWORD = "told-by-a-pull-request";
  private static final String HOSTILE =
      "a|b `c` ```` @ada #1 <img src=x> </details>\n```\n\n# h\u202etxt\u001b[31m " + PASSWORD;

  private static Step.Facts facts(String id, Reason reason, PropertyChange... changes) {
    return new Step.Facts(id, id, "own:Thing", List.of(changes), reason, LINE, List.of(), true);
  }

  private static PropertyChange change(String path, Object before, Object after) {
    return new PropertyChange(path, before, after, Certainty.KNOWN, false);
  }

  private static Plan plan(SourceLine stopped, List<Step> steps) {
    return new Plan("shop", "pr-7", steps, stopped, List.of());
  }

  private static List<Step> creates(int count) {
    return IntStream.range(0, count)
        .mapToObj(each -> "thing-" + each)
        .map(id -> (Step) new Step.Create(facts(id, Reason.NEW, change("name", null, id)), false))
        .toList();
  }

  @Test
  void whatIsApprovedComesFirstAndNoValueIsSyntax() {
    Secret.of(PASSWORD);
    List<Step> steps =
        List.of(
            new Step.Create(facts("new", Reason.NEW, change("text", null, HOSTILE)), true),
            new Step.Update(
                facts(
                    "worker",
                    Reason.CHANGED,
                    change("bindings.a|b", "1", HOSTILE),
                    change("key", Secret.of(PASSWORD), Secret.of("another-secret-value")))),
            new Step.Delete(
                new Step.Facts(
                    "old",
                    "old",
                    "own:Thing",
                    List.of(),
                    Reason.NOT_DECLARED,
                    SourceLine.UNKNOWN,
                    List.of(),
                    false,
                    HOSTILE),
                true),
            new Step.Replace(
                facts("db", Reason.CANNOT_CHANGE, change("region", "us", "eu")), true, false),
            new Step.Retain(facts("kept", Reason.PROTECTED)),
            new Step.Keep(facts("same", Reason.UNCHANGED)));
    Transcript transcript = new Transcript(Path.of("nowhere"));
    transcript.about("all kinds").lines(PlanMarkdown.of(plan(null, steps)).lines().toList());
    transcript
        .about("nothing to do, as far as is known")
        .lines(PlanMarkdown.of(plan(LINE, steps.subList(5, 6))).lines().toList());
    transcript
        .about("refused")
        .lines(
            PlanMarkdown.failed("shop", "pr-7", new UsageException("It is wrong.", "```", "@ada"))
                .lines()
                .toList());
    assertFalse(transcript.text().contains(PASSWORD));
    transcript.matches("plan-markdown");
  }

  @Test
  void aLongPlanIsFoldedAndCutToWhatGitHubTakesSayingHowMuchIsMissing() {
    String folded = PlanMarkdown.of(plan(null, creates(20)));
    assertTrue(folded.contains("<details>") && folded.endsWith("</details>\n"), folded);
    assertTrue(folded.contains("thing-19") && !folded.contains("not shown"), folded);

    List<Step> many = creates(5_000);
    String cut = PlanMarkdown.of(plan(null, many));
    assertTrue(cut.length() <= 65_536 && cut.length() > 60_000, "long: " + cut.length());
    long rows = cut.lines().filter(each -> each.startsWith("| `")).count();
    assertTrue(
        cut.contains("… and " + (5_000 - rows) + " more changes, which are not shown."), cut);
    long lines = cut.lines().filter(each -> each.matches("(\\+ +create|      name).*")).count();
    assertTrue(cut.contains("… and " + (10_000 - lines) + " more lines, which are not shown"), cut);
    assertEquals(cut, PlanMarkdown.of(plan(null, many)), "stable");

    PropertyChange[] wide =
        IntStream.range(0, 500)
            .mapToObj(each -> change("p" + each, null, "@".repeat(5_000)))
            .toArray(PropertyChange[]::new);
    String one =
        PlanMarkdown.of(plan(null, List.of(new Step.Update(facts("wide", Reason.CHANGED, wide)))));
    assertTrue(one.length() <= 65_536 && one.contains("wide"), "long: " + one.length());
  }

  @Test
  void theExitCodeIsThatOfThePlanAlsoWhereThereIsNone(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Transcript transcript =
        new Transcript(folder)
            .variable("CI", "true")
            .variable("ALCHEMY_STATE", "file")
            .variable("BOXES", Files.createDirectory(folder.resolve("boxes")).toString())
            .variable("ALCHEMY_STAGE", "test")
            .script(
                "shop",
                app ->
                    Resource.of(
                        "box", new Box(), () -> new Box.Props("b", null, null, null, "", true)));
    transcript.about("changes, and no terminal");
    assertEquals(5, transcript.run("plan", "--markdown", "--check"));
    assertEquals(0, transcript.run("plan", "--markdown"));
    assertEquals(2, transcript.run("plan", "--markdown", "--json"));
    transcript.about("a fault").script("shop", app -> Alchemy.env("NOT_SET"));
    assertEquals(1, transcript.run("plan", "--markdown", "--check"));
    transcript.about("a stage named as a branch");
    assertEquals(2, transcript.run("plan", "--markdown", "--stage", "feature/Foo_bar#1"));
    transcript.matches("plan-markdown-runs");
  }
}
