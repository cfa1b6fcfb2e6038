package alchemy.sql;

import alchemy.provider.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.postgresql.Driver;

/**
 * A session with the database that migrations are for. The table in it is the truth about what was
 * applied: each file's line comes with the file's own transaction. A lock of the session keeps two
 * runs from migrating at once; the server gives it back when either end dies.
 */
final class Database implements AutoCloseable {
  private static final String TABLE = "_alchemy_migrations";
  static final long LOCK = 0x616c6368656d79L; // "alchemy"
  private static final String NO_TRANSACTION = "(?s)\uFEFF?\\s*--\\s*no transaction\\b.*";
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  // Starting up; too many connections. Both pass.
  private static final Set<String> PASSING = Set.of("57P03", "53300");
  private static final int TRIES = 20;

  private final DatabaseUrl url;
  private final Connection session;
  private final String table;

  private Database(DatabaseUrl url, Connection session) throws SQLException {
    this.url = url;
    this.session = session;
    // With its schema, since a migration may set the search path.
    this.table = one("SELECT quote_ident(coalesce(current_schema(), 'public'))") + "." + TABLE;
  }

  /**
   * Connects.
   *
   * @throws DatabaseUnreachableException if that fails
   */
  static Database open(DatabaseUrl url, Context context) {
    for (int tries = 1; ; tries++) {
      try {
        return new Database(url, new Driver().connect(url.jdbc(), url.properties()));
      } catch (SQLException e) {
        if (tries == TRIES || !PASSING.contains(String.valueOf(e.getSQLState()))) {
          throw new DatabaseUnreachableException(url, e);
        }
        context.progress(
            "waits for the database: " + MigrationFailedException.firstLine(e.getMessage()));
        context.pause(BETWEEN_TRIES);
      }
    }
  }

  /** Checksums of what was applied, by file; empty if nothing ever was. */
  Map<String, String> applied() {
    return asked(
        () -> {
          Map<String, String> applied = new LinkedHashMap<>();
          if (one("SELECT to_regclass('" + table.replace("'", "''") + "')") != null) {
            rows(
                "SELECT name, checksum FROM " + table + " ORDER BY applied_at, name", applied::put);
          }
          return applied;
        });
  }

  /** The names of what Prisma's own command applied. */
  Set<String> appliedByPrisma() {
    return asked(
        () -> {
          Map<String, String> applied = new LinkedHashMap<>();
          if (one("SELECT to_regclass('_prisma_migrations')") != null) {
            rows(
                "SELECT migration_name, checksum FROM _prisma_migrations"
                    + " WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
                applied::put);
          }
          return applied.keySet();
        });
  }

  /**
   * Applies what was not applied yet.
   *
   * @param folder how messages call the files' folder
   * @param files contents by name, in their order
   * @param done is told each file that is applied, with its checksum, as soon as it is
   */
  void apply(
      Context context, String folder, Map<String, String> files, BiConsumer<String, String> done) {
    lock(context);
    asked(
        () -> {
          run(
              "CREATE TABLE IF NOT EXISTS "
                  + table
                  + " (name text PRIMARY KEY, checksum text NOT NULL,"
                  + " applied_at timestamptz NOT NULL DEFAULT now())");
          return null;
        });
    Map<String, String> applied = applied();
    Map<String, String> checksums = new LinkedHashMap<>();
    files.forEach((name, text) -> checksums.put(name, MigrationFiles.checksum(text)));
    applied.keySet().retainAll(files.keySet()); // others' files are others' matter
    for (String each : MigrationFiles.changed(applied, checksums)) {
      throw new MigrationChangedException(folder + "/" + each, url);
    }
    applied.forEach(done);
    files.forEach(
        (name, text) -> {
          if (!applied.containsKey(name)) {
            context.pause(Duration.ZERO); // starts none in a run that is to end
            context.progress(name);
            apply(folder + "/" + name, name, text, checksums.get(name));
            done.accept(name, checksums.get(name));
          }
        });
  }

  private void apply(String path, String name, String text, String checksum) {
    boolean whole = !text.matches(NO_TRANSACTION);
    List<SqlStatements.Statement> statements = SqlStatements.of(text);
    SqlStatements.Statement current = null;
    try {
      session.setAutoCommit(!whole);
      for (SqlStatements.Statement each : statements) {
        current = each;
        run(each.sql());
      }
      current = null;
      try (PreparedStatement record =
          session.prepareStatement("INSERT INTO " + table + " (name, checksum) VALUES (?, ?)")) {
        record.setString(1, name);
        record.setString(2, checksum);
        record.executeUpdate();
      }
      if (whole) {
        session.commit();
      }
      session.setAutoCommit(true);
      run("RESET ROLE");
      run("RESET ALL"); // what a file sets holds for that file
    } catch (SQLException e) {
      boolean lost = String.valueOf(e.getSQLState()).startsWith("08");
      if (current == null || lost) {
        throw new DatabaseUnreachableException(url, e);
      }
      throw new MigrationFailedException(path, text, current, whole, e);
    }
  }

  private void lock(Context context) {
    boolean told = false;
    while (!asked(() -> "t".equals(one("SELECT pg_try_advisory_lock(" + LOCK + ")")))) {
      if (!told) {
        context.progress("waits for another run that migrates this database");
        told = true;
      }
      context.pause(BETWEEN_TRIES);
    }
  }

  private String one(String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private void rows(String query, BiConsumer<String, String> row) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        row.accept(rows.getString(1), rows.getString(2));
      }
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.setEscapeProcessing(false); // braces are the file's own
      statement.execute(sql);
    }
  }

  private <T> T asked(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new DatabaseUnreachableException(url, e);
    }
  }

  /** Ends the session; what is not committed is undone, and the lock given back. */
  @Override
  public void close() {
    asked(
        () -> {
          session.close();
          return null;
        });
  }

  /** What asks the database. */
  private interface Question<T> {
    T ask() throws SQLException;
  }
}
