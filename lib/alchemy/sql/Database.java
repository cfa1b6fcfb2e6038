package alchemy.sql;

import alchemy.Secret;
import alchemy.postgres.DatabaseUrl;
import alchemy.provider.Context;
import java.io.File;
import java.nio.file.Path;
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
  // The one there is, wherever it is, since a migration may move the search path for good.
  private static final String TABLE =
      "SELECT quote_ident(coalesce((SELECT nspname"
          + " FROM pg_class t JOIN pg_namespace s ON s.oid = relnamespace"
          + " WHERE relname = '_alchemy_migrations' AND relkind = 'r' AND relpersistence = 'p'"
          + " AND has_schema_privilege(s.oid, 'USAGE')"
          + " ORDER BY nspname <> ?, nspname <> 'public', nspname LIMIT 1),"
          + " current_schema(), 'public')) || '._alchemy_migrations'";
  private static final String PATH_OF_URL =
      "SELECT setting FROM pg_settings WHERE name = 'search_path' AND source = 'client'";
  static final long LOCK = 0x616c6368656d79L; // "alchemy"
  private static final String NO_TRANSACTION = "(?s)\uFEFF?\\s*--\\s*no transaction\\b.*";
  private static final String TRANSACTION =
      "(begin|start|commit|end|abort|prepare transaction"
          + "|rollback(?! ((work|transaction) )?to )) .*";
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  // Starting up; too many connections. Both pass.
  private static final Set<String> PASSING = Set.of("57P03", "53300");
  private static final int TRIES = 20;

  private final DatabaseUrl url;
  private final Connection session;
  private final String schema;
  private final String table;

  private Database(DatabaseUrl url, Connection session) throws SQLException {
    this.url = url;
    this.session = session;
    String path = one(PATH_OF_URL);
    this.schema = path == null ? "public" : path;
    this.table = one(TABLE, schema);
  }

  /**
   * Reads a connection string.
   *
   * @throws UnusableUrlException if it is none
   */
  static DatabaseUrl url(Secret text) {
    DatabaseUrl url = DatabaseUrl.of(text, null).orElseThrow(UnusableUrlException::new);
    // So that a position in an error is one in the text that was sent.
    url.properties().setProperty("preferQueryMode", "simple");
    return url;
  }

  /**
   * Connects.
   *
   * @throws DatabaseUnreachableException if that fails
   */
  static Database open(DatabaseUrl url, Context context) {
    for (int tries = 1; ; tries++) {
      try {
        return open(url, new Driver().connect(url.jdbc(), url.properties()));
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

  private static Database open(DatabaseUrl url, Connection session) throws SQLException {
    try {
      return new Database(url, session);
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  // What a URL leads to with another schema is like another database.
  private String key(String folder) {
    String key = Path.of(folder).normalize().toString().replace(File.separatorChar, '/');
    return schema.equals("public") ? key : key + " in " + schema;
  }

  /** Checksums of what was applied from a folder, by file; empty if nothing ever was. */
  Map<String, String> applied(String folder) {
    return asked(
        () -> {
          Map<String, String> applied = new LinkedHashMap<>();
          if (one("SELECT to_regclass(?)", table) != null) {
            rows(
                "SELECT name, checksum FROM "
                    + table
                    + " WHERE folder = ? ORDER BY applied_at, name",
                applied::put,
                key(folder));
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
   * @param folder the files' folder, as the script has it
   * @param was what the folder was when it was last applied
   * @param files contents by name, in their order
   * @param done is told each file that is applied, with its checksum, as soon as it is
   */
  void apply(
      Context context,
      String folder,
      String was,
      Map<String, String> files,
      BiConsumer<String, String> done) {
    lock(context);
    asked(
        () -> {
          run(
              "CREATE TABLE IF NOT EXISTS "
                  + table
                  + " (folder text, name text, checksum text NOT NULL,"
                  + " applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (folder, name))");
          if (!key(was).equals(key(folder)) && applied(folder).isEmpty()) {
            change("UPDATE " + table + " SET folder = ? WHERE folder = ?", key(folder), key(was));
          }
          return null;
        });
    Map<String, String> applied = applied(folder);
    Map<String, String> checksums = new LinkedHashMap<>();
    files.forEach((name, text) -> checksums.put(name, MigrationFiles.checksum(text)));
    applied.keySet().retainAll(files.keySet()); // others' files are others' matter
    for (String each : MigrationFiles.changed(applied, checksums)) {
      throw new MigrationChangedException(folder + "/" + each, url);
    }
    applied.forEach(done);
    Map<String, String> left = new LinkedHashMap<>(files);
    left.keySet().removeAll(applied.keySet());
    left.forEach((name, text) -> checkWhole(folder + "/" + name, text));
    left.forEach(
        (name, text) -> {
          context.pause(Duration.ZERO); // starts none in a run that is to end
          context.progress(name);
          apply(folder, name, text, checksums.get(name));
          done.accept(name, checksums.get(name));
        });
  }

  private static void checkWhole(String path, String text) {
    for (SqlStatements.Statement each : SqlStatements.of(text)) {
      if (each.words().matches(TRANSACTION) && !text.matches(NO_TRANSACTION)) {
        throw new OwnTransactionException(path, SqlStatements.line(text, each.at()), each.words());
      }
    }
  }

  private void apply(String folder, String name, String text, String checksum) {
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
      change(
          "INSERT INTO " + table + " (folder, name, checksum) VALUES (?, ?, ?)",
          key(folder),
          name,
          checksum);
      if (whole) {
        session.commit();
      } else {
        run("COMMIT"); // of a transaction that the file left open
      }
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).matches("(08|57P).*")) {
        throw new DatabaseUnreachableException(url, e);
      }
      throw new MigrationFailedException(folder + "/" + name, text, current, whole, e);
    }
    asked(
        () -> {
          session.setAutoCommit(true);
          run("RESET ROLE");
          run("RESET ALL"); // what a file sets holds for that file
          return null;
        });
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

  private String one(String query, String... values) throws SQLException {
    try (PreparedStatement statement = prepared(query, values);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private void rows(String query, BiConsumer<String, String> row, String... values)
      throws SQLException {
    try (PreparedStatement statement = prepared(query, values);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        row.accept(rows.getString(1), rows.getString(2));
      }
    }
  }

  private void change(String query, String... values) throws SQLException {
    try (PreparedStatement statement = prepared(query, values)) {
      statement.executeUpdate();
    }
  }

  private PreparedStatement prepared(String query, String... values) throws SQLException {
    PreparedStatement statement = session.prepareStatement(query);
    for (int at = 0; at < values.length; at++) {
      statement.setString(at + 1, values[at]);
    }
    return statement;
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
