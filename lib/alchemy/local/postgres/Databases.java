package alchemy.local.postgres;

import alchemy.local.Loopback;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.Driver;
import org.postgresql.util.PasswordUtil;

/**
 * Databases, each with an owner role that cannot log in, and login roles that are its members. A
 * session of a login role acts as the owner from its first statement on. So what one login made,
 * all others may use, and it stays when the login is dropped.
 *
 * <p>Nobody else may connect to a database: the right that PostgreSQL gives to everyone is revoked.
 * Names are lower-case letters, digits and underscores. Safe for use by several threads.
 */
public final class Databases {
  static final String SUPERUSER = "postgres";

  private static final int KEPT = 8;
  private static final int SECONDS = 5;

  private final int port;
  private final String password;
  // Sessions of the superuser: to open one takes longer than most of what is done in it.
  private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(KEPT);
  private final Map<String, String> sessionPasswords = new ConcurrentHashMap<>();

  Databases(int port, String password) {
    this.port = port;
    this.password = password;
  }

  static void loadDriver() {
    Driver.isRegistered();
  }

  /** Makes an empty database. */
  public void create(String database) {
    var owner = owner(database);
    run(
        SUPERUSER,
        statement -> {
          // With the right to make databases, for the shadow database of a migration tool.
          statement.execute("CREATE ROLE " + name(owner) + " NOLOGIN CREATEDB");
          statement.execute("CREATE DATABASE " + name(database) + " OWNER " + name(owner));
          statement.execute("REVOKE ALL ON DATABASE " + name(database) + " FROM PUBLIC");
        });
  }

  /** Drops a database with its sessions, its data and all its logins; nothing if it is gone. */
  public void drop(String database) {
    var owner = owner(database);
    run(
        SUPERUSER,
        statement -> {
          for (var each : ownedBy(statement, owner)) {
            statement.execute("DROP DATABASE IF EXISTS " + name(each) + " WITH (FORCE)");
          }
          for (var login : membersOf(statement, owner)) {
            statement.execute("DROP ROLE IF EXISTS " + name(login));
          }
          statement.execute("DROP ROLE IF EXISTS " + name(owner));
        });
  }

  /** Makes a login with all rights in a database. */
  public void createLogin(String database, String login, String password) {
    var owner = owner(database);
    run(
        SUPERUSER,
        statement -> {
          // One transaction: a login that is not yet a member must not be seen.
          statement.execute(
              "BEGIN; CREATE ROLE "
                  + name(login)
                  + " LOGIN PASSWORD "
                  + verifier(password)
                  + " IN ROLE "
                  + name(owner)
                  + "; ALTER ROLE "
                  + name(login)
                  + " SET role = "
                  + name(owner)
                  + "; COMMIT");
        });
  }

  /** Gives a login another password and ends the sessions that used the old one. */
  public void changePassword(String login, String password) {
    run(
        SUPERUSER,
        statement -> {
          statement.execute("ALTER ROLE " + name(login) + " PASSWORD " + verifier(password));
          endSessions(statement, login);
        });
  }

  /** Drops a login and ends its sessions; what it made stays. Nothing if it is gone. */
  public void dropLogin(String database, String login) {
    var owner = owner(database);
    var owned = new ArrayList<String>();
    run(
        SUPERUSER,
        statement -> {
          if (exists(statement, login)) {
            statement.execute("ALTER ROLE " + name(login) + " NOLOGIN");
            endSessions(statement, login);
            owned.addAll(ownedBy(statement, owner));
          }
        });
    // A session that reset its role owns what it made since then itself.
    for (var each : owned) {
      run(
          each,
          statement ->
              statement.execute(
                  "REASSIGN OWNED BY "
                      + name(login)
                      + " TO "
                      + name(owner)
                      + "; DROP OWNED BY "
                      + name(login)));
    }
    run(SUPERUSER, statement -> statement.execute("DROP ROLE IF EXISTS " + name(login)));
  }

