package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.Resource;
import alchemy.engine.RunOptions.Mode;
import alchemy.state.RowStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is deleted, kept or asked for: each cell of the table is run. */
class ModelProtectionTest extends EngineCase {
  /** A box that loses nothing if it is deleted. */
  static final class Dataless extends Box {
    @Override
    public boolean holdsData() {
      return false;
    }
  }

  private enum Event {
    LEAVES,
    IS_REPLACED,
    IS_DESTROYED
  }

  private enum Outcome {
    REFUSED,
    DELETED,
    RETAINED
  }

  /**
   * @param inState the policy of the last deploy; null if it said nothing
   * @param inScript the policy now
   */
  private record Cell(
      Event event, boolean holdsData, Boolean inState, Boolean inScript, boolean approved) {
    /** What the rules say. */
    Outcome expected() {
      boolean mayGo = may(inState) && (event != Event.IS_REPLACED || may(inScript));
      boolean asks = holdsData && (mayGo || event == Event.IS_REPLACED);
      if (asks && !approved) {
        return Outcome.REFUSED;
      }
      return mayGo ? Outcome.DELETED : Outcome.RETAINED;
    }

    private boolean may(Boolean policy) {
      return policy == null ? !holdsData : policy;
    }

    private void declare(Boolean policy, String size) {
      Resource.of(
          "it",
          holdsData ? new Box() : new Dataless(),
          () -> new Box.Props(null, size, null, null, null, policy));
    }
  }

  private static List<Cell> cells() {
    List<Boolean> policies = Arrays.asList(null, true, false);
    List<Cell> cells = new ArrayList<>();
    for (boolean holdsData : List.of(true, false)) {
      for (boolean approved : List.of(true, false)) {
        for (Boolean inState : policies) {
          cells.add(new Cell(Event.LEAVES, holdsData, inState, null, approved));
          cells.add(new Cell(Event.IS_DESTROYED, holdsData, inState, null, approved));
          for (Boolean inScript : policies) {
            cells.add(new Cell(Event.IS_REPLACED, holdsData, inState, inScript, approved));
          }
        }
      }
    }
    return cells;
  }

  @Test
  void nothingWithDataGoesWithoutDeleteTrueAndApproval() throws IOException {
    Path base = root;
    for (Cell each : cells()) {
      root = Files.createDirectories(base.resolve("cell-" + each.hashCode()));
      variables.put("BOXES", Files.createDirectories(root.resolve("boxes")).toString());
      assertEquals(each.expected(), outcome(each), each::toString);
    }
  }

  private Outcome outcome(Cell cell) {
    approves = true;
    deploy(app -> cell.declare(cell.inState(), "small"));
    var before = state().rows();
    Path object = root.resolve("boxes").resolve(row("it").remoteId());
    int calls = calls().size();
    approves = cell.approved();
    try {
      happen(cell);
    } catch (RefusedException e) {
      assertEquals(before, state().rows(), cell::toString);
      assertEquals(calls, calls().size(), cell::toString);
      assertTrue(Files.exists(object), cell::toString);
      return Outcome.REFUSED;
    }
    if (cell.event() == Event.IS_REPLACED) {
      assertEquals(RowStatus.CREATED, row("it").status(), cell::toString);
    }
    String key = cell.event() == Event.IS_REPLACED ? "it~1" : "it";
    if (Files.exists(object)) {
      assertEquals(RowStatus.RETAINED, row(key).status(), cell::toString);
      return Outcome.RETAINED;
    }
    assertTrue(state().row(key).isEmpty(), cell::toString);
    return Outcome.DELETED;
  }

  private void happen(Cell cell) {
    Body nothing = app -> {};
    switch (cell.event()) {
      case LEAVES -> deploy(nothing);
      case IS_REPLACED -> deploy(app -> cell.declare(cell.inScript(), "large"));
      default -> session(Mode.DEPLOY, Session::destroy);
    }
  }
}
