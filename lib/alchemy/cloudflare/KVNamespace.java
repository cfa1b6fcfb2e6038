package alchemy.cloudflare;

import alchemy.App;
import alchemy.Handle;
import alchemy.Secret;
import alchemy.http.Fields;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Replaces;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A namespace of Workers KV: {@code env.NAME.get(key)}. It holds data and is kept unless {@link
 * Settings#delete delete(true)} says otherwise; its name can be changed.
 *
 * <p>Source of the shapes: the {@code cloudflare} npm SDK, {@code resources/kv/namespaces}. The
 * service does not tell when it made one, so that the name is looked up before anything is made;
 * after a crash one that has it since then counts as ours.
 */
public final class KVNamespace extends DataResource {
  private KVNamespace(Handle<DataProvider.Outputs> handle) {
    super(handle);
  }

  /**
   * Declares a namespace with nothing set.
   *
   * @param id the resource's id in the script; its identity in state
   */
  public static KVNamespace of(String id) {
    return of(App.current(), id, settings -> {});
  }

  /** Declares a namespace. */
  public static KVNamespace of(String id, Consumer<? super Settings> settings) {
    return of(App.current(), id, settings);
  }

  /** Declares a namespace with nothing set in a given app or scope. */
  public static KVNamespace of(App app, String id) {
    return of(app, id, settings -> {});
  }

  /** Declares a namespace in a given app or scope. */
  public static KVNamespace of(App app, String id, Consumer<? super Settings> settings) {
    return new KVNamespace(app.declare(id, new Namespaces(), new Settings(), settings));
  }

  @Override
  public Map<String, Object> binding() {
    return Map.of("type", "kv_namespace", "namespace_id", (Supplier<String>) this::id);
  }

  /** What can be set on a namespace. */
  public static final class Settings extends DataSettings<Settings> {
    Settings() {
      super("KVNamespace");
    }
  }

  record Props(
      String name,
      @Replaces String jurisdiction,
      @Policy Boolean delete,
      @Policy Secret apiToken,
      @Policy String accountId)
      implements DataProvider.Common {}

  /** {@code /storage/kv/namespaces}, where the name is called title. */
  static final class Namespaces extends DataProvider<Props>
      implements Provider<Props, DataProvider.Outputs> {
    Namespaces() {
      super(
          new Kind<>(
              Props.class,
              "cloudflare:KVNamespace",
              "KV namespace",
              "/storage/kv/namespaces",
              "id",
              "title",
              null,
              true,
              Set.of("10014")));
    }

    @Override
    Map<String, Object> open(Props props) {
      return Map.of();
    }

    @Override
    void send(CloudflareApi api, String path, Map<String, Object> changed) {
      api.put(path, changed);
    }

    @Override
    Map<String, Object> told(Fields told) {
      return Map.of();
    }
  }
}