  /**
   * A session of a database's owner, through a login of its own whose password nobody else knows.
   *
   * @param longest after which a statement is ended
   */
  public Connection session(String database, Duration longest) throws SQLException {
    var login = database + "_session";
    var drawn = sessionPasswords.computeIfAbsent(database, each -> newSessionLogin(each, login));
    var properties = properties(login, drawn);
    properties.setProperty("options", "-c statement_timeout=" + longest.toMillis());
    // What a session reads is in our memory.
    properties.setProperty("maxResultBuffer", "32M");
    return new Driver().connect(url(database), properties);
  }

  private String newSessionLogin(String database, String login) {
    var drawn = Postgres.randomPassword();
    var known = new AtomicBoolean();
    run(SUPERUSER, statement -> known.set(exists(statement, login)));
    if (known.get()) {
      changePassword(login, drawn); // the one of an earlier process
    } else {
      createLogin(database, login, drawn);
    }
    return drawn;
  }

  private static void endSessions(Statement statement, String login) throws SQLException {
    // Waits for their end, so that nothing of them runs any more when the API has answered.
    statement.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '"
            + login
            + "'");
  }

  private static boolean exists(Statement statement, String role) throws SQLException {
    return !list(statement, "SELECT rolname FROM pg_roles WHERE rolname = '" + role + "'")
        .isEmpty();
  }

  private static List<String> ownedBy(Statement statement, String owner) throws SQLException {
    return list(
        statement,
        "SELECT datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE rolname = '"
            + owner
            + "'");
  }

  private static List<String> membersOf(Statement statement, String owner) throws SQLException {
    return list(
        statement,
        "SELECT l.rolname FROM pg_auth_members m JOIN pg_roles o ON o.oid = m.roleid"
            + " JOIN pg_roles l ON l.oid = m.member WHERE o.rolname = '"
            + owner
            + "' AND NOT l.rolsuper");
  }

  private static List<String> list(Statement statement, String query) throws SQLException {
    var found = new ArrayList<String>();
    try (var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private interface Work {
    void on(Statement statement) throws SQLException;
  }

  private void run(String database, Work work) {
    boolean done = false;
    try {
      var connection = opened(database);
      try (Statement statement = connection.createStatement()) {
        work.on(statement);
        done = true;
      } finally {
        if (!done || !database.equals(SUPERUSER) || !idle.offer(connection)) {
          connection.close();
        }
      }
    } catch (SQLException e) {
      // The message names objects, never a statement, so no verifier either.
      throw new PostgresFailedException(e, String.valueOf(e.getMessage()));
    }
  }

  private Connection opened(String database) throws SQLException {
    if (database.equals(SUPERUSER)) {
      for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
        if (kept.isValid(SECONDS)) {
          return kept;
        }
        kept.close();
      }
    }
    var properties = properties(SUPERUSER, password);
    properties.setProperty("preferQueryMode", "simple");
    return new Driver().connect(url(database), properties);
  }

  /** Ends the sessions that are kept. */
  void close() {
    for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
      try {
        kept.close();
      } catch (SQLException e) {
        throw new PostgresFailedException(e, String.valueOf(e.getMessage()));
      }
    }
  }

  private static Properties properties(String user, String password) {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "disable");
    properties.setProperty("assumeMinServerVersion", "17");
    return properties;
  }

  private String url(String database) {
    return "jdbc:postgresql://" + Loopback.HOST + ":" + port + "/" + encoded(database);
  }

  // A user may have made databases of any name beside his own.
  private static String encoded(String database) {
    return URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String owner(String database) {
    return database + "_owner";
  }

  // The SCRAM verifier is made here, so the password itself is in no statement that may be logged.
  private static String verifier(String password) {
    return "'" + PasswordUtil.encodeScramSha256(password.toCharArray()) + "'";
  }

  private static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
