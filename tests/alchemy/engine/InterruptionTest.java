package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.Resource;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an earlier run left half done is gone on with, and costs nobody anything. */
class InterruptionTest extends EngineCase {
  @Test
  void aReplacementThatGoesOnDeletesNoProtectedObject() {
    deploy(app -> box("first", null, "small", "one"));
    Row old = row("first");
    interrupted(
        old.with()
            .key("first~1")
            .status(RowStatus.CREATING)
            .remoteId(null)
            .outputs(Map.of())
            .props(Map.of("size", "large"))
            .createdAt(Instant.now())
            .build());
    approves = true;

    deploy(app -> box("first", null, "large", "one"));

    assertTrue(Files.exists(boxOf(old)));
    assertEquals(RowStatus.RETAINED, row("first~1").status());
    assertEquals(old.remoteId(), row("first~1").remoteId());
    assertFalse(calls().contains("delete first"));
  }

  @Test
  void anUnfinishedCreateNeverDeletesWhatWasThereBefore() throws IOException {
    Path foreign = root.resolve("boxes").resolve("box-foreign");
    Properties box = new Properties();
    box.setProperty("name", "shop");
    try (var out = Files.newOutputStream(foreign)) {
      box.store(out, null);
    }
    Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minus(Duration.ofDays(90))));
    Body refused =
        app ->
            Resource.of(
                "first", new Box(), () -> new Box.Props("shop", null, null, null, "create", null));
    assertThrows(ApplyFailedException.class, () -> deploy(refused));
    approves = true;

    session(RunOptions.Mode.DEPLOY, Session::destroy);

    assertTrue(Files.exists(foreign));
  }

  @Test
  void aScriptThatWasTakenBackAfterAnInterruptedUpdateIsSent() throws IOException {
    deploy(app -> box("first", null, "small", "one"));
    Row made = row("first");
    Properties half = Box.load(boxOf(made));
    half.setProperty("content", "two");
    try (var out = Files.newOutputStream(boxOf(made))) {
      half.store(out, null);
    }
    Map<String, Object> two = new TreeMap<>(made.props());
    two.put("content", "two");
    put(made.with().status(RowStatus.UPDATING).intended(two).build());

    deploy(app -> box("first", null, "small", "one"));

    assertEquals(RowStatus.CREATED, row("first").status());
    assertEquals("one", content("first"));
  }

  @Test
  void aHalfMadeObjectOfAnotherSizeIsReplacedInsteadOfRenamed() {
    deploy(app -> box("first", null, "small", "one"));
    Row made = row("first");
    put(made.with().status(RowStatus.CREATING).intended(made.props()).props(Map.of()).build());
    approves = true;

    deploy(app -> box("first", null, "large", "one"));

    assertNotEquals(made.remoteId(), row("first").remoteId());
    assertEquals(made.remoteId(), row("first~1").remoteId());
    assertEquals(RowStatus.RETAINED, row("first~1").status());
  }

  @Test
  void aUniqueNameAndDeleteFalseTogetherCannotBeReplaced() {
    deploy(app -> unique("small"));
    Row old = row("first");
    approves = true;

    FaultsException faults =
        assertThrows(FaultsException.class, () -> deploy(app -> unique("large")));

    assertTrue(faults.getMessage().contains("delete(false)"), faults::getMessage);
    assertTrue(Files.exists(boxOf(old)));
  }

  private static void unique(String size) {
    Resource.of("first", new Box.Unique(), () -> new Box.Props(null, size, null, null, null, null));
  }

  private Path boxOf(Row row) {
    return root.resolve("boxes").resolve(row.remoteId());
  }
}
