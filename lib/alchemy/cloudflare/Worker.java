package alchemy.cloudflare;

import alchemy.App;
import alchemy.Handle;
import alchemy.Secret;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A Worker: a program that Cloudflare runs, bundled from TypeScript or JavaScript with its npm
 * packages. It is deleted when it leaves the script.
 */
public final class Worker implements Bindable {
  private final Handle<WorkerProvider.Outputs> handle;

  private Worker(Handle<WorkerProvider.Outputs> handle) {
    this.handle = handle;
  }

  /**
   * Declares a Worker with nothing set.
   *
   * @param id the resource's id in the script; its identity in state
   * @param main the file where the Worker starts, relative to the script's folder
   */
  public static Worker of(String id, String main) {
    return of(App.current(), id, main, settings -> {});
  }

  /** Declares a Worker. */
  public static Worker of(String id, String main, Consumer<? super Settings> settings) {
    return of(App.current(), id, main, settings);
  }

  /** Declares a Worker with nothing set in a given app or scope. */
  public static Worker of(App app, String id, String main) {
    return of(app, id, main, settings -> {});
  }

  /** Declares a Worker in a given app or scope. */
  public static Worker of(App app, String id, String main, Consumer<? super Settings> settings) {
    Settings values = new Settings(main, WorkerCode.of(app, main));
    return new Worker(app.declare(id, new WorkerProvider(), values, settings));
  }

  /** The Worker's name, which is its id with the service. */
  public String id() {
    return handle.output("id");
  }

  /** The Worker's name. */
  public String name() {
    return handle.output("name");
  }

  /** Where it answers; null with {@code url(false)}. */
  public String url() {
    return handle.output("url");
  }

  /** When the service made it; null if it does not tell. */
  public Instant createdAt() {
    return handle.output("createdAt");
  }

  /** The compatibility date that it runs with. */
  public String compatibilityDate() {
    return handle.output("compatibilityDate");
  }

  /** The service's unchanging id of this Worker; null if it does not tell. */
  public String tag() {
    return handle.output("tag");
  }

  /** The id of what was uploaded last; null if the service does not tell. */
  public String deploymentId() {
    return handle.output("deploymentId");
  }

  @Override
  public Map<String, Object> binding() {
    return Binding.service(this).binding();
  }

  @Override
  public Handle<?> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle.toString();
  }

  /** What can be set on a Worker. */
  public static final class Settings extends alchemy.Settings<Settings> {
    Settings(String main, Supplier<String> code) {
      super("Worker");
      set("main", main);
      if (code != null) {
        set("code", code);
      }
    }

    /**
     * Binds a resource, or what {@link Binding} names: a Hyperdrive as {@code
     * env.NAME.connectionString}, a Worker as {@code env.NAME.fetch(...)}, and so on.
     */
    public Settings bind(String name, Bindable target) {
      after(given("bindings." + name, target));
      return put("bindings", name, target.binding());
    }

    /** Binds a text: {@code env.NAME}. A text that holds a secret is bound as one. */
    public Settings bind(String name, String text) {
      return put("bindings", name, text);
    }

    /** Binds a secret: {@code env.NAME}, which nobody can read back from the service. */
    public Settings bind(String name, Secret secret) {
      return put("bindings", name, secret);
    }

    /** Binds what is asked later: text, secret, number, boolean, list or map. */
    public Settings bind(String name, Supplier<?> value) {
      given("bindings." + name, value);
      Supplier<Object> typed = () -> Bindings.value(value.get());
      return put("bindings", name, typed);
    }

    /** Binds a boolean: {@code env.NAME}. */
    public Settings bind(String name, boolean value) {
      return put("bindings", name, Bindings.json(value));
    }

    /** Binds a number: {@code env.NAME}. */
    public Settings bind(String name, Number value) {
      return bindJson(name, value);
    }

    /** Binds an object: {@code env.NAME.key}. */
    public Settings bind(String name, Map<String, ?> value) {
      return bindJson(name, value);
    }

    /** Binds JSON: text, number, boolean, list, map or record, as it is in JavaScript. */
    public Settings bindJson(String name, Object value) {
      return put("bindings", name, Bindings.json(given("bindings." + name, value)));
    }

    /** The Worker's name, unique in the account. Default: app, id and stage. */
    public Settings name(String name) {
      return set("name", name);
    }

    /**
     * The date whose behaviour of the runtime the Worker wants. Default: {@value
     * WorkerProvider#NEWEST_DATE} when it is made, and then kept.
     *
     * @param date as {@code "2026-11-01"}
     */
    public Settings compatibilityDate(String date) {
      return set("compatibilityDate", date);
    }

    /** The same from a date. */
    public Settings compatibilityDate(LocalDate date) {
      return set("compatibilityDate", given("compatibilityDate", date).toString());
    }

    /** Features of the runtime, as {@code "nodejs_compat"}. Their order is of no account. */
    public Settings compatibilityFlags(String... flags) {
      return set("compatibilityFlags", sorted(given("compatibilityFlags", flags)));
    }

    /** Whether it answers at {@code NAME.SUBDOMAIN.workers.dev}. Default: true. */
    public Settings url(boolean url) {
      return set("url", url);
    }

    /**
     * When it is started by the clock, in UTC, as {@code "0 3 * * *"}. Default: never. Their order
     * is of no account.
     */
    public Settings crons(String... crons) {
      return set("crons", sorted(given("crons", crons)));
    }

    /** Whether the service keeps its logs. Default: false. */
    public Settings observability(boolean observability) {
      return set("observability", observability);
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

    private static List<String> sorted(String... texts) {
      return Arrays.stream(texts).distinct().sorted().toList();
    }
  }
}
