package alchemy.cloudflare;

import alchemy.App;
import alchemy.Handle;
import alchemy.Secret;
import alchemy.http.Fields;
import alchemy.provider.Default;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Replaces;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A D1 database, which is SQLite: {@code env.NAME.prepare(sql)}. It holds data and is kept unless
 * {@link Settings#delete delete(true)} says otherwise. A change of its name makes a new one.
 *
 * <p>Source of the shapes: the {@code cloudflare} npm SDK, {@code resources/d1/database}.
 */
public final class D1Database extends DataResource {
  private D1Database(Handle<DataProvider.Outputs> handle) {
    super(handle);
  }

  /**
   * Declares a database with nothing set.
   *
   * @param id the resource's id in the script; its identity in state
   */
  public static D1Database of(String id) {
    return of(App.current(), id, settings -> {});
  }

  /** Declares a database. */
  public static D1Database of(String id, Consumer<? super Settings> settings) {
    return of(App.current(), id, settings);
  }

  /** Declares a database with nothing set in a given app or scope. */
  public static D1Database of(App app, String id) {
    return of(app, id, settings -> {});
  }

  /** Declares a database in a given app or scope. */
  public static D1Database of(App app, String id, Consumer<? super Settings> settings) {
    return new D1Database(app.declare(id, new Databases(), new Settings(), settings));
  }

  @Override
  public Map<String, Object> binding() {
    return Map.of("type", "d1", "id", (Supplier<String>) this::id);
  }

  /** What can be set on a database. */
  public static final class Settings extends DataSettings<Settings> {
    Settings() {
      super("D1Database");
    }

    /**
     * Near where it is made: wnam, enam, weur, eeur, apac or oc. Default: near whoever makes it.
     * Read only when it is made.
     */
    public Settings locationHint(String hint) {
      return set("locationHint", hint);
    }

    /** Whether copies for reading are made around the world. Default: false. */
    public Settings readReplication(boolean replicated) {
      return set("readReplication", replicated);
    }
  }

  record Props(
      @Replaces String name,
      @Policy String locationHint,
      @Replaces String jurisdiction,
      @Default("false") Boolean readReplication,
      @Policy Boolean delete,
      @Policy Secret apiToken,
      @Policy String accountId)
      implements DataProvider.Common {}

  /** {@code /d1/database}. */
  static final class Databases extends DataProvider<Props>
      implements Provider<Props, DataProvider.Outputs> {
    Databases() {
      super(
          new Kind<>(
              Props.class,
              "cloudflare:D1Database",
              "D1 database",
              "/d1/database",
              "uuid",
              "name",
              "created_at",
              false,
              Set.of("7502")));
    }

    @Override
    Map<String, Object> fixed(Props props) {
      Map<String, Object> fields = new LinkedHashMap<>(super.fixed(props));
      fields.putAll(one("primary_location_hint", props.locationHint()));
      return fields;
    }

    @Override
    Map<String, Object> open(Props props) {
      String mode = Boolean.TRUE.equals(props.readReplication()) ? "auto" : "disabled";
      return Map.of("read_replication", Map.of("mode", mode));
    }

    @Override
    Map<String, Object> told(Fields told) {
      return Map.of("readReplication", "auto".equals(told.at("read_replication").text("mode")));
    }
  }
}
