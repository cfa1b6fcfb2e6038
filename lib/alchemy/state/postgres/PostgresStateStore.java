package alchemy.state.postgres;

import alchemy.Secret;
import alchemy.postgres.DatabaseUrl;
import alchemy.state.History;
import alchemy.state.Holder;
import alchemy.state.KeySource;
import alchemy.state.Rescue;
import alchemy.state.StageParts;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import alchemy.state.StateLockedException;
import alchemy.state.StateStore;
import alchemy.state.Vault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** State in a PostgreSQL database, in its schema {@code alchemy}. */
public final class PostgresStateStore implements StateStore {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_NANOS = Duration.ofMillis(100).toNanos();

  // One statement, so that what is read is of one moment. The stage comes as a row without a key.
  private static final String STAGE =
      """
      SELECT NULL AS key, NULL AS content, v.version, s.epoch, s.serial, s.instance, s.instance_id,
        s.wrapped_key::text, s.outputs::text, s.moved_to, pg_backend_pid() AS pid
      FROM alchemy.version v LEFT JOIN %s s ON s.app = ? AND s.stage = ?\
      """;
  private static final String AND_ROWS =
      """

      UNION ALL
      SELECT key, content::text, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
      FROM alchemy.resource WHERE app = ? AND stage = ?\
      """;
  private static final String HEAD = STAGE.formatted("alchemy.stage");
  private static final String LOAD = HEAD + AND_ROWS;
  private static final String BEGIN =
      """
      WITH mine AS (
        INSERT INTO alchemy.stage AS s (app, stage, epoch, serial, instance, instance_id, holder)
        SELECT ?, ?, 1, 0, ?, ?, ?::json FROM alchemy.version WHERE version = ?
        ON CONFLICT (app, stage) DO UPDATE SET epoch = s.epoch + 1, holder = excluded.holder
        RETURNING *)
      """
          + STAGE.formatted("mine")
          + AND_ROWS;

  // Not taken in a session that is not what it seems: a pooler would keep it for others.
  private static final String TRY =
      "SELECT pg_backend_pid() AS pid, to_regclass('alchemy.run') IS NOT NULL AS made,"
          + " CASE WHEN pg_backend_pid() = ?"
          + " THEN pg_try_advisory_lock(hashtextextended(?, 0)) END AS taken";
  private static final String RELEASE = "SELECT pg_advisory_unlock(hashtextextended(?, 0))";
  private static final String HELD =
      """
      SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND classid::bigint = hashtextextended(?, 0) >> 32 & 4294967295
        AND objid::bigint = hashtextextended(?, 0) & 4294967295\
      """;
  private static final String HOLDER =
      "SELECT holder::text FROM alchemy.stage WHERE app = ? AND stage = ? AND EXISTS ("
          + HELD
          + ")";
  private static final String TAKE =
      "UPDATE alchemy.stage SET epoch = epoch + 1 WHERE app = ? AND stage = ?"
          + " AND holder ->> 'runId' = ? AND EXISTS ("
          + HELD
          + ") RETURNING 1";
  private static final String END = "SELECT pg_terminate_backend(pid) FROM (" + HELD + ") held";
  private static final String HISTORY =
      "SELECT content::text FROM alchemy.run WHERE app = ? AND stage = ?"
          + " ORDER BY number DESC LIMIT ?";
  private static final String STAGES =
      """
      SELECT stage FROM alchemy.stage s WHERE app = ? AND coalesce(moved_to, '') = ''
        AND EXISTS (SELECT FROM alchemy.resource r WHERE r.app = s.app AND r.stage = s.stage)
      ORDER BY stage COLLATE "C"\
      """;

  private final PostgresPlace place;
  private final String app;
  private final String stage;
  private final String lock;
  private final StageParts parts;
  private final StateStore files;
  private final Duration patience;
  private Link kept;

  /**
   * Opens no session yet.
   *
   * @param url the database
   * @param alchemy the {@code .alchemy} folder, for what a run cannot record
   * @param keys what opens the stage's secrets
   * @throws StateUrlException if it is none
   */
  public PostgresStateStore(Secret url, Path alchemy, String app, String stage, KeySource keys) {
    this(url, alchemy, app, stage, keys, PATIENCE);
  }

  /** The same with another time after which a lost session is given up. */
  PostgresStateStore(
      Secret url, Path alchemy, String app, String stage, KeySource keys, Duration patience) {
    this.place = PostgresPlace.of(url);
    this.app = app;
    this.stage = stage;
    this.lock = "alchemy " + app + "/" + stage;
    this.parts = new StageParts(alchemy, app, stage, keys, this::early);
    this.files = StateStore.files(alchemy, app, stage, KeySource.none());
    this.patience = patience;
  }

  /**
   * What {@link #place} is for a connection string.
   *
   * @throws StateUrlException if it is none
   */
  public static String placeOf(String url) {
    return PostgresPlace.of(Secret.ofVariable("ALCHEMY_STATE", url)).toString();
  }

  PostgresPlace where() {
    return place;
  }

  Map<String, Object> tree(StageState state) {
    return parts.write(state);
  }

  @Override
  public String place() {
    return place.toString();
  }

  @Override
  public StageState load() {
    return notInFiles(StateStore.super.load());
  }

  @Override
  public StageState loadAnyway() {
    return asked(link -> read(link, LOAD, app, stage, app, stage));
  }

