package alchemy.prisma;

import alchemy.App;
import alchemy.Connectable;
import alchemy.Handle;
import alchemy.Secret;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Access to a database: a user with a password of its own, which stops working once the connection
 * is deleted. Several connections to one database serve several purposes.
 */
public final class Connection implements Connectable {
  private final Handle<ConnectionProvider.Outputs> handle;

  private Connection(Handle<ConnectionProvider.Outputs> handle) {
    this.handle = handle.of(this);
  }

  /**
   * Declares a connection with nothing set.
   *
   * @param id the resource's id in the script; its identity in state
   * @param database the database; another one makes a new connection
   */
  public static Connection of(String id, Database database) {
    return of(App.current(), id, database, settings -> {});
  }

  /** Declares a connection. */
  public static Connection of(String id, Database database, Consumer<? super Settings> settings) {
    return of(App.current(), id, database, settings);
  }

  /** Declares a connection with nothing set in a given app or scope. */
  public static Connection of(App app, String id, Database database) {
    return of(app, id, database, settings -> {});
  }

  /** Declares a connection in a given app or scope. */
  public static Connection of(
      App app, String id, Database database, Consumer<? super Settings> settings) {
    Settings values = new Settings(database);
    return new Connection(app.declare(id, new ConnectionProvider(), values, settings));
  }

  /** The service's id. */
  public String id() {
    return handle.output("id");
  }

  /** The name that the service shows. */
  public String name() {
    return handle.output("name");
  }

  /** When the service made it. */
  public Instant createdAt() {
    return handle.output("createdAt");
  }

  /** {@code postgres} or {@code accelerate}. */
  public String kind() {
    return handle.output("kind");
  }

  /** For any PostgreSQL client, straight to the database: {@code postgres://...}, with TLS. */
  @Override
  public Secret connectionString() {
    return handle.output("connectionString");
  }

  /** For Prisma Accelerate: {@code prisma+postgres://...}. */
  public Secret prismaConnectionString() {
    return handle.output("prismaConnectionString");
  }

  /** For any PostgreSQL client, through Prisma's pool; null if the service offers none. */
  public Secret pooledConnectionString() {
    return handle.output("pooledConnectionString");
  }

  /** The host of {@link #connectionString()}, without the port. */
  public String host() {
    return handle.output("host");
  }

  /** The port of {@link #connectionString()}. */
  public Integer port() {
    return handle.output("port");
  }

  /** The user of {@link #connectionString()}, as a client takes it, not percent-encoded. */
  public String user() {
    return handle.output("user");
  }

  /** The password of {@link #connectionString()}, as a client takes it, not percent-encoded. */
  public Secret password() {
    return handle.output("password");
  }

  /** The id of the database that it leads to. */
  public String database() {
    return handle.output("database");
  }

  /** What PostgreSQL calls the database; not the name that the service shows. */
  public String databaseName() {
    return handle.output("databaseName");
  }

  @Override
  public Handle<?> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle.toString();
  }

  /** What can be set on a connection. */
  public static final class Settings extends alchemy.Settings<Settings> {
    private final Database database;

    Settings(Database database) {
      super("Connection");
      this.database = database;
      set("database", database, () -> database.id());
      References.inheritToken(database).ifPresent(token -> set("serviceToken", token));
    }

    /**
     * The name that the service shows, 3 to 65 characters. Default: app, id and stage, and a short
     * random part. The service cannot rename, so a change makes a new connection.
     */
    public Settings name(String name) {
      return set("name", name);
    }

    /**
     * The project of the database, for readers of the script: it must be the database's own. Where
     * the script does not show that, the service is asked before the connection is made.
     */
    public Settings project(Project project) {
      given("project", project);
      if (database.isIn(project)) {
        return after(project);
      }
      if (database.mayBeIn(project)) {
        return set("project", project, () -> project.id());
      }
      // As a lazy value the mismatch is reported with all other faults of the script.
      Supplier<?> fault =
          () -> {
            throw new OtherProjectException(database.toString(), project.toString());
          };
      return set("project", fault);
    }

    /** The token to make it with. Default: the database's, or its project's. */
    public Settings serviceToken(Secret token) {
      return set("serviceToken", token);
    }
  }
}
