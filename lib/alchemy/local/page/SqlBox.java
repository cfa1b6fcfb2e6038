package alchemy.local.page;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;

/**
 * Runs what a person typed, statement by statement, as {@code psql} does: each one is its own
 * transaction unless the text begins one, and the first that fails is the last. Safe for use by
 * several threads.
 */
public final class SqlBox {
  private static final int ROWS = 200;
  private static final int LONGEST_CELL = 2_000;
  private static final int LONGEST_WORDS = 60;

  private final Sessions sessions;
  private final Map<String, Run> runs = new ConcurrentHashMap<>();

  /** Opens sessions. */
  @FunctionalInterface
  public interface Sessions {
    /** A session of the owner of a database, which ends statements that take too long. */
    Connection open(String database) throws SQLException;
  }

  /** Makes one over the databases that run. */
  public SqlBox(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Runs a text and tells what it came to: {@code results}, each with {@code sql}, {@code ms} and
   * {@code columns} with {@code rows} or a {@code count}; and {@code error} if one failed.
   *
   * @param id by which {@link #cancel} means this run
   */
  Map<String, Object> run(String id, String database, String text) {
    var results = new ArrayList<Map<String, Object>>();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("results", results);
    var run = new Run();
    runs.put(id, run);
    int at = 0;
    try (var connection = sessions.open(database);
        var statement = connection.createStatement();
        var begun = run.begin(connection)) {
      statement.setMaxRows(ROWS + 1);
      statement.setEscapeProcessing(false);
      for (var each : Parser.parseJdbcSql(text, true, false, true, false, false)) {
        at = Math.max(text.indexOf(each.nativeSql, at), at);
        begun.check();
        results.add(result(statement, each.nativeSql));
        at += each.nativeSql.length();
      }
    } catch (SQLException e) {
      answer.put("error", error(e, text, at));
    } finally {
      runs.remove(id);
    }
    return answer;
  }

  /** Ends a run, whichever statement it is at; nothing if it has ended. */
  void cancel(String id) throws SQLException {
    var run = runs.get(id);
    if (run != null) {
      run.cancel();
    }
  }

  private static final class Run implements AutoCloseable {
    private PGConnection connection;
    private boolean cancelled;

    synchronized Run begin(Connection opened) throws SQLException {
      connection = opened.unwrap(PGConnection.class);
      return this;
    }

    /** Before its connection is closed, so that none is cancelled after that. */
    @Override
    public synchronized void close() {
      connection = null;
    }

    synchronized void check() throws SQLException {
      if (cancelled) {
        throw new SQLException("canceled");
      }
    }

    // Not the statement's own way, which asks once: the server passes over what comes too early.
    synchronized void cancel() throws SQLException {
      cancelled = true;
      if (connection != null) {
        connection.cancelQuery();
      }
    }
  }

  private static Map<String, Object> result(Statement statement, String sql) throws SQLException {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("sql", cut(sql.strip().replaceAll("\\s+", " "), LONGEST_WORDS));
    var began = System.nanoTime();
    if (statement.execute(sql)) {
      try (var rows = statement.getResultSet()) {
        table(rows, result);
      }
    } else {
      result.put("count", statement.getUpdateCount());
    }
    result.put("ms", Math.round((System.nanoTime() - began) / 1e5) / 10.0);
    var notices = new ArrayList<String>();
    for (var each = statement.getWarnings(); each != null; each = each.getNextWarning()) {
      notices.add(each.getMessage());
    }
    result.put("notices", notices);
    return result;
  }

  private static void table(ResultSet rows, Map<String, Object> result) throws SQLException {
    var shape = rows.getMetaData();
    var columns = new ArrayList<Map<String, String>>();
    for (int i = 1; i <= shape.getColumnCount(); i++) {
      columns.add(Map.of("name", shape.getColumnLabel(i), "type", shape.getColumnTypeName(i)));
    }
    var cells = new ArrayList<List<String>>();
    while (cells.size() < ROWS && rows.next()) {
      var row = new ArrayList<String>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(cut(rows.getString(i), LONGEST_CELL));
      }
      cells.add(row);
    }
    result.put("columns", columns);
    result.put("rows", cells);
    result.put("more", cells.size() == ROWS && rows.next());
  }

  private static String cut(String text, int longest) {
    return text == null || text.length() <= longest ? text : text.substring(0, longest) + " …";
  }

  private static Map<String, Object> error(SQLException e, String text, int at) {
    Map<String, Object> error = new LinkedHashMap<>();
    var told = e instanceof PSQLException server ? server.getServerErrorMessage() : null;
    if (told == null) {
      error.put("message", String.valueOf(e.getMessage()));
      return error;
    }
    error.put("message", told.getMessage());
    error.put("code", told.getSQLState());
    error.put("detail", told.getDetail());
    error.put("hint", told.getHint());
    if (told.getPosition() > 0) {
      // PostgreSQL counts characters from 1 in the statement, a text area code units in the text.
      int position = text.offsetByCodePoints(at, told.getPosition() - 1);
      var before = text.substring(0, position);
      error.put("position", position);
      error.put("line", before.chars().filter(c -> c == '\n').count() + 1);
      error.put("column", position - before.lastIndexOf('\n'));
    }
    return error;
  }
}