  @Override
  public StageWriter lock(Holder holder, Duration wait) {
    StageWriter writer = StateStore.super.lock(holder, wait);
    try {
      notInFiles(writer.state());
      return writer;
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  @Override
  public StageWriter lockAnyway(Holder holder, Duration wait) {
    long start = System.nanoTime();
    Link link = take();
    try {
      link = link == null ? Link.open(place) : link;
      while (!tries(link)) {
        boolean over = System.nanoTime() - start >= wait.toNanos();
        if (over || Thread.currentThread().isInterrupted()) {
          throw locked(link, holder);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      return begun(link, holder);
    } catch (SQLException e) {
      throw closed(link, StateUnreachableException.of(place, e));
    } catch (RuntimeException e) {
      throw closed(link, e);
    }
  }

  @Override
  public Optional<Holder> holder() {
    return asked(link -> holder(link));
  }

  @Override
  public boolean unlock(Holder holder) {
    return asked(
        link -> {
          boolean[] taken = {false};
          link.ask(row -> taken[0] = true, TAKE, app, stage, holder.runId(), lock, lock);
          if (taken[0]) {
            link.end(END, lock, lock);
          }
          return taken[0];
        });
  }

  @Override
  public List<String> stages() {
    return asked(
        link -> {
          List<String> stages = new ArrayList<>();
          try {
            link.ask(row -> stages.add(row.getString(1)), STAGES, app);
          } catch (SQLException e) {
            absent(e);
          }
          return stages;
        });
  }

  @Override
  public History history(int last) {
    return asked(
        link -> {
          List<Object> runs = new ArrayList<>();
          try {
            link.ask(row -> runs.add(0, Link.json(row, "content")), HISTORY, app, stage, last);
          } catch (SQLException e) {
            absent(e);
          }
          return History.of(runs);
        });
  }

  @Override
  public Vault vault() {
    return parts.vault();
  }

  @Override
  public List<Rescue> rescues() {
    return parts.rescues();
  }

  @Override
  public boolean isDatabase() {
    return true;
  }

  @Override
  public boolean isIn(Secret connectionString) {
    return DatabaseUrl.of(connectionString, null).filter(place.url()::isSame).isPresent();
  }

  /** Takes the stage's lock for a session, and makes the tables first if there are none. */
  boolean tries(Link link) throws SQLException {
    boolean[] is = {false, false, false};
    link.ask(
        row -> {
          is[0] = row.getInt("pid") == link.pid();
          is[1] = row.getBoolean("made");
          is[2] = row.getBoolean("taken");
        },
        TRY,
        link.pid(),
        lock);
    if (!is[0]) {
      throw new StatePoolerException(place);
    }
    if (!is[1]) {
      Tables.make(link);
    }
    return is[2];
  }

  /** Gives the lock back, and ends its session. */
  void release(Link link) throws SQLException {
    try (link) {
      link.ask(row -> {}, RELEASE, lock);
    }
  }

  /** Reads the key of a stage that is opened a little later; the session is kept for that. */
  private StageState early() {
    Link link = take();
    try {
      link = link == null ? Link.open(place) : link;
      StageState state = read(link, HEAD, app, stage);
      keep(link);
      return state;
    } catch (SQLException e) {
      throw closed(link, StateUnreachableException.of(place, e));
    } catch (RuntimeException e) {
      throw closed(link, e);
    }
  }

  private synchronized Link take() {
    Link taken = kept;
    kept = null;
    return taken;
  }

  private synchronized void keep(Link link) {
    kept = link;
  }

  private <T> T asked(Link.Question<T> question) {
    Link before = take();
    try (Link link = before == null ? Link.open(place) : before) {
      return question.ask(link);
    } catch (SQLException e) {
      throw StateUnreachableException.of(place, e);
    }
  }

  private StageState read(Link link, String sql, Object... values) throws SQLException {
    Stored stored = new Stored(place, link);
    try {
      link.ask(stored, sql, values);
    } catch (SQLException e) {
      absent(e);
    }
    return stored.state(parts);
  }

  private StageWriter begun(Link link, Holder holder) throws SQLException {
    Stored stored = new Stored(place, link);
    StageState none = parts.none();
    link.ask(
        stored,
        BEGIN,
        app,
        stage,
        none.instance(),
        none.instanceId(),
        PostgresStageLog.text(holder.toTree()),
        Tables.VERSION,
        app,
        stage,
        app,
        stage);
    StageState state = stored.state(parts);
    Rescue rescue = parts.rescue(holder.runId());
    return parts.writer(
        state, new PostgresStageLog(this, link, state, stored.epoch(), rescue, patience));
  }

  private Optional<Holder> holder(Link link) throws SQLException {
    List<Holder> found = new ArrayList<>();
    try {
      link.ask(
          row -> found.add(Holder.of(Link.json(row, "holder"))), HOLDER, app, stage, lock, lock);
    } catch (SQLException e) {
      absent(e);
    }
    return found.stream().findFirst();
  }

  private StateLockedException locked(Link link, Holder us) throws SQLException {
    Holder other = holder(link).orElse(null);
    boolean elsewhere = other != null && !other.host().equals(us.host());
    return new StateLockedException(app, stage, other, elsewhere);
  }

  private StageState notInFiles(StageState state) {
    if (state.serial() == 0) {
      StageState there = files.loadAnyway();
      if (!there.rows().isEmpty() || !there.outputs().isEmpty()) {
        throw there
            .movedTo()
            .map(to -> StateInFilesException.moved(place, stage, files.place(), to))
            .orElseGet(() -> StateInFilesException.notCopied(place, stage, files.place()));
      }
    }
    return state;
  }

  /** Nothing is there yet, unless the tables are those of a newer program. */
  private void absent(SQLException e) throws SQLException {
    if (!Link.isOfTables(e)) {
      throw e;
    }
  }

  private static <E extends RuntimeException> E closed(Link link, E why) {
    try {
      if (link != null) {
        link.close();
      }
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
    return why;
  }
}
