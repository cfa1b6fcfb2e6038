package alchemy.cloudflare;

import alchemy.App;
import alchemy.Handle;
import alchemy.Secret;
import alchemy.http.Fields;
import alchemy.provider.Check;
import alchemy.provider.Default;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Replaces;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A queue: {@code env.NAME.send(message)}. It holds data and is kept unless {@link Settings#delete
 * delete(true)} says otherwise; its name can be changed.
 *
 * <p>Source of the shapes: the {@code cloudflare} npm SDK, {@code resources/queues}, and wrangler,
 * which sends settings with a create and sends all of them with an update.
 */
public final class Queue extends DataResource {
  private Queue(Handle<DataProvider.Outputs> handle) {
    super(handle);
  }

  /**
   * Declares a queue with nothing set.
   *
   * @param id the resource's id in the script; its identity in state
   */
  public static Queue of(String id) {
    return of(App.current(), id, settings -> {});
  }

  /** Declares a queue. */
  public static Queue of(String id, Consumer<? super Settings> settings) {
    return of(App.current(), id, settings);
  }

  /** Declares a queue with nothing set in a given app or scope. */
  public static Queue of(App app, String id) {
    return of(app, id, settings -> {});
  }

  /** Declares a queue in a given app or scope. */
  public static Queue of(App app, String id, Consumer<? super Settings> settings) {
    return new Queue(app.declare(id, new Queues(), new Settings(), settings));
  }

  @Override
  public Map<String, Object> binding() {
    return Map.of("type", "queue", "queue_name", (Supplier<String>) this::name);
  }

  /** What can be set on a queue. */
  public static final class Settings extends DataSettings<Settings> {
    Settings() {
      super("Queue");
    }

    /** How long each message waits before it is delivered, in whole seconds. Default: not. */
    public Settings deliveryDelay(Duration delay) {
      return set("deliveryDelay", delay);
    }

    /** Whether nothing is delivered for now. Default: false. */
    public Settings deliveryPaused(boolean paused) {
      return set("deliveryPaused", paused);
    }

    /**
     * How long a message is kept that nobody takes, in whole seconds. Default: the plan's. Taking
     * it out of the script leaves it as it is, since that default is not told.
     */
    public Settings messageRetention(Duration retention) {
      return set("messageRetention", retention);
    }
  }

  record Props(
      String name,
      @Default("PT0S") Duration deliveryDelay,
      @Default("false") Boolean deliveryPaused,
      Duration messageRetention,
      @Replaces String jurisdiction,
      @Policy Boolean delete,
      @Policy Secret apiToken,
      @Policy String accountId)
      implements DataProvider.Common {}

  /** {@code /queues}. */
  static final class Queues extends DataProvider<Props>
      implements Provider<Props, DataProvider.Outputs> {
    private static final String DELAY = "delivery_delay";
    private static final String PAUSED = "delivery_paused";
    private static final String RETENTION = "message_retention_period";

    Queues() {
      super(
          new Kind<>(
              Props.class,
              "cloudflare:Queue",
              "queue",
              "/queues",
              "queue_id",
              "queue_name",
              "created_on",
              true,
              Set.of("11009")));
    }

    @Override
    public void check(Check check, Props wanted) {
      super.check(check, wanted);
      Seconds.check(check, "deliveryDelay", wanted.deliveryDelay(), 0, 86_400);
      Seconds.check(check, "messageRetention", wanted.messageRetention(), 60, 1_209_600);
    }

    @Override
    Map<String, Object> open(Props props) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put(DELAY, props.deliveryDelay() == null ? 0 : props.deliveryDelay().toSeconds());
      settings.put(PAUSED, Boolean.TRUE.equals(props.deliveryPaused()));
      if (props.messageRetention() != null) {
        settings.put(RETENTION, props.messageRetention().toSeconds());
      }
      return Map.of("settings", settings);
    }

    @Override
    Map<String, Object> told(Fields told) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.putAll(one("deliveryDelay", Seconds.of(told.at("settings"), DELAY)));
      settings.putAll(one("messageRetention", Seconds.of(told.at("settings"), RETENTION)));
      settings.put("deliveryPaused", told.at("settings").flag(PAUSED));
      return settings;
    }
  }
}
