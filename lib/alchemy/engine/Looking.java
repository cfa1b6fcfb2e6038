package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.http.Beside;
import alchemy.provider.Actual;
import alchemy.provider.Candidate;
import alchemy.provider.Child;
import alchemy.provider.Existing;
import alchemy.provider.Provider;
import alchemy.state.Row;
import alchemy.state.Vault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks services how things are, before a plan is made that depends on it. Only reads; the places
 * are checked first, so that what is not found is gone.
 */
final class Looking {
  private final Run run;
  private final Vault vault;
  private final Rows rows;

  /**
   * @param rows as they are planned with
   */
  Looking(Run run, Vault vault, Rows rows) {
    this.run = run;
    this.vault = vault;
    this.rows = rows;
  }

  /** What is at the service for each of these nodes: its row's object, or one of its name. */
  void at(List<Planned> nodes, Observations seen) {
    if (nodes.stream().anyMatch(each -> !each.node().provider().isAtHand())) {
      run.places().check(nodes);
    }
    Map<String, Supplier<Observed>> asked = new LinkedHashMap<>();
    Map<String, String> titles = new LinkedHashMap<>();
    for (Planned each : nodes) {
      Node node = each.node();
      titles.put(node.id(), node.line() + ": " + node);
      Optional<Row> row = rows.row(node.id());
      asked.put(
          node.id(),
          row.isPresent()
              ? () -> inspect(node.provider(), each.step(), row.get(), false)
              : () -> named(node.provider(), each));
    }
    side(asked, titles).forEach(seen::saw);
  }

  /** What lives in the objects that these steps would delete, and is no row of ours. */
  void in(List<Step> deletions, Observations seen) {
    // Beside what is asked, of which nothing is believed if the places are others.
    Beside<Boolean> places = run.places().checked(List.of());
    Map<String, Supplier<List<Child>>> asked = new LinkedHashMap<>();
    Map<String, String> titles = new LinkedHashMap<>();
    for (Step each : deletions) {
      Row row = rows.row(each.key()).orElseThrow();
      titles.put(each.key(), each.title());
      asked.put(each.key(), () -> foreign(each, row));
    }
    SideBySide<String, List<Child>> answers = SideBySide.ask(run.options().parallel(), asked);
    places.answer();
    checked(answers, titles).forEach(seen::saw);
  }

  /** The object that a person named. */
  <P extends Record, O extends Record> Observed given(Planned planned, String remoteId) {
    run.places().check(List.of(planned));
    @SuppressWarnings("unchecked")
    Provider<P, O> provider = (Provider<P, O>) planned.node().provider();
    return found(provider, planned, remoteId, true);
  }

  /** The object of a row. */
  <P extends Record, O extends Record> Observed inspect(
      Provider<P, O> provider, Step step, Row row, boolean imported) {
    Existing<P, O> existing = LettingGo.existing(run, provider, row);
    return provider
        .inspect(new Call(run, step, row), existing)
        .map(actual -> Observed.of(provider, row.remoteId(), actual, imported))
        .orElse(Observed.NOTHING);
  }

  @SuppressWarnings("unchecked")
  private <P extends Record, O extends Record> Observed named(
      Provider<P, O> provider, Planned planned) {
    Row intent = new Making<P, O>(run, vault, planned).intent();
    P wanted = (P) run.leaves().props(provider, planned.properties());
    List<Candidate> named = provider.named(new Call(run, planned.step(), intent), wanted);
    if (named.isEmpty()) {
      return Observed.NOTHING;
    }
    if (named.size() > 1) {
      throw new SeveralOfThatNameException(planned.node(), named);
    }
    return found(provider, planned, named.get(0).remoteId(), false);
  }

  private <P extends Record, O extends Record> Observed found(
      Provider<P, O> provider, Planned planned, String remoteId, boolean imported) {
    Row intent = new Making<P, O>(run, vault, planned).intent();
    Optional<Row> owner = rows.owner(intent.type(), intent.place(), remoteId, intent.key());
    if (owner.isPresent()) {
      throw new OwnedException(planned.node(), remoteId, owner.get());
    }
    Optional<Actual<P, O>> actual =
        provider.inspect(
            new Call(run, planned.step(), intent), new Existing<>(remoteId, null, null));
    return actual
        .map(each -> Observed.of(provider, remoteId, each, imported))
        .orElse(Observed.NOTHING);
  }

  /** What lives in the object of a row and is no row of ours. */
  List<Child> foreign(Step step, Row row) {
    return Kinds.named(row.provider()).map(kind -> children(kind, step, row)).orElse(List.of());
  }

  private <P extends Record, O extends Record> List<Child> children(
      Provider<P, O> provider, Step step, Row row) {
    Existing<P, O> existing =
        LettingGo.existing(run, provider, run.leaves().readable(row, provider));
    return provider.children(new Call(run, step, row), existing).stream()
        .filter(each -> !rows.owns(each.type(), row.place(), each.remoteId()))
        .filter(each -> !wasBegun(each, step, row))
        .toList();
  }

  // An interrupted create may have made it: then it is ours, and goes with the row of that create.
  private boolean wasBegun(Child child, Step step, Row parent) {
    return rows.dependents(parent.key()).stream()
        .filter(Row::isOpenCreate)
        .filter(each -> each.type().equals(child.type()))
        .anyMatch(
            each ->
                Kinds.named(each.provider())
                    .map(provider -> LettingGo.found(run, step, provider, each))
                    .filter(found -> found.size() == 1)
                    .filter(found -> found.get(0).remoteId().equals(child.remoteId()))
                    .isPresent());
  }

  /** Asks side by side; all that fail are told together. */
  <T> Map<String, T> side(Map<String, Supplier<T>> asked, Map<String, String> titles) {
    return checked(SideBySide.ask(run.options().parallel(), asked), titles);
  }

  private static <T> Map<String, T> checked(SideBySide<String, T> all, Map<String, String> titles) {
    if (!all.failed().isEmpty()) {
      Map<String, AlchemyException> failed = new LinkedHashMap<>();
      all.failed().forEach((key, why) -> failed.put(titles.get(key), why));
      throw NotReadableException.of(failed);
    }
    return all.answers();
  }
}
