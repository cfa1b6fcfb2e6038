package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Body;
import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.RunOptions.Mode;
import alchemy.provider.Env;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  @TempDir Path root;
  private final Map<String, String> variables = new HashMap<>();
  private boolean approves;

  @BeforeEach
  void aService() throws IOException {
    variables.put("BOXES", Files.createDirectories(root.resolve("boxes")).toString());
  }

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
  void replacingWhatHoldsDataIsRefusedWithoutApprovalAndNothingIsDone() {
    deploy(app -> box("first", null, "small", "one"));
    int before = calls().size();

    assertThrows(RefusedException.class, () -> deploy(app -> box("first", null, "large", "one")));

    assertEquals(before, calls().size());
    assertEquals(RowStatus.CREATED, row("first").status());
  }

  @Test
  void replacingCreatesTheNewOneMovesDependentsAndRetainsTheOld() {
    Body small = app -> pair("small");
    deploy(small);
    String before = row("first").remoteId();
    approves = true;

    deploy(app -> pair("large"));

    assertNotEquals(before, row("first").remoteId());
    assertEquals("after " + row("first").remoteId(), content("second"));
    Row old = row("first~1");
    assertEquals(RowStatus.RETAINED, old.status());
    assertEquals(before, old.remoteId());
    assertTrue(Files.exists(root.resolve("boxes").resolve(before)));
    assertFalse(calls().stream().anyMatch(each -> each.startsWith("delete")));
  }

  @Test
  void replacingWithDeleteTrueDeletesTheOldOneLast() {
    deploy(app -> deletable("first", "small"));
    String before = row("first").remoteId();
    approves = true;

    deploy(app -> deletable("first", "large"));

    assertFalse(Files.exists(root.resolve("boxes").resolve(before)));
    assertEquals(1, state().rows().size());
    assertEquals("delete first", calls().get(calls().size() - 1));
  }

  @Test
  void whatLeftTheScriptIsRetainedByDefaultAndTakenBack() {
    deploy(app -> box("first", null, "small", "one"));
    deploy(app -> {});
    assertEquals(RowStatus.RETAINED, row("first").status());

    Plan back = deploy(app -> box("first", null, "small", "one"));

    assertInstanceOf(Step.Adopt.class, back.step("first"));
    assertEquals(RowStatus.CREATED, row("first").status());
    assertEquals(1, calls().stream().filter(each -> each.equals("create first")).count());
  }

  @Test
  void destroyDeletesInReverseAndRetainsWhatIsProtected() {
    approves = true;
    deploy(
        app -> {
          var kept = box("kept", null, "small", "one");
          var child = deletable("child", () -> kept.output().id());
          deletable("grandchild", () -> child.output().id());
        });

    Plan destroyed = session(Mode.DEPLOY, Session::destroy);

    assertInstanceOf(Step.Retain.class, destroyed.step("kept"));
    assertEquals(List.of("delete grandchild", "delete child"), calls().subList(3, calls().size()));
    assertEquals(List.of("kept"), List.copyOf(state().rows().keySet()));
    assertFalse(session(Mode.DEPLOY, Session::destroy).acts());
  }

  @Test
  void theParentOfSomethingRetainedIsNotDeleted() {
    approves = true;
    deploy(
        app -> {
          var parent = deletable("parent", "small");
          box("child", null, "small", () -> parent.output().id());
        });

    Plan destroyed = session(Mode.DEPLOY, Session::destroy);

    assertEquals(Reason.HAS_RETAINED_CHILD, destroyed.step("parent").reason());
    assertFalse(calls().stream().anyMatch(each -> each.startsWith("delete")));
  }

  @Test
  void aFailureRecordsTheOthersNamesTheSkippedAndTheNextRunGoesOn() {
    ApplyFailedException failed =
        assertThrows(ApplyFailedException.class, () -> deploy(app -> three("create")));

    assertTrue(failed.getMessage().contains("EngineTest.java:"), failed::getMessage);
    assertEquals(List.of("third"), failed.skipped().stream().map(Step::id).toList());
    assertEquals(RowStatus.CREATED, row("first").status());

    deploy(app -> three(null));

    assertEquals(3, boxes());
    assertEquals(1, calls().stream().filter(each -> each.equals("create first")).count());
  }

  @Test
  void aFailureKeepsEverythingThatWouldHaveBeenDeleted() {
    approves = true;
    deploy(app -> deletable("old", "small"));

    assertThrows(
        ApplyFailedException.class,
        () ->
            deploy(
                app ->
                    Resource.of(
                        "new",
                        new Box(),
                        () -> new Box.Props(null, null, null, null, "create", null))));

    assertEquals(RowStatus.CREATED, row("old").status());
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
  void credentialsOfAnotherPlaceAreRefusedNamingBoth() {
    variables.put("BOX_PLACE", "north");
    deploy(app -> box("first", null, "small", "one"));
    int before = calls().size();
    variables.put("BOX_PLACE", "south");

    RefusedException refused =
        assertThrows(
            RefusedException.class, () -> deploy(app -> box("first", null, "small", "two")));

    assertTrue(refused.getMessage().contains("north"), refused::getMessage);
    assertTrue(refused.getMessage().contains("south"), refused::getMessage);
    assertEquals(before, calls().size());
  }

  @Test
  void anInterruptedCreateIsFoundInsteadOfMadeAgain() {
    deploy(app -> box("first", null, "small", "one"));
    String id = row("first").remoteId();
    Row made = row("first");
    interrupted(made.with().status(RowStatus.CREATING).remoteId(null).outputs(Map.of()).build());

    deploy(app -> box("first", null, "small", "one"));

    assertEquals(id, row("first").remoteId());
    assertEquals(1, boxes());
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

  private void pair(String size) {
    var first = box("first", null, size, "one");
    box("second", null, "small", () -> "after " + first.output().id());
  }

  private void three(String fails) {
    box("first", null, "small", "one");
    var second =
        Resource.of("second", new Box(), () -> new Box.Props(null, null, null, null, fails, null));
    box("third", null, "small", () -> second.output().id());
  }

  private static OwnResource<Box.Outputs> box(String id, String name, String size, String content) {
    return box(id, name, size, () -> content);
  }

  private static OwnResource<Box.Outputs> box(
      String id, String name, String size, Supplier<String> content) {
    return Resource.of(
        id, new Box(), () -> new Box.Props(name, size, content.get(), null, null, null));
  }

  private static OwnResource<Box.Outputs> deletable(String id, String size) {
    return Resource.of(id, new Box(), () -> new Box.Props(null, size, null, null, null, true));
  }

  private static OwnResource<Box.Outputs> deletable(String id, Supplier<String> content) {
    return Resource.of(
        id, new Box(), () -> new Box.Props(null, null, content.get(), null, null, true));
  }

  private static void locked(String id, String secret) {
    Resource.of(
        id, new Box(), () -> new Box.Props(null, null, null, Secret.of(secret), null, null));
  }

  private Plan deploy(Body body) {
    return with(Mode.DEPLOY, body, App::finish);
  }

  private Plan plan(Body body) {
    return with(Mode.PLAN, body, App::plan);
  }

  private Plan with(Mode mode, Body body, java.util.function.Function<App, Plan> end) {
    App app = App.open("tested", options(mode));
    try {
      app.record(body);
      return end.apply(app);
    } finally {
      app.close();
    }
  }

  private Plan session(Mode mode, java.util.function.Function<Session, Plan> call) {
    Session session = new Session("tested", options(mode));
    try {
      return call.apply(session);
    } finally {
      session.close();
    }
  }

  private void interrupted(Row row) {
    var session = new Session("tested", options(Mode.DEPLOY));
    var holder = new alchemy.state.Holder("r", "h", 1, java.time.Instant.now(), "test");
    try (var writer = session.store().lock(holder, Duration.ZERO)) {
      writer.commit(List.of(alchemy.state.RowChange.put(row.with().intended(row.props()).build())));
    }
  }

  private RunOptions options(Mode mode) {
    Env env = name -> Optional.ofNullable(variables.get(name));
    return new RunOptions(
        mode,
        variables.getOrDefault("STAGE", Session.LOCAL_STAGE),
        root,
        env,
        List.of(),
        8,
        Duration.ZERO,
        steps -> approves,
        new Listener() {},
        "deploy");
  }

  private alchemy.state.StageState state() {
    StateStore store = new Session("tested", options(Mode.PLAN)).store();
    return store.load();
  }

  private Row row(String key) {
    return state().row(key).orElseThrow();
  }

  private String content(String key) {
    return Box.load(root.resolve("boxes").resolve(row(key).remoteId())).getProperty("content");
  }

  private long boxes() {
    try (Stream<Path> files = Files.list(root.resolve("boxes"))) {
      return files.filter(each -> each.getFileName().toString().startsWith("box-")).count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> calls() {
    Path log = root.resolve("boxes").resolve("calls.log");
    try {
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
