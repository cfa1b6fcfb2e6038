package alchemy.engine;

import alchemy.http.Beside;
import alchemy.provider.Account;
import alchemy.provider.Account.Place;
import alchemy.provider.Provider;
import alchemy.state.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Makes sure, before a run's first change, that the credentials still lead to where the rows are.
 * Only after that does "not found" mean that something is gone.
 */
final class Places {
  private final Run run;
  private final Map<String, Place> asked = new ConcurrentHashMap<>();
  private final Map<String, String> ofNode = new ConcurrentHashMap<>();

  Places(Run run) {
    this.run = run;
  }

  /** The place of a node that is about to be made; empty where its kind has none. */
  Optional<String> of(Node node) {
    return Optional.ofNullable(ofNode.get(node.id()));
  }

  /**
   * Checks beside what its caller asks meanwhile. For the stage of this machine all of that waits,
   * since it is asked only of services that are here.
   */
  Beside<Boolean> checked(Collection<Planned> nodes) {
    Beside<Boolean> places = Beside.ask(() -> check(nodes));
    if (isOfThisMachine()) {
      places.answer();
    }
    return places;
  }

  /**
   * Asks the services for the places of all credentials that are in use, once each, and compares.
   *
   * @param nodes the nodes that are about to be looked at or changed
   * @return true
   * @throws RefusedException naming both places, with nothing done
   */
  boolean check(Collection<Planned> nodes) {
    Map<String, Account> accounts = new LinkedHashMap<>();
    Map<String, String> keyOfRow = new LinkedHashMap<>();
    Map<String, String> keyOfNode = new LinkedHashMap<>();
    for (Planned each : nodes) {
      Node node = each.node();
      account(node.provider(), each.properties())
          .ifPresent(
              account -> {
                accounts.putIfAbsent(account.key(), account);
                keyOfNode.put(node.id(), account.key());
                run.rows().of(node).ifPresent(row -> keyOfRow.put(row.key(), account.key()));
              });
    }
    List<Row> rows = run.rows().fresh();
    for (Row row : rows) {
      if (row.place() != null && !keyOfRow.containsKey(row.key())) {
        Kinds.named(row.provider())
            .flatMap(provider -> account(provider, made(row, provider)))
            .ifPresent(
                account -> {
                  accounts.putIfAbsent(account.key(), account);
                  keyOfRow.put(row.key(), account.key());
                });
      }
    }
    Map<String, Supplier<Place>> questions = new LinkedHashMap<>();
    accounts.forEach(
        (key, account) -> {
          if (!asked.containsKey(key)) {
            questions.put(key, () -> account.place(run.http()));
          }
        });
    SideBySide<String, Place> answered = SideBySide.ask(run.options().parallel(), questions);
    answered.failed().values().stream()
        .findFirst()
        .ifPresent(
            why -> {
              throw why;
            });
    asked.putAll(answered.answers());
    refuseAbroad();
    keyOfNode.forEach((id, key) -> ofNode.put(id, asked.get(key).id()));
    compare(keyOfRow);
    run.rows().lookedThrough(rows);
    return true;
  }

  // Its key is a file beside the state, and its deletions are nobody's loss: both are for play.
  private void refuseAbroad() {
    if (!isOfThisMachine()) {
      return;
    }
    asked.values().stream()
        .filter(each -> !each.isLocal())
        .findFirst()
        .ifPresent(
            each -> {
              throw new RefusedException(
                  "Stage \"" + Session.LOCAL_STAGE + "\" is for this machine only.",
                  "The credentials lead to " + each.label() + ". Nothing was changed.",
                  "Take another stage: --stage NAME.");
            });
  }

  private boolean isOfThisMachine() {
    return run.options().stage().equals(Session.LOCAL_STAGE);
  }

  private Map<String, Object> made(Row row, Provider<?, ?> provider) {
    return Planner.made(run.leaves().readable(row, provider));
  }

  private void compare(Map<String, String> keyOfRow) {
    Map<String, List<Row>> elsewhere = new LinkedHashMap<>();
    keyOfRow.forEach(
        (rowKey, accountKey) -> {
          Row row = run.rows().row(rowKey).orElseThrow();
          Place now = asked.get(accountKey);
          if (row.place() != null && !row.place().equals(now.id())) {
            String both =
                row.place() + "; the credentials lead to " + now.label() + ", " + now.id();
            elsewhere.computeIfAbsent(both, any -> new ArrayList<>()).add(row);
          }
        });
    if (!elsewhere.isEmpty()) {
      List<String> lines = new ArrayList<>();
      elsewhere.forEach((both, rows) -> lines.add(first(rows) + " at " + both));
      lines.add("Nothing was changed. Use the credentials that the stage was made with.");
      throw new RefusedException(
          "The credentials lead to another place.", lines.toArray(String[]::new));
    }
  }

  // One line for all rows of one place: a stage may have hundreds.
  private static String first(List<Row> rows) {
    Row row = rows.get(0);
    String name = row.type() + " \"" + row.id() + "\"";
    return rows.size() == 1 ? name + " is" : name + " and " + (rows.size() - 1) + " more are";
  }

  private <P extends Record> Optional<Account> account(
      Provider<P, ?> provider, Map<String, Object> tree) {
    @SuppressWarnings("unchecked")
    P props = (P) run.leaves().props(provider, tree);
    return provider.account(run.options().env(), props);
  }
}
