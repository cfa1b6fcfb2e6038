package alchemy.state.postgres;

import alchemy.json.Json;
import alchemy.state.Rescue;
import alchemy.state.RunRecord;
import alchemy.state.StageLog;
import alchemy.state.StageState;
import alchemy.state.StateLockLostException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One writer's session. A change is one statement, which does nothing unless the epoch is still
 * this writer's, the serial the one before, and the session the one that has the lock.
 *
 * <pre>
 * the session ends               connected again, the lock taken again; nothing starts meanwhile
 *   and the epoch is ours        gone on with, once it is known whether the last change arrived
 *   and the epoch is another's   another run may write: no more from here
 *   and it cannot be had again   no more from here
 * no more from here              what is done is kept in a rescue file, and told
 * </pre>
 */
final class PostgresStageLog implements StageLog {
  private static final String CHANGE =
      """
      WITH mine AS (
        UPDATE alchemy.stage SET serial = ?, wrapped_key = coalesce(?::json, wrapped_key),
          outputs = coalesce(?::json, outputs), moved_to = coalesce(?::text, moved_to),
          instance = coalesce(?::text, instance), instance_id = coalesce(?::text, instance_id)
        WHERE app = ? AND stage = ? AND epoch = ? AND serial = ? AND pg_backend_pid() = ?
        RETURNING app, stage),
      gone AS (
        DELETE FROM alchemy.resource r USING mine m
        WHERE r.app = m.app AND r.stage = m.stage
          AND (r.key = ANY (?::text[]) OR ? AND r.key <> ALL (?::text[]))),
      put AS (
        INSERT INTO alchemy.resource (app, stage, key, content)
        SELECT m.app, m.stage, x.key, x.content::json
        FROM mine m, unnest(?::text[], ?::text[]) AS x (key, content)
        ON CONFLICT (app, stage, key) DO UPDATE SET content = excluded.content),
      ran AS (
        INSERT INTO alchemy.run (app, stage, run, content)
        SELECT m.app, m.stage, x.run, x.content::json
        FROM mine m, unnest(?::text[], ?::text[]) WITH ORDINALITY AS x (run, content, n)
        ORDER BY x.n
        ON CONFLICT (app, stage, run) DO NOTHING)
      SELECT count(*) FROM mine\
      """;
  private static final String NOW =
      "SELECT serial FROM alchemy.stage WHERE app = ? AND stage = ? AND epoch = ?";
  // A session that the network dropped may live on at the server, and hold the lock against us.
  private static final String END =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE pid = ? AND application_name = 'alchemy' AND usename = current_user";
  private static final String LOST = "another run may write";
  private static final int SESSION = 10; // in the values of a change
  private static final Object NONE = new Object();
  private static final long BETWEEN_TRIES = Duration.ofMillis(200).toNanos();

  private final PostgresStateStore store;
  private final String app;
  private final String stage;
  private final String instanceId;
  private final long epoch;
  private final Rescue rescue;
  private final Duration patience;
  private Link link;
  private int pid;
  private long serial;
  private String over;

  /** Of a session that has the lock. */
  PostgresStageLog(
      PostgresStateStore store,
      Link link,
      StageState state,
      long epoch,
      Rescue rescue,
      Duration patience)
      throws SQLException {
    this.store = store;
    this.app = state.app();
    this.stage = state.stage();
    this.instanceId = state.instanceId();
    this.epoch = epoch;
    this.rescue = rescue;
    this.patience = patience;
    this.link = link;
    this.pid = link.pid();
    this.serial = state.serial();
    link.answersWithin(patience.dividedBy(3)); // So that silence leaves time for another session.
  }

  @Override
  public void verify() {
    // Each write does it itself.
  }

  @Override
  public String append(Map<String, Object> change, Supplier<Map<String, Object>> former) {
    if (former == null) {
      write(change, List.of(), false);
      return "";
    }
    String why = written(change, List.of(), false);
    if (why != null) {
      rescue.keep(instanceId, change, former.get());
      throw why.equals(LOST)
          ? new StateLockLostException(app, stage, rescue.file())
          : StateNotRecordedException.rescued(store.where(), why, rescue.file());
    }
    return "";
  }

  @Override
  public void finish(StageState now) {
    if (now.serial() > serial) {
      write(Map.of("serial", now.serial()), List.of(), false);
    }
  }

  @Override
  public void record(RunRecord run) {
    write(Map.of("serial", serial), List.of(run), false);
  }

