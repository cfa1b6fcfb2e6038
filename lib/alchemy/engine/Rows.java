package alchemy.engine;

import alchemy.state.Row;
import alchemy.state.RowChange;
import alchemy.state.RowStatus;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The rows of a run as they are now: what was loaded plus what was committed since. Without a
 * writer it only reads. Safe for use by several threads.
 */
final class Rows {
  private final TreeMap<String, Row> rows;
  private final StageState loaded;
  private final StageWriter writer;
  private final ReadWriteLock sharing = new ReentrantReadWriteLock();

  // The keys of the rows by what they stand for and by what they are built from, so that no step
  // walks through all rows; and of those that nobody has looked through yet.
  private final Map<String, Set<String>> standing = new HashMap<>();
  private final Map<String, Set<String>> dependents = new HashMap<>();
  private final Set<String> fresh = new TreeSet<>();

  Rows(StageState loaded, StageWriter writer) {
    this(loaded, writer, loaded.rows());
  }

  private Rows(StageState loaded, StageWriter writer, Map<String, Row> rows) {
    this.rows = new TreeMap<>(rows);
    this.loaded = loaded;
    this.writer = writer;
    rows.values().forEach(each -> file(each, true));
    fresh.addAll(rows.keySet());
  }

  /** These rows with some changes that are not made yet, to plan with. */
  Rows with(Collection<RowChange> changes) {
    Rows planned;
    synchronized (this) {
      planned = new Rows(loaded, null, rows);
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

  /** The row of a node, under an id that it had before if its move is not made yet. */
  Optional<Row> of(Node node) {
    return Stream.concat(Stream.of(node.id()), node.formerIds().stream())
        .flatMap(id -> row(id).stream())
        .findFirst();
  }

  synchronized boolean isEmpty() {
    return rows.isEmpty();
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
    return at(standing, object(type, remoteId)).stream()
        .filter(each -> !each.key().equals(but))
        .filter(each -> place == null || each.place() == null || place.equals(each.place()))
        .findFirst();
  }

  /** The rows of what was built from this one's object. */
  synchronized List<Row> dependents(String key) {
    return at(dependents, key);
  }

  /** The rows that were not looked through yet, or have changed since. */
  synchronized List<Row> fresh() {
    return fresh.stream().map(rows::get).filter(Objects::nonNull).toList();
  }

  /** Says that they were looked through. */
  @SuppressWarnings("ReferenceEquality") // the very row: comparing all of it takes longer
  synchronized void lookedThrough(List<Row> some) {
    some.stream()
        .filter(each -> rows.get(each.key()) == each)
        .forEach(each -> fresh.remove(each.key()));
  }

  /** Makes changes durable, and only then visible here. */
  void commit(Collection<RowChange> changes) {
    // Side by side, so that they share a flush.
    sharing.readLock().lock();
    try {
      writer.commit(List.copyOf(changes));
      take(changes);
    } finally {
      sharing.readLock().unlock();
    }
  }

  /** Makes changes that depend on the rows as they are, with nobody else's in between. */
  void commit(Supplier<List<RowChange>> changes) {
    sharing.writeLock().lock();
    try {
      List<RowChange> now = changes.get();
      writer.commit(now);
      take(now);
    } finally {
      sharing.writeLock().unlock();
    }
  }

  /**
   * Puts a step's row. What it was built from may have moved meanwhile, as by a replacement; then
   * the row as it is now is right about that.
   *
   * @param basis the row that the step changed
   * @return the row as it was put
   */
  Row put(Row changed, Row basis) {
    sharing.readLock().lock();
    try {
      Row now = row(changed.key()).orElse(null);
      boolean kept = basis != null && changed.dependencies().equals(basis.dependencies());
      Row put =
          now != null && kept ? changed.with().dependencies(now.dependencies()).build() : changed;
      put(put);
      return put;
    } finally {
      sharing.readLock().unlock();
    }
  }

  /**
   * Lets a row stand for an object, unless another one does.
   *
   * @return true if it does now
   */
  boolean claim(Row row) {
    sharing.writeLock().lock();
    try {
      if (owner(row.type(), row.place(), row.remoteId(), row.key()).isPresent()) {
        return false;
      }
      writer.commit(List.of(RowChange.put(row)));
      take(List.of(RowChange.put(row)));
      return true;
    } finally {
      sharing.writeLock().unlock();
    }
  }

  private synchronized void take(Collection<RowChange> changes) {
    for (RowChange each : changes) {
      Row before =
          each instanceof RowChange.Put put
              ? rows.put(put.key(), put.row())
              : rows.remove(each.key());
      if (before != null) {
        file(before, false);
      }
      if (each instanceof RowChange.Put put) {
        file(put.row(), true);
      }
      fresh.add(each.key());
    }
  }

  private void file(Row row, boolean in) {
    if (row.remoteId() != null) {
      file(standing, object(row.type(), row.remoteId()), row.key(), in);
    }
    row.dependencies().forEach(each -> file(dependents, each, row.key(), in));
  }

  private static void file(Map<String, Set<String>> files, String under, String key, boolean in) {
    Set<String> keys = files.computeIfAbsent(under, any -> new TreeSet<>());
    if (in) {
      keys.add(key);
    } else if (keys.remove(key) && keys.isEmpty()) {
      files.remove(under);
    }
  }

  private List<Row> at(Map<String, Set<String>> files, String under) {
    return files.getOrDefault(under, Set.of()).stream().map(rows::get).toList();
  }

  private static String object(String type, String remoteId) {
    return type + " " + remoteId;
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
