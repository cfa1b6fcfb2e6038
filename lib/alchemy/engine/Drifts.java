package alchemy.engine;

import alchemy.provider.Provider;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.Vault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Compares what is recorded with what the services have. Only reads; the script is not asked. */
final class Drifts {
  private final Run run;
  private final Vault vault;
  private final Looking looking;

  Drifts(Run run, Vault vault) {
    this.run = run;
    this.vault = vault;
    this.looking = new Looking(run, vault, run.rows());
  }

  /** One entry for each row that stands for an object, sorted by key. */
  List<Drift> all() {
    run.places().check(List.of());
    Map<String, Supplier<Drift>> asked = new LinkedHashMap<>();
    Map<String, String> titles = new LinkedHashMap<>();
    for (Row row : run.rows().all()) {
      if (row.remoteId() != null && row.status() != RowStatus.CREATING) {
        Provider<?, ?> provider =
            Kinds.named(row.provider())
                .orElseThrow(() -> new LettingGo.ProviderMissingException(row));
        titles.put(row.key(), title(row));
        asked.put(row.key(), () -> drift(provider, row));
      }
    }
    return new ArrayList<>(looking.side(asked, titles).values());
  }

  private <P extends Record, O extends Record> Drift drift(Provider<P, O> provider, Row row) {
    Step step =
        new Step.Keep(
            new Step.Facts(
                row.key(),
                row.id(),
                row.type(),
                List.of(),
                Reason.UNCHANGED,
                SourceLine.parse(row.line()),
                List.of(),
                !row.delete()));
    Observed found = looking.inspect(provider, step, row, false);
    if (!found.isThere()) {
      return new Drift(row.key(), row.id(), row.type(), row.remoteId(), true, List.of(), null);
    }
    Difference difference = Difference.of(vault, Kinds.props(provider));
    List<PropertyChange> changes =
        found.props() != null
            ? difference.since(found.named(row.props(), row), found.props())
            : new Difference(vault, Kinds.secrets(provider), Set.of())
                .since(row.outputs(), found.outputs());
    return new Drift(
        row.key(), row.id(), row.type(), row.remoteId(), false, changes, found.modified());
  }

  private static String title(Row row) {
    String line = row.line() == null || row.line().isEmpty() ? "" : row.line() + ": ";
    return line + row.type() + " \"" + row.id() + "\"";
  }
}
