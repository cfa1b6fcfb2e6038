package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.http.AnswerLostException;
import alchemy.http.IncompleteAnswerException;
import alchemy.http.ServiceException;
import alchemy.http.UnreadableAnswerException;
import alchemy.json.Records;
import alchemy.provider.Candidate;
import alchemy.provider.Existing;
import alchemy.provider.Provider;
import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.RowStatus;
import alchemy.state.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes or changes the resource of one node. An intent is recorded before the service is asked,
 * each answer right after it, so that a run that ends between any two lines is gone on with by the
 * next.
 */
final class Making<P extends Record, O extends Record> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Run run;
  private final Vault vault;
  private final Node node;
  private final Step step;
  private final Map<String, Object> wanted;
  private final List<String> needs;
  private final Provider<P, O> provider;
  private final Observed seen;

  @SuppressWarnings("unchecked")
  Making(Run run, Vault vault, Planned planned) {
    this.run = run;
    this.vault = vault;
    this.node = planned.node();
    this.step = planned.step();
    this.wanted = planned.properties();
    this.needs = Planner.keys(planned.needs());
    this.provider = (Provider<P, O>) node.provider();
    this.seen = planned.seen();
  }

  /** Lets the provider ask the service about the properties, before anything is changed. */
  void verify() {
    provider.verify(new Call(run, step, run.rows().of(node).orElseGet(this::intent)), props());
  }

  /** Does the step; true if what might have changed came out equal. */
  boolean apply() {
    Row row = stored().orElse(null);
    if (step instanceof Step.Create) {
      // What is gone has a row still, which the intent of the new one replaces.
      if (step.reason() == Reason.GONE) {
        anew(row);
      } else {
        create(row);
      }
      return false;
    }
    if (step instanceof Step.Adopt && step.reason() != Reason.TAKEN_BACK) {
      takeOver();
      return false;
    }
    List<PropertyChange> changes = new ArrayList<>(difference().between(Planner.made(row), wanted));
    if (seen != null && seen.props() != null) {
      changes.addAll(difference().outside(seen.props(), seen.named(wanted, row)));
    }
    boolean rotated = step.reason() == Reason.ROTATED;
    if (step instanceof Step.Replace replace
        && (rotated || changes.stream().anyMatch(PropertyChange::replaces))) {
      replace(row, replace);
      return false;
    }
    if (rotated) {
      rotate(row);
      return false;
    }
    if (row.isHalfMade() || row.status() == RowStatus.DELETING) {
      // It might have had to be replaced, and came out equal.
      create(row);
      return false;
    }
    if (changes.isEmpty() && !row.isOpenUpdate() && !drifted(row)) {
      run.rows().put(settled(row));
      return !(step instanceof Step.Adopt);
    }
    update(new Call(run, step, row));
    return false;
  }

  private void create(Row row) {
    Call call = new Call(run, step, row);
    if (row == null) {
      call.commit(intent());
      finish(call, fresh(call));
    } else if (row.remoteId() != null) {
      finish(call, resumed(call));
    } else {
      finish(call, looked(call));
    }
  }

  /** Makes a new one in the place of one that is gone, under the name that was drawn for it. */
  private void anew(Row gone) {
    Call call = new Call(run, step, gone);
    call.commit(intent().with().name(gone.name()).build());
    finish(call, fresh(call));
  }

  private O fresh(Call call) {
    try {
      return created(call);
    } catch (AnswerLostException | IncompleteAnswerException | UnreadableAnswerException e) {
      // The service may have done it. Sending it again could make a second one.
      call.progress("the answer was lost; looking for what it made");
      return call.row().remoteId() == null ? looked(call) : resumed(call);
    }
  }

  private O created(Call call) {
    try {
      return provider.create(call, props());
    } catch (AlchemyException e) {
      if (call.row().remoteId() == null && isClearNo(e)) {
        // Nothing was made, so the next run has nothing to look for, and nothing to delete.
        run.rows().remove(call.row().key());
      }
      throw e;
    }
  }

  // Anything else, a 5xx above all, may have been sent after one that did the work.
  private static boolean isClearNo(AlchemyException e) {
    Throwable said = e instanceof ServiceException ? e : e.getCause();
    return said instanceof ServiceException answer && answer.isClear();
  }

  // A create of ours got as far as a remote id, or a delete was under way: it is there, or it is
  // gone.
  private O resumed(Call call) {
    Existing<P, O> existing = existing(call.row());
    Optional<O> found = provider.read(call, existing);
    if (found.isEmpty()) {
      // What is made now is what is wanted now, and the next run has to look for that.
      Row gone = call.row();
      call.commit(intent().with().key(gone.key()).name(gone.name()).build());
      return fresh(call);
    }
    // How much of it a create made, or a delete took away, is not known: all is sent.
    Existing<P, O> half = new Existing<>(existing.remoteId(), null, existing.outputs());
    return call.row().status() == RowStatus.DELETING
        ? provider.update(call, half, props())
        : provider.resume(call, half, props());
  }

  private O looked(Call call) {
    Instant until = Instant.now().plus(provider.settleTime(call));
    // Under the name and parent of then, whatever the script says now.
    Map<String, Object> then = call.row().intended() == null ? wanted : call.row().intended();
    while (true) {
      List<Candidate> ours =
          provider.find(call, props(then)).stream()
              .filter(each -> Intents.mayBeOurs(run, call.row(), each))
              .toList();
      if (ours.size() > 1) {
        throw new AmbiguousException(node.id(), ours);
      }
      if (ours.size() == 1) {
        if (!call.claim(ours.get(0).remoteId())) {
          continue; // Another step found the same one first.
        }
        if (difference().between(then, wanted).stream().anyMatch(PropertyChange::replaces)) {
          throw new MadeOtherwiseException();
        }
        return resumed(call);
      }
      if (!Instant.now().isBefore(until)) {
        call.commit(call.row().with().intended(wanted).dependencies(needs).build());
        return created(call);
      }
      run.pause(LOOK_AGAIN);
    }
  }

  private void update(Call call) {
    Row row = call.row();
    Existing<P, O> existing = existing(row);
    if (row.isOpenUpdate()) {
      // How far an interrupted update got is not known, so that everything is sent.
      existing = new Existing<>(existing.remoteId(), null, existing.outputs());
    } else if (seen != null) {
      Map<String, Object> outputs = new TreeMap<>(row.outputs());
      outputs.putAll(seen.outputs());
      O now = outputs(row.with().outputs(outputs).build());
      existing = new Existing<>(existing.remoteId(), seenProps(), now);
    }
    call.commit(row.with().status(RowStatus.UPDATING).intended(wanted).build());
    try {
      finish(call, provider.update(call, existing, props()));
    } catch (ServiceException e) {
      if (e.status() == 404 && provider.read(call, existing).isEmpty()) {
        throw new GoneException(row.remoteId(), e);
      }
      throw e;
    }
  }

  /** Lets the provider make the secrets anew, as it does with those that were lost. */
  private void rotate(Row row) {
    Map<String, Object> outputs = new TreeMap<>(row.outputs());
    outputs.keySet().removeAll(Kinds.secrets(provider));
    Call call = new Call(run, step, row.with().outputs(outputs).build());
    try {
      update(call);
    } catch (AlchemyException e) {
      if (isClearNo(e) && Kinds.lacksSecrets(provider, call.row().outputs())) {
        call.commit(row);
      }
      throw e;
    }
  }

  /** True if what was seen at the service has to be written to become what is wanted. */
  private boolean drifted(Row row) {
    return seen != null
        && (seen.modified() != null
            || seen.props() != null
                && !difference().outside(seen.props(), seen.named(wanted, row)).isEmpty());
  }

  // Null, so that all is sent, where it is not known or cannot be read back.
  private P seenProps() {
    return seen.props() == null || seen.modified() != null ? null : props(seen.props());
  }

  /** Takes over what exists at the service and is in no row yet. */
  private void takeOver() {
    Row found = intent().with().remoteId(seen.remoteId()).outputs(seen.outputs()).build();
    if (seen.name() != null) {
      // Nothing is renamed unless the script says so.
      found = found.with().name(seen.name()).build();
    }
    Call call = new Call(run, step, found);
    if (seen.props() != null && !drifted(found) && !Kinds.lacksSecrets(provider, seen.outputs())) {
      call.commit(settled(found));
      return;
    }
    call.commit(found);
    O known = outputs(found);
    finish(
        call, provider.update(call, new Existing<>(seen.remoteId(), seenProps(), known), props()));
  }

  @SuppressWarnings("unchecked")
  private O outputs(Row row) {
    return (O) run.leaves().outputs(provider, row.outputs());
  }

  private void replace(Row old, Step.Replace replace) {
    if (replace.deleteFirst() && old.delete() && Planner.mayDelete(node, wanted)) {
      LettingGo first = new LettingGo(run, replace, old, Set.of());
      first.refuseForeign(old);
      first.delete();
      anew(old);
      return;
    }
    // The old row stays the live one until the new object is there, so that a run that ends in
    // between neither loses nor deletes anything.
    Row begun =
        run.rows()
            .begun(old.id())
            .filter(each -> canGoOn(each, wanted, difference()))
            .orElseGet(() -> intent().with().key(run.rows().freeKey(old.id())).build());
    Call call = new Call(run, step, begun);
    O outputs;
    if (run.rows().row(begun.key()).isEmpty()) {
      call.commit(begun);
      outputs = fresh(call);
    } else {
      outputs = begun.remoteId() == null ? looked(call) : resumed(call);
    }
    boolean goes = old.delete() && Planner.mayDelete(node, wanted);
    run.rows().commit(() -> swapped(old, begun, goes, done(call.row(), outputs)));
  }

  /** What makes the new object the live one, and the old one's dependents still its. */
  private List<RowChange> swapped(Row old, Row begun, boolean goes, Row made) {
    List<RowChange> changes = new ArrayList<>();
    changes.add(
        RowChange.put(
            old.with()
                .key(begun.key())
                .status(goes ? RowStatus.REPLACED : RowStatus.RETAINED)
                .delete(goes)
                .build()));
    changes.add(RowChange.put(made.with().key(old.key()).build()));
    // Whatever was built from the old object still is, until its own step moves it.
    for (Row each : run.rows().dependents(old.key())) {
      List<String> moved = new ArrayList<>(each.dependencies());
      moved.replaceAll(key -> key.equals(old.key()) ? begun.key() : key);
      changes.add(RowChange.put(each.with().dependencies(moved).build()));
    }
    return changes;
  }

  /** True if what an interrupted run began can still become what is wanted. */
  static boolean canGoOn(Row begun, Map<String, Object> wanted, Difference difference) {
    return difference.between(Planner.made(begun), wanted).stream()
        .noneMatch(PropertyChange::replaces);
  }

  private void finish(Call call, O outputs) {
    call.commit(done(call.row(), outputs));
  }

  private Row done(Row row, O outputs) {
    String remoteId = provider.remoteId(outputs);
    return settled(row)
        .with()
        .remoteId(
            remoteId != null ? remoteId : row.remoteId() != null ? row.remoteId() : row.name())
        .outputs(Records.encode(outputs))
        .serverTime(run.serverTime().orElse(row.serverTime()))
        .build();
  }

  /** The row with everything that was wanted taken as applied. */
  private Row settled(Row row) {
    return row.with()
        .status(RowStatus.CREATED)
        .provider(provider.getClass().getName())
        .props(wanted)
        .intended(null)
        .dependencies(needs)
        .delete(Planner.mayDelete(node, wanted))
        .line(node.line().toString())
        .build();
  }

  /** The row that is written before the service is asked for anything. */
  Row intent() {
    return Row.of(node.id(), node.type(), provider.getClass().getName())
        .status(RowStatus.CREATING)
        .name(Intents.generatedName(node, run.rows().loaded()))
        .place(run.places().of(node).orElse(null))
        .intended(wanted)
        .dependencies(needs)
        .delete(Planner.mayDelete(node, wanted))
        .createdAt(Instant.now())
        .serverTime(run.serverTime().orElse(null))
        .line(node.line().toString())
        .build();
  }

  private Optional<Row> stored() {
    return run.rows().row(node.id());
  }

  private Existing<P, O> existing(Row row) {
    return LettingGo.existing(run, provider, row);
  }

  private P props() {
    return props(wanted);
  }

  @SuppressWarnings("unchecked")
  private P props(Map<String, Object> tree) {
    return (P) run.leaves().props(provider, tree);
  }

  private Difference difference() {
    return Difference.of(vault, Kinds.props(provider));
  }
}
