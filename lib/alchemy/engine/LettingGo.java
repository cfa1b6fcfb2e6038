package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.provider.Candidate;
import alchemy.provider.Child;
import alchemy.provider.Existing;
import alchemy.provider.Provider;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import java.util.List;
import java.util.Set;

/** Deletes, retains or forgets one row that nobody declares. */
final class LettingGo implements Scheduler.Task {
  private final Run run;
  private final Step step;
  private final Row row;
  private final Set<String> after;

  /**
   * @param after the keys of what was built from it, as the rows are now: what was replaced has
   *     come to them since the plan was made
   */
  LettingGo(Run run, Step step, Row row, Set<String> after) {
    this.run = run;
    this.step = step;
    this.row = row;
    this.after = after;
  }

  @Override
  public Step step() {
    return step;
  }

  @Override
  public String key() {
    return row.key();
  }

  @Override
  public Set<String> after() {
    return after;
  }

  @Override
  public Scheduler.Work prepare() {
    return () -> {
      if (step instanceof Step.Delete) {
        delete();
      } else if (step instanceof Step.Forget) {
        run.rows().remove(row.key());
      } else {
        run.rows().put(row.with().status(RowStatus.RETAINED).build());
      }
      return false;
    };
  }

  /** Deletes the row's object, then the row. */
  void delete() {
    if (row.status() == RowStatus.RETAINED) {
      throw new IllegalStateException(
          "A retained row was to be deleted: "
              + row.key()
              + ". This is a bug in Alchemy for Java.");
    }
    Provider<?, ?> provider =
        Kinds.named(row.provider()).orElseThrow(() -> new ProviderMissingException(row));
    if (row.isOpenCreate()) {
      deleteFound(provider);
    } else if (row.remoteId() != null
        && run.rows().owner(row.type(), row.place(), row.remoteId(), row.key()).isPresent()) {
      run.listener().progress(step, "another resource of this stage stands for it; only forgotten");
    } else {
      call(provider, row);
    }
    run.rows().remove(row.key());
  }

  private <P extends Record, O extends Record> void call(Provider<P, O> provider, Row made) {
    Call call = new Call(run, step, made);
    call.commit(made.with().status(RowStatus.DELETING).build());
    provider.delete(call, existing(run, provider, run.leaves().readable(made, provider)));
  }

  // A create that was interrupted may have made it all the same.
  private <P extends Record, O extends Record> void deleteFound(Provider<P, O> provider) {
    List<Candidate> found = found(run, step, provider, row);
    if (found.size() > 1) {
      throw new AmbiguousException(row.id(), found);
    }
    if (found.size() == 1) {
      Row made = row.with().remoteId(found.get(0).remoteId()).props(row.intended()).build();
      refuseForeign(made);
      call(provider, made);
    }
  }

  /** Refuses to delete what nobody could look into before the plan, and others' things live in. */
  void refuseForeign(Row made) {
    List<Child> foreign = new Looking(run, null, run.rows()).foreign(step, made);
    if (!foreign.isEmpty()) {
      throw new ForeignChildException(made.remoteId(), OrphanPlanner.names(foreign));
    }
  }

  /** What the create of a row, of which only the intent is known, may have made. */
  @SuppressWarnings("unchecked")
  static <P extends Record, O extends Record> List<Candidate> found(
      Run run, Step step, Provider<P, O> provider, Row row) {
    P intended = (P) run.leaves().props(provider, row.intended());
    return provider.find(new Call(run, step, row), intended).stream()
        .filter(each -> Intents.mayBeOurs(run, row, each))
        .toList();
  }

  /** What the state knows of a row, as its provider's records. */
  @SuppressWarnings("unchecked")
  static <P extends Record, O extends Record> Existing<P, O> existing(
      Run run, Provider<P, O> provider, Row row) {
    return new Existing<>(
        row.remoteId(),
        (P) run.leaves().props(provider, Planner.made(row)),
        row.outputs().isEmpty() ? null : (O) run.leaves().outputs(provider, row.outputs()));
  }

  /** The class of a row's provider is not on the class path. */
  static final class ProviderMissingException extends AlchemyException {
    private static final long serialVersionUID = 1L;

    ProviderMissingException(Row row) {
      super(
          "A provider is missing.",
          "It was made by " + row.provider() + ", which is not here.",
          "Run the command with the script that has it, or forget the row, which deletes nothing:",
          "    alchemy state rm " + row.key());
    }
  }
}
