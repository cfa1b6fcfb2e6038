package alchemy.engine;

import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.RowStatus;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows of a run as they are now: what was loaded plus what was committed since. Without a
 * writer it only reads. Safe for use by several threads.
 */
final class Rows {
  private final TreeMap<String, Row> rows;
  private final StageState loaded;
  private final StageWriter writer;

  Rows(StageState loaded, StageWriter writer) {
    this.rows = new TreeMap<>(loaded.rows());
    this.loaded = loaded;
    this.writer = writer;
  }

  /** These rows with some changes that are not made yet, to plan with. */
  Rows with(Collection<RowChange> changes) {
    Rows planned = new Rows(loaded, null);
    synchronized (this) {
      planned.rows.clear();
      planned.rows.putAll(rows);
    }
    planned.take(changes);
    return planned;
  }

  StageState loaded() {
    return loaded;
  }

  StageWriter writer() {
    return writer;
  }

  synchronized Optional<Row> row(String key) {
    return Optional.ofNullable(rows.get(key));
  }

  synchronized List<Row> all() {
    return new ArrayList<>(rows.values());
  }

  /** A row of a replacement that has begun for this id; empty if there is none. */
  synchronized Optional<Row> begun(String id) {
    return beside(id).stream().filter(each -> each.status() == RowStatus.CREATING).findFirst();
  }

  /** A key for a second row of this id that no row has. */
  synchronized String freeKey(String id) {
    int n = 1;
    while (rows.containsKey(id + "~" + n)) {
      n++;
    }
    return id + "~" + n;
  }

  /** True if one of our rows stands for this object. */
  boolean owns(String type, String place, String remoteId) {
    return owner(type, place, remoteId, null).isPresent();
  }

  /**
   * The row that stands for an object.
   *
   * @param but the key of a row that does not count; null for none
   */
  synchronized Optional<Row> owner(String type, String place, String remoteId, String but) {
    return rows.values().stream()
        .filter(
            each ->
                each.type().equals(type)
                    && remoteId.equals(each.remoteId())
                    && !each.key().equals(but)
                    && (place == null || each.place() == null || place.equals(each.place())))
        .findFirst();
  }

  /** Makes changes durable, and only then visible here. */
  void commit(Collection<RowChange> changes) {
    writer.commit(List.copyOf(changes));
    take(changes);
  }

  private synchronized void take(Collection<RowChange> changes) {
    for (RowChange each : changes) {
      if (each instanceof RowChange.Put put) {
        rows.put(put.key(), put.row());
      } else {
        rows.remove(each.key());
      }
    }
  }

  void put(Row row) {
    commit(List.of(RowChange.put(row)));
  }

  void remove(String key) {
    commit(List.of(RowChange.remove(key)));
  }

  private Collection<Row> beside(String id) {
    return rows.subMap(id + "~", id + "~\uffff").values();
  }
}
