package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.engine.Plan;
import alchemy.engine.PropertyChange;
import alchemy.engine.PropertyChange.Certainty;
import alchemy.engine.Reason;
import alchemy.engine.RefusedException;
import alchemy.engine.SourceLine;
import alchemy.engine.Step;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanPrinterTest {
  private static final String PASSWORD = "correct-horse-battery";
  private static final SourceLine LINE = new SourceLine("alchemy.run.java", 12);

  private static final Step CREATE =
      new Step.Create(
          facts(
              "project",
              "prisma:Project",
              Reason.NEW,
              change("name", null, "shop"),
              change("token", null, Secret.of(PASSWORD)),
              change("note", null, "it is " + PASSWORD)),
          true);
  private static final Step UPDATE =
      new Step.Update(
          facts(
              "worker",
              "cloudflare:Worker",
              Reason.CHANGED,
              change("compatibilityDate", "2026-01-01", PropertyChange.DEFAULT),
              change("bindings.KEY", Secret.of(PASSWORD), Secret.of("another-secret")),
              new PropertyChange("bindings.DB", "a", null, Certainty.AFTER_APPLY, false)));
  private static final Step REPLACE =
      new Step.Replace(
          facts(
              "eu-central-1/a-database-with-a-rather-long-name",
              "prisma:Database",
              Reason.CANNOT_CHANGE,
              new PropertyChange("region", "us-east-1", "eu-central-1", Certainty.KNOWN, true)),
          true,
          false);
  private static final Step DELETE =
      new Step.Delete(gone("old", "prisma:Database", Reason.NOT_DECLARED), true);
  private static final Step RETAIN =
      new Step.Retain(gone("kept", "prisma:Project", Reason.PROTECTED));
  private static final Step ADOPT =
      new Step.Adopt(facts("back", "prisma:Project", Reason.TAKEN_BACK), false);
  private static final Step KEEP = new Step.Keep(facts("same", "prisma:Project", Reason.UNCHANGED));
  private static final Step FORGET =
      new Step.Forget(gone("ref", "prisma:WorkspaceRef", Reason.REFERENCE));
  private static final List<Step> ALL =
      List.of(CREATE, UPDATE, REPLACE, DELETE, RETAIN, ADOPT, KEEP, FORGET);

  private static Step.Facts facts(
      String id, String type, Reason reason, PropertyChange... changes) {
    return new Step.Facts(id, id, type, List.of(changes), reason, LINE, List.of(), true);
  }

  private static Step.Facts gone(String id, String type, Reason reason) {
    return new Step.Facts(id, id, type, List.of(), reason, SourceLine.UNKNOWN, List.of(), false);
  }

  @Test
  void aPlanShowsWhatWhyAndWhereButNoSecret() {
    Transcript transcript = new Transcript(Path.of("nowhere"));
    PlanPrinter plain = new PlanPrinter(Style.PLAIN);
    transcript.about("every kind of step").lines(plain.lines(plan(ALL, null)));
    transcript.about("nothing to do").lines(plain.lines(plan(List.of(KEEP), null)));
    transcript
        .about("stopped at a getter")
        .lines(plain.lines(plan(List.of(CREATE), new SourceLine("alchemy.run.java", 20))));
    transcript.about("empty").lines(plain.lines(plan(List.of(), null)));
    transcript
        .about("coloured")
        .lines(
            new PlanPrinter(new Style(true))
                .lines(plan(List.of(DELETE), null)).stream()
                    .map(each -> each.replace("\u001b", "<ESC>"))
                    .toList());
    assertFalse(transcript.text().contains(PASSWORD));
    transcript.matches("plan");
  }

  @Test
  void everyKindOfStepHasAWord() {
    for (Class<?> each : Step.class.getPermittedSubclasses()) {
      assertNotNull(Action.valueOf(each.getSimpleName().toUpperCase(java.util.Locale.ROOT)));
    }
  }

  @Test
  void eventsHoldTheSameWithoutSecrets() {
    Transcript transcript = new Transcript(Path.of("nowhere"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonEvents events =
        new JsonEvents(transcript.invocation(out, new ByteArrayOutputStream()).terminal());
    events.planned(plan(ALL, null));
    events.started(CREATE);
    events.progress(CREATE, "waits for " + PASSWORD);
    events.finished(CREATE, Duration.ofMillis(5), false);
    events.failed(UPDATE, new IllegalStateException("refused " + PASSWORD));
    events.skipped(DELETE, List.of("worker"));
    events.error("It failed: " + PASSWORD, 1);
    String printed = out.toString(StandardCharsets.UTF_8);
    assertFalse(printed.contains(PASSWORD));
    transcript.lines(printed.lines().toList()).matches("events");
  }

  @Test
  void progressIsALineForEachFinishedStep() {
    Transcript transcript = new Transcript(Path.of("nowhere"));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = transcript.invocation(new ByteArrayOutputStream(), err).terminal();
    try (ProgressLines lines = new ProgressLines(terminal, () -> 0)) {
      lines.planned(plan(List.of(KEEP), null));
      lines.planned(plan(List.of(CREATE, KEEP), null));
      lines.planned(plan(List.of(CREATE, DELETE), null));
      for (Step each : List.of(CREATE, UPDATE, REPLACE)) {
        lines.started(each);
      }
      lines.progress(CREATE, "waiting until it is ready: provisioning");
      lines.progress(CREATE, "waiting until it is ready: provisioning");
      lines.finished(CREATE, Duration.ofMillis(1234), false);
      lines.finished(UPDATE, Duration.ofSeconds(75), true);
      lines.failed(REPLACE, new IllegalStateException("first line\nsecond line"));
      lines.skipped(DELETE, List.of("worker", REPLACE.id()));
      assertEquals("1 created", lines.sum());
    }
    transcript.lines(err.toString(StandardCharsets.UTF_8).lines().toList()).matches("progress");
  }

  @Test
  void onATerminalRunningStepsAreDrawnAndErased() {
    Transcript transcript = new Transcript(Path.of("nowhere")).onTerminal("", 2);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = transcript.invocation(new ByteArrayOutputStream(), err).terminal();
    try (ProgressLines lines = new ProgressLines(terminal, () -> 0)) {
      lines.started(CREATE);
      lines.started(UPDATE);
      lines.finished(CREATE, Duration.ZERO, false);
    }
    String printed = err.toString(StandardCharsets.UTF_8);
    assertTrue(printed.contains("updating cloudflare:Worker \"worker\" 0.0 s"), printed);
    assertTrue(printed.endsWith("\u001b[1A\u001b[J"), "the last drawn line is taken away");
  }

  @Test
  void withoutATerminalOnlyYesApproves() {
    assertTrue(approver(new Transcript(Path.of("x")), true).test(List.of(DELETE)));
    RefusedException refused =
        assertThrows(
            RefusedException.class,
            () -> approver(new Transcript(Path.of("x")), false).test(List.of(REPLACE, DELETE)));
    assertEquals(3, refused.exitCode());
    new Transcript(Path.of("x")).lines(refused.getMessage().lines().toList()).matches("refused");
  }

  @Test
  void aQuestionNeedsInputAndErrorsOnATerminalAndNoBuildServer() {
    Path folder = Path.of("x");
    assertTrue(
        approver(new Transcript(folder).onTerminal("yes\n", 0, 2), false).test(List.of(DELETE)));
    for (String answer : new String[] {"", "\n", "no\n", "yess\n"}) {
      Transcript asked = new Transcript(folder).onTerminal(answer, 0, 2);
      assertThrows(
          RefusedException.class, () -> approver(asked, false).test(List.of(DELETE)), answer);
    }
    Transcript piped = new Transcript(folder).onTerminal("yes\n", 1, 2);
    assertThrows(RefusedException.class, () -> approver(piped, false).test(List.of(DELETE)));
    Transcript unseen = new Transcript(folder).onTerminal("yes\n", 0, 1);
    assertThrows(RefusedException.class, () -> approver(unseen, false).test(List.of(DELETE)));
    Transcript server = new Transcript(folder).onTerminal("yes\n", 0, 1, 2).variable("CI", "1");
    assertThrows(RefusedException.class, () -> approver(server, false).test(List.of(DELETE)));
  }

  private static Approver approver(Transcript transcript, boolean yes) {
    return new Approver(
        transcript.invocation(new ByteArrayOutputStream(), new ByteArrayOutputStream()), yes);
  }

  private static Plan plan(List<Step> steps, SourceLine stopped) {
    return new Plan("shop", "prod", steps, stopped, List.of());
  }

  private static PropertyChange change(String path, Object before, Object after) {
    return new PropertyChange(path, before, after, Certainty.KNOWN, false);
  }
}
