package alchemy.cloudflare;

import alchemy.App;
import alchemy.Handle;
import alchemy.Secret;
import alchemy.http.Endpoint;
import alchemy.http.Fields;
import alchemy.provider.Default;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Replaces;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An R2 bucket: {@code env.NAME.get(key)}. It holds data and is kept unless {@link Settings#delete
 * delete(true)} says otherwise; then it must be empty. A change of its name makes a new one. Its id
 * is {@code NAME} or {@code JURISDICTION/NAME}. Source: {@code cloudflare} npm SDK, r2/buckets.
 */
public final class R2Bucket extends DataResource {
  private R2Bucket(Handle<DataProvider.Outputs> handle) {
    super(handle);
  }

  /**
   * Declares a bucket with nothing set.
   *
   * @param id the resource's id in the script; its identity in state
   */
  public static R2Bucket of(String id) {
    return of(App.current(), id, settings -> {});
  }

  /** Declares a bucket. */
  public static R2Bucket of(String id, Consumer<? super Settings> settings) {
    return of(App.current(), id, settings);
  }

  /** Declares a bucket with nothing set in a given app or scope. */
  public static R2Bucket of(App app, String id) {
    return of(app, id, settings -> {});
  }

  /** Declares a bucket in a given app or scope. */
  public static R2Bucket of(App app, String id, Consumer<? super Settings> settings) {
    return new R2Bucket(app.declare(id, new Buckets(), new Settings(), settings));
  }

  @Override
  public Map<String, Object> binding() {
    Supplier<String> name = this::name;
    Supplier<String> where = () -> Buckets.jurisdiction(id());
    return handle().declared("jurisdiction").isPresent()
        ? Map.of("type", "r2_bucket", "bucket_name", name, "jurisdiction", where)
        : Map.of("type", "r2_bucket", "bucket_name", name);
  }

  /** What can be set on a bucket. */
  public static final class Settings extends DataSettings<Settings> {
    Settings() {
      super("R2Bucket");
    }

    /**
     * Near where it is made: wnam, enam, weur, eeur, apac or oc. Default: near whoever makes it.
     * Read only when it is made.
     */
    public Settings locationHint(String hint) {
      return set("locationHint", hint);
    }

    /** The class of new objects, Standard or InfrequentAccess. Default: Standard. */
    public Settings storageClass(String storageClass) {
      return set("storageClass", storageClass);
    }
  }

  record Props(
      @Replaces String name,
      @Policy String locationHint,
      @Replaces String jurisdiction,
      @Default("Standard") String storageClass,
      @Policy Boolean delete,
      @Policy Secret apiToken,
      @Policy String accountId)
      implements DataProvider.Common {}

  /** {@code /r2/buckets}, where some of it is said in headers. */
  static final class Buckets extends DataProvider<Props>
      implements Provider<Props, DataProvider.Outputs> {
    Buckets() {
      super(
          new Kind<>(
              Props.class,
              "cloudflare:R2Bucket",
              "bucket",
              "/r2/buckets",
              "name",
              "name",
              "creation_date",
              false,
              Set.of("10004", "10073")));
    }

    @Override
    Map<String, Object> fixed(Props props) {
      return one("locationHint", props.locationHint());
    }

    @Override
    Map<String, Object> open(Props props) {
      return Map.of(
          "storageClass", props.storageClass() == null ? "Standard" : props.storageClass());
    }

    @Override
    void send(CloudflareApi api, String path, Map<String, Object> changed) {
      api.with("cf-r2-storage-class", (String) changed.get("storageClass")).patch(path, Map.of());
    }

    @Override
    Map<String, Object> told(Fields told) {
      return one("storageClass", told.text("storage_class"));
    }

    @Override
    String prefix(Props props) {
      return props.jurisdiction() == null ? "" : props.jurisdiction() + "/";
    }

    static String jurisdiction(String id) {
      return id.contains("/") ? id.substring(0, id.indexOf('/')) : null;
    }

    @Override
    CloudflareApi reaching(CloudflareApi api, String id) {
      String where = jurisdiction(id);
      return where == null ? api : api.with("cf-r2-jurisdiction", where);
    }

    @Override
    Stream<Fields> called(CloudflareApi api, String name) {
      return api.find("/r2/buckets/" + Endpoint.encode(name)).stream();
    }
  }
}
