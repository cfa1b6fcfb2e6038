package alchemy.engine;

import alchemy.state.Row;
import alchemy.state.RowChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes of what is recorded that ask nothing of a service: a row gets another id, or goes. */
public final class StateEdit implements AutoCloseable {
  private final RunOptions options;
  private final OpenStage stage;

  /** Opens a stage; nothing is read yet. */
  public StateEdit(String app, RunOptions options) {
    this.options = options;
    this.stage = new OpenStage(app, options, Backend.of(app, options), new Cancellation());
  }

  /**
   * Gives a resource another id.
   *
   * @throws NoSuchRowException if there is none of that id
   * @throws RefusedException if the new id is taken, or is none
   */
  public void move(String from, String to) {
    stage.lock();
    Rows rows = stage.rows();
    Row row =
        rows.row(from)
            .orElseThrow(() -> new NoSuchRowException(from, options.stage(), rows.loaded()));
    if (!Graph.isId(to)) {
      throw new RefusedException(
          "\"" + to + "\" is not a valid id; nothing was moved.",
          "Use letters, digits, - and _, begin with a letter; / parts scopes.");
    }
    rows.all().stream()
        .filter(each -> each.id().equalsIgnoreCase(to) && !each.id().equals(from))
        .findFirst()
        .ifPresent(
            each -> {
              throw new RefusedException(
                  "There is a \"" + each.id() + "\" already; nothing was moved.",
                  "To forget that one, which deletes nothing:",
                  "    alchemy state rm " + each.key());
            });
    stage.verifyKey();
    rows.commit(Moves.changes(rows.all(), Map.of(from, to)));
    stage.recorded().done(row.with().id(to).build(), "move", from);
    stage.finish();
  }

  /**
   * Forgets a resource, after asking; what it stands for stays.
   *
   * @param key the resource's id, or the key of a row that a replacement superseded
   * @throws NoSuchRowException if there is none
   */
  public void forget(String key) {
    stage.lock();
    Rows rows = stage.rows();
    Row row =
        rows.row(key)
            .orElseThrow(() -> new NoSuchRowException(key, options.stage(), rows.loaded()));
    Step step =
        new Step.Forget(
            new Step.Facts(
                row.key(),
                row.id(),
                row.type(),
                List.of(),
                Reason.FORGOTTEN,
                SourceLine.parse(row.line()),
                List.of(),
                false));
    if (!options.approver().test(List.of(step))) {
      throw new RefusedException("Not approved; nothing was forgotten.", step.title());
    }
    List<RowChange> changes = new ArrayList<>();
    changes.add(RowChange.remove(key));
    for (Row each : rows.all()) {
      Set<String> others =
          each.dependencies().stream()
              .filter(other -> !other.equals(key))
              .collect(Collectors.toSet());
      if (!each.key().equals(key) && others.size() < each.dependencies().size()) {
        List<String> left = others.stream().sorted().toList();
        changes.add(RowChange.put(each.with().dependencies(left).build()));
      }
    }
    rows.commit(changes);
    stage.recorded().done(step);
    stage.finish();
  }

  @Override
  public void close() {
    stage.close();
  }
}
