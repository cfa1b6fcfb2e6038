package alchemy.state.postgres;

import alchemy.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

/** One session with the database. For one thread at a time. */
final class Link implements AutoCloseable {
  /** What asks. */
  interface Question<T> {
    T ask(Link link) throws SQLException;
  }

  /** What is done with each row of an answer. */
  interface EachRow {
    void row(ResultSet row) throws SQLException;
  }

  // Too many connections; a server that only reads, as before a failover; cancelled; in conflict.
  private static final Set<String> PASSING = Set.of("53300", "25006", "57014", "40001");

  private final Connection session;
  private final int pid;

  private Link(Connection session, int pid) {
    this.session = session;
    this.pid = pid;
  }

  /** Connects; nothing is asked yet. */
  static Link open(PostgresPlace place) throws SQLException {
    Connection session = new Driver().connect(place.url().jdbc(), place.url().properties());
    return new Link(session, session.unwrap(PgConnection.class).getBackendPID());
  }

  /** The process that serves this session, as the server called it when the session began. */
  int pid() {
    return pid;
  }

  /** The time after which a silent server is taken for gone. */
  void answersWithin(Duration time) throws SQLException {
    session.setNetworkTimeout(Runnable::run, (int) time.toMillis());
  }

  /** Asks; texts, numbers, arrays of texts and nulls are the values. */
  void ask(EachRow each, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = session.prepareStatement(sql)) {
      for (int at = 0; at < values.length; at++) {
        Object value =
            values[at] instanceof String[] texts
                ? session.createArrayOf("text", texts)
                : values[at];
        statement.setObject(at + 1, value);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          each.row(rows);
        }
      }
    }
  }

  /** Ends other sessions of ours; one of another role ends by itself, at its next write. */
  void end(String sql, Object... values) throws SQLException {
    run("SET ROLE NONE"); // The right to do it is the login's, not the role's that it plays.
    try {
      ask(row -> {}, sql, values);
    } catch (SQLException e) {
      if (!"42501".equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  /** Runs a statement that answers nothing. */
  void run(String sql) throws SQLException {
    try (PreparedStatement statement = session.prepareStatement(sql)) {
      statement.execute();
    }
  }

  /** A column's JSON; null if it holds none. */
  static Object json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Json.read(text);
  }

  /** True if it is the session that is broken, and not what was asked: another may do better. */
  static boolean isBroken(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("57P") || PASSING.contains(state);
  }

  /** True if the tables are not there, or are others. */
  static boolean isOfTables(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.equals("42P01") || state.equals("3F000") || state.equals("42703");
  }

  /** Ends the session, and its lock with it. */
  @Override
  public void close() throws SQLException {
    session.close();
  }
}
