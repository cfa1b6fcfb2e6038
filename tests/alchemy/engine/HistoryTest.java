package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.engine.RunOptions.Mode;
import alchemy.state.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run leaves in the history. */
class HistoryTest extends EngineCase {

  @Test
  void eachRunThatChangedSomethingIsThereWithWhatItChangedAndNoOther() {
    deploy(app -> pair("small"));
    deploy(app -> pair("small"));
    deploy(app -> changed());
    plan(app -> pair("large"));
    approves = true;
    session(Mode.DEPLOY, Session::destroy);
    session(Mode.DEPLOY, Session::destroy);
    assertEquals(
        List.of(
            "deploy done: create first, create second",
            "deploy done: update first content",
            "deploy done: retain second, retain first"),
        history());
    RunRecord first = runs().get(0);
    assertEquals("test:Box", first.changes().get(0).type());
    assertFalse(first.ended().isBefore(first.started()));
    assertTrue(first.who().startsWith(System.getProperty("user.name") + "@"), first.who());
  }

  @Test
  void aRunThatFailedIsThereWithWhatItDidBeforeAndWhatFailed() {
    assertThrows(ApplyFailedException.class, () -> deploy(app -> three("create")));
    assertEquals(RunRecord.Outcome.FAILED, runs().get(0).outcome());
    List<RunRecord.Change> tried = runs().get(0).changes();
    assertEquals(2, tried.size(), "what waited for the failed one is not there");
    tried.forEach(each -> assertEquals(each.id().equals("second"), each.failed(), each.id()));
    assertThrows(FaultsException.class, () -> deploy(app -> box("a", "forbidden", "small", "one")));
    assertEquals(1, runs().size(), "what was refused before it began tried nothing");
  }

  @Test
  void aRunThatSomebodyEndedIsThereAsThat() {
    App app = App.open("tested", options(Mode.DEPLOY));
    app.record(
        declared -> {
          box("first", null, "small", "one").output().id();
          declared.session().cancel();
          box("second", null, "small", "two");
        });
    assertThrows(RuntimeException.class, app::finish);
    app.close();
    assertEquals(List.of("deploy interrupted: create first"), history());
  }

  @Test
  void onABuildServerItIsWhoeverTheServerNames() {
    variables.putAll(Map.of("CI", "true", "GITHUB_ACTOR", "octocat"));
    deploy(app -> pair("small"));
    assertTrue(runs().get(0).who().startsWith("octocat@"), runs().get(0).who());
  }

  @Test
  void movedAndForgottenRowsAreThere() {
    deploy(app -> pair("small"));
    approves = true;
    try (StateEdit edit = new StateEdit("tested", options(Mode.DEPLOY))) {
      edit.move("first", "main");
    }
    try (StateEdit edit = new StateEdit("tested", options(Mode.DEPLOY))) {
      edit.forget("main");
    }
    assertEquals(List.of("deploy done: move main from first", "deploy done: forget main"), last(2));
  }

  @Test
  void noValueIsInIt() throws IOException {
    variables.put("ALCHEMY_PASSWORD", "a password for the history");
    deploy(app -> locked("safe", "what-is-in-the-lock"));
    deploy(app -> locked("safe", "another-for-the-lock"));
    String file = Files.readString(root.resolve(".alchemy/tested/local/history.ndjson"));
    assertTrue(file.contains("\"properties\":[\"lock\"]"), file);
    assertFalse(file.contains("the-lock"), file);
  }

  private static void changed() {
    var first = box("first", null, "small", "other");
    box("second", null, "small", () -> "after " + first.output().id());
  }

  private List<RunRecord> runs() {
    return new Session("tested", options(Mode.PLAN)).store().history(99).runs();
  }

  private List<String> history() {
    return runs().stream().map(HistoryTest::text).toList();
  }

  private List<String> last(int most) {
    List<String> all = history();
    return all.subList(all.size() - most, all.size());
  }

  private static String from(RunRecord.Change change) {
    return change.from() == null ? "" : " from " + change.from();
  }

  private static String text(RunRecord run) {
    List<String> changes =
        run.changes().stream()
            .map(
                each ->
                    (each.action()
                                + " "
                                + each.id()
                                + from(each)
                                + " "
                                + String.join(" ", each.properties()))
                            .strip()
                        + (each.failed() ? " (failed)" : ""))
            .toList();
    return run.command() + " " + run.outcome() + ": " + String.join(", ", changes);
  }
}
