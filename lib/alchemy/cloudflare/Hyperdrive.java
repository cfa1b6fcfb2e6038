package alchemy.cloudflare;

import alchemy.App;
import alchemy.Connectable;
import alchemy.Handle;
import alchemy.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A Hyperdrive config: a pool of connections to a database, near the Workers that use it. The
 * service connects to the database before it answers, so an origin that does not work fails a
 * deploy. It holds no data and is deleted when it leaves the script.
 */
public final class Hyperdrive implements Bindable {
  private final Handle<HyperdriveProvider.Outputs> handle;

  private Hyperdrive(Handle<HyperdriveProvider.Outputs> handle) {
    this.handle = handle;
  }

  /**
   * Declares a Hyperdrive for a connection, as a Prisma one, with nothing set. It uses the direct
   * connection string, since Hyperdrive is a pool itself.
   *
   * @param id the resource's id in the script; its identity in state
   */
  public static Hyperdrive of(String id, Connectable origin) {
    return of(App.current(), id, origin, settings -> {});
  }

  /** Declares a Hyperdrive for a connection. */
  public static Hyperdrive of(String id, Connectable origin, Consumer<? super Settings> settings) {
    return of(App.current(), id, origin, settings);
  }

  /** Declares a Hyperdrive for a connection with nothing set in a given app or scope. */
  public static Hyperdrive of(App app, String id, Connectable origin) {
    return of(app, id, origin, settings -> {});
  }

  /** Declares a Hyperdrive for a connection in a given app or scope. */
  public static Hyperdrive of(
      App app, String id, Connectable origin, Consumer<? super Settings> settings) {
    return of(app, id, new Settings(origin), settings);
  }

  /**
   * Declares a Hyperdrive for any database with nothing set.
   *
   * @param origin {@code postgres://user:password@host:port/database}, or of {@code mysql}; user
   *     and password percent-encoded; the query is left out
   */
  public static Hyperdrive of(String id, Secret origin) {
    return of(App.current(), id, origin, settings -> {});
  }

  /** Declares a Hyperdrive for any database. */
  public static Hyperdrive of(String id, Secret origin, Consumer<? super Settings> settings) {
    return of(App.current(), id, origin, settings);
  }

  /** Declares a Hyperdrive for any database with nothing set in a given app or scope. */
  public static Hyperdrive of(App app, String id, Secret origin) {
    return of(app, id, origin, settings -> {});
  }

  /** Declares a Hyperdrive for any database in a given app or scope. */
  public static Hyperdrive of(
      App app, String id, Secret origin, Consumer<? super Settings> settings) {
    return of(app, id, new Settings(origin), settings);
  }

  private static Hyperdrive of(
      App app, String id, Settings values, Consumer<? super Settings> settings) {
    return new Hyperdrive(app.declare(id, new HyperdriveProvider(), values, settings));
  }

  /** The service's id, which a Worker's binding names. */
  public String id() {
    return handle.output("id");
  }

  /** The config's name. */
  public String name() {
    return handle.output("name");
  }

  /** When the service made it; null if it does not tell. */
  public Instant createdAt() {
    return handle.output("createdAt");
  }

  @Override
  public Map<String, Object> binding() {
    return Map.of("type", "hyperdrive", "id", (Supplier<String>) this::id);
  }

  @Override
  public Handle<?> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle.toString();
  }

  /** What can be set on a Hyperdrive. */
  public static final class Settings extends alchemy.Settings<Settings> {
    Settings(Connectable origin) {
      super("Hyperdrive");
      set("origin", origin, () -> origin.connectionString());
    }

    Settings(Secret origin) {
      super("Hyperdrive");
      set("origin", origin);
    }

    /** The config's name. Default: app, id and stage. */
    public Settings name(String name) {
      return set("name", name);
    }

    /** Whether answers to reading queries are cached. Default: true. */
    public Settings caching(boolean caching) {
      return set("caching", caching);
    }

    /** Longest age of a cached answer, in whole seconds. Default: 60 s. */
    public Settings maxAge(Duration maxAge) {
      return set("maxAge", maxAge);
    }

    /** How long an answer past its age may still be given, in whole seconds. Default: 15 s. */
    public Settings staleWhileRevalidate(Duration time) {
      return set("staleWhileRevalidate", time);
    }

    /**
     * Most connections to the database at once, at least 5. Default: the service's, 20 on its free
     * plan and 60 on a paid one; the database's own limit must be higher. Taking it out of the
     * script leaves it as it is, since the service has no way to unset it.
     */
    public Settings originConnectionLimit(int connections) {
      return set("originConnectionLimit", connections);
    }

    /** Whether leaving the script and destroying delete it. Default: true. */
    public Settings delete(boolean delete) {
      return set("delete", delete);
    }

    /** The token to make it with. Default: CLOUDFLARE_API_TOKEN. */
    public Settings apiToken(Secret token) {
      return set("apiToken", token);
    }

    /** The account to make it in. Default: CLOUDFLARE_ACCOUNT_ID, else the token's only one. */
    public Settings accountId(String accountId) {
      return set("accountId", accountId);
    }
  }
}
