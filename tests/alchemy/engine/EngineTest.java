package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From a script to a plan, and from a plan to what is there. */
class EngineTest extends EngineCase {
  @Test
  void createsInTheOrderOfReferencesAndHandsValuesOn() {
    Plan done =
        deploy(
            app -> {
              var first = box("first", null, "small", "one");
              var second = box("second", null, "small", () -> "after " + first.output().id());
              app.output("second", () -> second.output().id());
            });

    assertEquals(List.of("create first", "create second"), calls());
    assertInstanceOf(Step.Create.class, done.step("second"));
    assertEquals("after " + row("first").remoteId(), content("second"));
  }

  @Test
  void asksTheServiceNothingIfNothingChanged() {
    Body body = app -> box("first", null, "small", "one");
    deploy(body);
    int before = calls().size();

    Plan again = deploy(body);

    assertEquals(before, calls().size());
    assertFalse(again.acts(), again::toString);
  }

  @Test
  void writingOutADefaultIsNoChange() {
    deploy(app -> box("first", null, null, "one"));

    assertFalse(plan(app -> box("first", null, "small", "one")).acts());
  }

  @Test
  void aChangeIsPlannedByPropertyAndUpdatesInPlace() {
    deploy(app -> box("first", null, null, "one"));
    String before = row("first").remoteId();

    Plan plan = plan(app -> box("first", null, null, "two"));
    deploy(app -> box("first", null, null, "two"));

    assertEquals("content: \"one\" -> \"two\"", plan.step("first").changes().get(0).toString());
    assertEquals("two", content("first"));
    assertEquals(before, row("first").remoteId());
  }

  @Test
  void aGetterInTheBodyBringsItsResourceUpToDateFirst() {
    deploy(
        app -> {
          var first = box("first", null, "small", "one");
          String id = first.output().id();
          box("second", null, "small", "is " + id);
        });

    assertEquals("is " + row("first").remoteId(), content("second"));
  }

  @Test
  void aPlanEndsAtAGetterThatOnlyADeployCanAnswer() {
    Plan plan =
        plan(
            app -> {
              var first = box("first", null, "small", "one");
              box("second", null, "small", first.output().id());
            });

    assertTrue(plan.isPartial());
    assertEquals("EngineTest.java", plan.stopped().file());
    assertEquals(1, plan.steps().size());
  }

  @Test
  void propertiesThatReadWhatIsNotMadeYetAreShownAsKnownAfterApply() {
    Plan plan = plan(app -> pair("small"));

    assertTrue(
        plan.step("second").changes().stream()
            .allMatch(each -> each.toString().endsWith(": (known after apply)")),
        () -> plan.step("second").changes().toString());
    assertTrue(
        plan.step("second").changes().stream().anyMatch(each -> each.path().equals("content")));
  }

  @Test
  void aBodyThatThrowsAppliesAndDeletesNothing() {
    deploy(app -> box("first", null, "small", "one"));
    int before = calls().size();

    ScriptThrewException threw =
        assertThrows(
            ScriptThrewException.class,
            () ->
                deploy(
                    app -> {
                      box("second", null, "small", "one");
                      throw new IllegalStateException("my mistake");
                    }));

    assertTrue(threw.getMessage().contains("my mistake"));
    assertTrue(threw.getMessage().contains("EngineTest.java:"));
    assertEquals(before, calls().size());
  }

  @Test
  void faultsAreToldTogetherBeforeAnyCall() {
    FaultsException faults =
        assertThrows(
            FaultsException.class,
            () ->
                deploy(
                    app -> {
                      box("first", "forbidden", "small", "one");
                      box("1st", null, "small", "one");
                      box("first", null, "small", "twin");
                    }));

    assertEquals(3, faults.faults().size(), faults::getMessage);
    assertEquals(List.of(), calls());
  }

  @Test
  void aSecretIsSealedAndOneThatDidNotChangePlansNothing() throws IOException {
    Body body = app -> locked("first", "open-sesame-1");
    deploy(body);

    assertFalse(plan(body).acts());
    assertEquals(
        "lock: (secret changed)",
        plan(app -> locked("first", "open-sesame-2")).step("first").changes().get(0).toString());
    try (Stream<Path> files = Files.walk(root.resolve(".alchemy"))) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        assertFalse(
            Files.readString(each, StandardCharsets.ISO_8859_1).contains("open-sesame"),
            each::toString);
        assertFalse(
            Files.readString(each, StandardCharsets.ISO_8859_1).contains("key-of-box"),
            each::toString);
      }
    }
  }

  @Test
  void aMissingPasswordIsAFaultBeforeAnyCall() {
    variables.put("STAGE", "prod");

    FaultsException faults =
        assertThrows(
            FaultsException.class, () -> deploy(app -> box("first", null, "small", "one")));

    assertTrue(faults.getMessage().contains("ALCHEMY_PASSWORD"), faults::getMessage);
    assertEquals(List.of(), calls());
  }

  @Test
  void aResourceThatReadsItselfThroughOthersIsAFault() {
    Supplier<?>[] late = new Supplier<?>[1];
    FaultsException faults =
        assertThrows(
            FaultsException.class,
            () ->
                deploy(
                    app -> {
                      var first = box("first", null, "small", () -> "" + late[0].get());
                      var second = box("second", null, "small", () -> first.output().id());
                      late[0] = () -> second.output().id();
                    }));

    assertTrue(faults.getMessage().contains("depends on itself"), faults::getMessage);
  }
}
