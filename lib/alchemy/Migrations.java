package alchemy;

import alchemy.sql.MigrationFiles;
import alchemy.sql.MigrationsProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A folder of SQL files that bring a database to its form. Each is run once, in its own
 * transaction, unless its first line is {@code -- no transaction}; what was applied stands in the
 * database, in the table {@code _alchemy_migrations}. Nothing is ever undone: a migration that
 * leaves the folder after it was applied is a fault, and leaving the script only forgets.
 *
 * <p>It passes its connection on, so that what is given this in place of the connection comes after
 * the migrations:
 *
 * <pre>{@code
 * var schema = Migrations.of("schema", connection, "migrations");
 * var db = Hyperdrive.of("db", schema);
 * }</pre>
 *
 * <p>A folder with a {@code migration_lock.toml} is Prisma's, and the project's own {@code prisma
 * migrate deploy} is run.
 */
public final class Migrations implements Connectable {
  private final Handle<MigrationsProvider.Outputs> handle;
  private final Connectable connection;

  private Migrations(Handle<MigrationsProvider.Outputs> handle, Connectable connection) {
    this.handle = handle.of(this);
    this.connection = connection;
  }

  /**
   * Declares the migrations of a folder.
   *
   * @param id the resource's id in the script; its identity in state
   * @param connection leads straight to the database
   * @param folder relative to the script's: {@code *.sql} in it, or {@code NAME/migration.sql}
   *     below it, in the order of the numbers that the names start with
   */
  public static Migrations of(String id, Connectable connection, String folder) {
    return of(App.current(), id, connection, folder, settings -> {});
  }

  /** Declares the migrations of a folder. */
  public static Migrations of(
      String id, Connectable connection, String folder, Consumer<? super Settings> settings) {
    return of(App.current(), id, connection, folder, settings);
  }

  /** Declares the migrations of a folder in a given app or scope. */
  public static Migrations of(App app, String id, Connectable connection, String folder) {
    return of(app, id, connection, folder, settings -> {});
  }

  /** Declares the migrations of a folder in a given app or scope. */
  public static Migrations of(
      App app,
      String id,
      Connectable connection,
      String folder,
      Consumer<? super Settings> settings) {
    Settings values = new Settings(app, connection, folder);
    return new Migrations(app.declare(id, new MigrationsProvider(), values, settings), connection);
  }

  /** The connection's own, once the migrations are applied. */
  @Override
  public Secret connectionString() {
    handle.output("id"); // so that whoever asks comes after them
    return connection.connectionString();
  }

  /** The files that were applied, with their checksums. */
  public Map<String, String> applied() {
    return handle.output("applied");
  }

  @Override
  public Handle<?> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle.toString();
  }

  /** What can be set on migrations. */
  public static final class Settings extends alchemy.Settings<Settings> {
    Settings(App app, Connectable connection, String folder) {
      super("Migrations");
      set("folder", folder);
      set("url", connection, () -> connection.connectionString());
      Path place = app.root().resolve(folder);
      Supplier<Object> files = () -> MigrationFiles.checksums(place);
      set("files", files);
      Supplier<Object> prisma = () -> MigrationFiles.areOfPrisma(place);
      set("prisma", prisma);
    }

    /**
     * Says that the folder is Prisma's, and where its schema is.
     *
     * @param schema relative to the script's folder, as {@code prisma/schema.prisma}
     */
    public Settings prisma(String schema) {
      return set("prisma", true).set("schema", schema);
    }
  }
}
