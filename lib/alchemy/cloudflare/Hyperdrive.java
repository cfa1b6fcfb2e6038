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
    this.handle = handle.of(this);
  }

  /**
   * Declares a Hyperdrive for a connection, as a Prisma one, with nothing else set.
   *
   * @param id the resource's id in the script; its identity in state
   */
  public static Hyperdrive of(String id, Connectable origin) {
    return of(App.current(), id, origin);
  }

  /** Declares a Hyperdrive; its {@code origin} has to be set. */
  public static Hyperdrive of(String id, Consumer<? super Settings> settings) {
    return of(App.current(), id, settings);
  }

  /** Declares a Hyperdrive for a connection with nothing else set in a given app or scope. */
  public static Hyperdrive of(App app, String id, Connectable origin) {
    return of(app, id, settings -> settings.origin(origin));
  }

  /** Declares a Hyperdrive in a given app or scope; its {@code origin} has to be set. */
  public static Hyperdrive of(App app, String id, Consumer<? super Settings> settings) {
    return new Hyperdrive(app.declare(id, new HyperdriveProvider(), new Settings(), settings));
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
  public static final class Settings extends AccountSettings<Settings> {
    Settings() {
      super("Hyperdrive");
      // So that a script that sets none is told that it is empty.
      set("origin", Secret.of(" "));
    }

    /**
     * The database of a connection, as a Prisma one. It uses the direct connection string, since
     * Hyperdrive is a pool itself.
     */
    public Settings origin(Connectable connection) {
      return set("origin", connection, () -> connection.connectionString());
    }

    /**
     * Any database.
     *
     * @param url {@code postgres://user:password@host:port/database}, or of {@code mysql}; user,
     *     password and database percent-encoded; the query is left out
     */
    public Settings origin(Secret url) {
      return set("origin", url);
    }

    /** The same as a text, which is kept as a secret from here on. */
    public Settings origin(String url) {
      return origin(Secret.of(given("origin", url)));
    }

    /** The same, asked later, as {@code connection::connectionString}. */
    public Settings origin(Supplier<Secret> url) {
      return set("origin", url);
    }

    /**
     * The same in its parts, as they are.
     *
     * @param scheme postgres or mysql
     * @param host with {@code :PORT}, unless it is the usual one
     */
    public Settings origin(
        String scheme, String host, String database, String user, Secret password) {
      given("origin", password);
      return origin(password.map(text -> Origin.url(scheme, host, database, user, text)));
    }

    /**
     * For a database behind Cloudflare Access, reached by a tunnel: the service token for it. The
     * origin then names no port.
     */
    public Settings access(String clientId, Secret clientSecret) {
      return put("access", "clientId", clientId).put("access", "clientSecret", clientSecret);
    }

    /** The id of an uploaded certificate of the CA that the database's certificate is from. */
    public Settings caCertificate(String id) {
      return put("mtls", "caCertificate", id);
    }

    /** The id of an uploaded certificate that shows the database who connects. */
    public Settings clientCertificate(String id) {
      return put("mtls", "clientCertificate", id);
    }

    /**
     * How the database's certificate is checked. Default: the service's, as it encrypts in any
     * case.
     *
     * @param mode require, verify-ca or verify-full; of MySQL REQUIRED, VERIFY_CA or
     *     VERIFY_IDENTITY; those that verify need a CA certificate, the others take none
     */
    public Settings sslMode(String mode) {
      return put("mtls", "sslMode", mode);
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
  }
}
