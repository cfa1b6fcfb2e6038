package alchemy.prisma;

import alchemy.App;
import alchemy.Handle;
import alchemy.Resource;
import alchemy.Secret;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A Prisma Postgres database. It is ready for use once it is made. It is not deleted unless {@link
 * Settings#delete delete(true)} says so.
 */
public final class Database implements Resource {
  private final Handle<DatabaseProvider.Outputs> handle;
  private final String reference;
  private final Project project;

  private Database(Handle<DatabaseProvider.Outputs> handle, String reference, Project project) {
    this.handle = handle == null ? null : handle.of(this);
    this.reference = reference;
    this.project = project;
  }

  /**
   * Declares a database with nothing set.
   *
   * @param id the resource's id in the script; its identity in state
   * @param project the project that it is in; another one makes a new database
   */
  public static Database of(String id, Project project) {
    return of(App.current(), id, project, settings -> {});
  }

  /** Declares a database. */
  public static Database of(String id, Project project, Consumer<? super Settings> settings) {
    return of(App.current(), id, project, settings);
  }

  /** Declares a database with nothing set in a given app or scope. */
  public static Database of(App app, String id, Project project) {
    return of(app, id, project, settings -> {});
  }

  /** Declares a database in a given app or scope. */
  public static Database of(
      App app, String id, Project project, Consumer<? super Settings> settings) {
    Settings values = new Settings(project);
    return new Database(app.declare(id, new DatabaseProvider(), values, settings), null, project);
  }

  /**
   * A database that was made elsewhere. Nothing is asked about it, and nothing deletes it.
   *
   * @param id the service's id, as {@code "db_abc123"}; with or without the prefix
   */
  public static Database ref(String id) {
    return new Database(null, References.id("Database", id), null);
  }

  /** The service's id. */
  public String id() {
    return handle == null ? reference : handle.output("id");
  }

  /** The name that the service shows; PostgreSQL's own is {@link Connection#databaseName()}. */
  public String name() {
    return read("name");
  }

  /** Where it runs, as {@code "us-east-1"}. */
  public String region() {
    return read("region");
  }

  /** {@code ready}, as the service said last; {@code recovering} while a backup comes back. */
  public String status() {
    return read("status");
  }

  /** When the service made it. */
  public Instant createdAt() {
    return read("createdAt");
  }

  /** The id of the project that it is in. */
  public String projectId() {
    return read("projectId");
  }

  /** True only if it is known to be in this project. */
  boolean isIn(Project other) {
    return project != null && (project == other || isSameReference(other));
  }

  /** False only if it is known to be in another project. */
  boolean mayBeIn(Project other) {
    // One made here and one made elsewhere may be the same; the service will tell.
    return project == null
        || project == other
        || (project.handle() == null) != (other.handle() == null)
        || isSameReference(other);
  }

  private boolean isSameReference(Project other) {
    return project.handle() == null
        && other.handle() == null
        && PrismaApi.sameId(project.id(), other.id());
  }

  private <T> T read(String attribute) {
    return References.known(handle, this, attribute).output(attribute);
  }

  @Override
  public Handle<?> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle == null ? "Database.ref(\"" + reference + "\")" : handle.toString();
  }

  /** What can be set on a database. */
  public static final class Settings extends alchemy.Settings<Settings> {
    Settings(Project project) {
      super("Database");
      set("project", project, () -> project.id());
      References.inheritToken(project).ifPresent(token -> set("serviceToken", token));
    }

    /** The name that the service shows. Default: app, id and stage, and a short random part. */
    public Settings name(String name) {
      return set("name", name);
    }

    /**
     * Where it runs. Default: {@code us-east-1}. A change makes a new, empty database.
     *
     * @param region {@code us-east-1}, {@code us-west-1}, {@code eu-west-3}, {@code eu-central-1},
     *     {@code ap-northeast-1}, {@code ap-southeast-1}, or {@code inherit} for the project's; for
     *     any other the service is asked first
     */
    public Settings region(String region) {
      return set("region", region);
    }

    /**
     * An identity of your own, unique in its project, by which the service finds it: an interrupted
     * deploy looks for it, and {@code adopt} takes it over, whatever its name is. Default: none. It
     * can be changed, and not be taken away.
     *
     * @param logicalId small letters, digits, - and _
     */
    public Settings logicalId(String logicalId) {
      return set("logicalId", logicalId);
    }

    /**
     * Whether leaving the script, replacing and destroying delete it, with all its data. Default:
     * false, which keeps it.
     */
    public Settings delete(boolean delete) {
      return set("delete", delete);
    }

    /** The token for this database and its connections. Default: the project's. */
    public Settings serviceToken(Secret token) {
      return set("serviceToken", token);
    }
  }
}