  @Override
  public void restore(StageState now, StageState next, List<RunRecord> runs) {
    Map<String, Object> whole = new HashMap<>(store.tree(next));
    whole.putIfAbsent("key", NONE);
    whole.putIfAbsent("outputs", Map.of());
    whole.putIfAbsent("movedTo", "");
    write(whole, runs, true);
  }

  @Override
  public void moved(StageState now) {
    write(Map.of("serial", now.serial(), "movedTo", now.movedTo().orElse("")), List.of(), false);
  }

  @Override
  public RuntimeException halfWay() {
    over = "a write ended half-way";
    return StateNotRecordedException.lost(store.where(), over);
  }

  @Override
  public Optional<String> note() {
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      if (link != null) {
        store.release(link);
      }
    } catch (SQLException e) {
      if (!Link.isBroken(e)) {
        throw StateUnreachableException.of(store.where(), e);
      }
      // The server gives a lock back when its session ends, and this one has.
    }
  }

  private void write(Map<String, Object> change, List<RunRecord> runs, boolean whole) {
    String why = written(change, runs, whole);
    if (why != null) {
      throw why.equals(LOST)
          ? new StateLockLostException(app, stage)
          : StateNotRecordedException.lost(store.where(), why);
    }
  }

  /** Writes; says why not, which is so for good then. */
  private String written(Map<String, Object> change, List<RunRecord> runs, boolean whole) {
    Object[] values = values(change, runs, whole);
    long next = (Long) change.get("serial");
    boolean interrupted = Thread.interrupted(); // What is done has to be recorded all the same.
    long failed = 0;
    try {
      while (over == null) {
        try {
          if (link == null) {
            long now = again();
            if (now < 0) {
              over = LOST;
              break;
            }
            if (now == next && next != serial) {
              serial = next; // It had arrived, and only the answer was lost.
              return null;
            }
          }
          values[SESSION] = link.pid();
          boolean[] ours = {false};
          link.ask(row -> ours[0] = row.getLong(1) == 1, CHANGE, values);
          if (ours[0]) {
            serial = next;
            return null;
          }
          over = LOST;
        } catch (SQLException e) {
          abandon(e);
          failed = failed == 0 ? System.nanoTime() : failed;
          if (!Link.isBroken(e)) {
            over = StateUnreachableException.said(e);
          } else if (System.nanoTime() - failed > patience.toNanos()) {
            over = "tried again in vain: " + StateUnreachableException.said(e);
          } else {
            LockSupport.parkNanos(BETWEEN_TRIES);
          }
        }
      }
      return over;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Object[] values(Map<String, Object> change, List<RunRecord> runs, boolean whole) {
    List<String> gone = new ArrayList<>();
    Map<String, String> put = new LinkedHashMap<>();
    if (change.get("rows") instanceof Map<?, ?> rows) {
      rows.forEach(
          (key, row) -> {
            if (row == null) {
              gone.add((String) key);
            } else {
              put.put((String) key, text(row));
            }
          });
    }
    String[] keys = put.keySet().toArray(String[]::new);
    return new Object[] {
      change.get("serial"),
      text(change.get("key")),
      text(change.get("outputs")),
      change.get("movedTo"),
      change.get("instance"),
      change.get("instanceId"),
      app,
      stage,
      epoch,
      serial,
      null, // the session, which may become another one
      gone.toArray(String[]::new),
      whole,
      keys,
      keys,
      put.values().toArray(String[]::new),
      runs.stream().map(RunRecord::runId).toArray(String[]::new),
      runs.stream().map(each -> text(each.toTree())).toArray(String[]::new)
    };
  }

  /**
   * Connects and takes the lock again; the serial that is stored, or -1 if the stage is another's.
   */
  private long again() throws SQLException {
    Link session = Link.open(store.where());
    try {
      session.answersWithin(patience.dividedBy(3));
      long[] now = {-1};
      // Before the lock, which the other one would not give.
      session.ask(row -> now[0] = row.getLong("serial"), NOW, app, stage, epoch);
      if (now[0] >= 0) {
        if (!store.tries(session)) {
          session.end(END, pid);
          throw new SQLException("its lock is still held", "08000");
        }
        now[0] = -1;
        session.ask(row -> now[0] = row.getLong("serial"), NOW, app, stage, epoch);
      }
      link = session;
      pid = session.pid();
      return now[0];
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void abandon(SQLException why) {
    Link broken = link;
    link = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (SQLException e) {
        why.addSuppressed(e);
      }
    }
  }

  /** A tree as the text that is stored; null for null. */
  static String text(Object tree) {
    return tree == null
        ? null
        : tree == NONE ? "null" : new String(Json.write(tree, false), StandardCharsets.UTF_8);
  }
}
