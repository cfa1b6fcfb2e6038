package alchemy.cloudflare;

import alchemy.App;
import alchemy.Handle;
import alchemy.Secret;
import alchemy.bundle.Bundle;
import java.time.Duration;
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
    this.handle = handle.of(this);
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
    Settings values = new Settings(app, main);
    return new Worker(app.declare(id, new WorkerProvider(), values, settings));
  }

  /** Declares a Worker that starts at no file: with {@link Settings#script}. */
  public static Worker of(String id, Consumer<? super Settings> settings) {
    return of(App.current(), id, settings);
  }

  /** Declares a Worker that starts at no file in a given app or scope. */
  public static Worker of(App app, String id, Consumer<? super Settings> settings) {
    return new Worker(app.declare(id, new WorkerProvider(), new Settings(app), settings));
  }

  /**
   * Another Worker of the script, for a binding only: {@code bind("B", Worker.named("b"))}. Two
   * Workers may call each other so. Of one that is not there yet it is bound in a second step, once
   * both are.
   *
   * @param id the other Worker's id in the script
   */
  public static Binding named(String id) {
    return Binding.later(id);
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
  public static final class Settings extends AccountSettings<Settings> {
    private final App app;

    Settings(App app) {
      super("Worker");
      this.app = app;
    }

    Settings(App app, String main) {
      this(app);
      set("main", main);
      Supplier<String> code = WorkerCode.of(app, main);
      if (code != null) {
        set("code", code);
      }
    }

    /** The source itself: one JavaScript module, uploaded as it is. */
    public Settings script(String source) {
      set("script", source);
      return set("code", Bundle.inline(source).hash());
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

    /**
     * Whether each version answers at an address of its own. Default: with a URL, and without
     * Durable Object classes of its own, for which the service has none.
     */
    public Settings previews(boolean previews) {
      return set("previews", previews);
    }

    /**
     * Answers at routes of the account's zones, as {@code "example.com/api/*"}. Default: at none.
     */
    public Settings routes(String... patterns) {
      return set("routes", sorted(given("routes", patterns)));
    }

    /**
     * Answers at hosts of the account's zones, for which the service makes the DNS records and
     * certificates, as {@code "app.example.com"}. Default: at none.
     */
    public Settings domains(String... hosts) {
      return set("domains", sorted(given("domains", hosts)));
    }

    /**
     * Serves the files of a folder before the program is asked, by the rules in its {@code
     * _headers} and {@code _redirects} and without what its {@code .assetsignore} names. The
     * program reaches them through {@link Binding#assets}.
     *
     * @param folder relative to the script's folder
     */
    public Settings assets(String folder) {
      set("assetsFolder", folder);
      Supplier<String> hash = WorkerAssets.planned(app.root().resolve(folder));
      return app.isOffline() ? this : set("assets", hash);
    }

    /**
     * How addresses without and with a slash and {@code .html} are answered. Default: {@code
     * auto-trailing-slash}; else {@code force-trailing-slash}, {@code drop-trailing-slash}, {@code
     * none}.
     */
    public Settings htmlHandling(String handling) {
      return put("assetsConfig", "html_handling", handling);
    }

    /**
     * What is answered where there is no asset. Default: {@code none}, the program; else {@code
     * 404-page}, {@code single-page-application}.
     */
    public Settings notFoundHandling(String handling) {
      return put("assetsConfig", "not_found_handling", handling);
    }

    /** Asks the program before the assets: for all paths, or not. Default: false. */
    public Settings runWorkerFirst(boolean always) {
      return put("assetsConfig", "run_worker_first", always);
    }

    /** Asks the program before the assets at some paths, as {@code "/api/*"}, {@code "!/api/x"}. */
    public Settings runWorkerFirst(String... paths) {
      return put("assetsConfig", "run_worker_first", List.of(given("runWorkerFirst", paths)));
    }

    /** Whether the service keeps its logs. Default: false. */
    public Settings observability(boolean observability) {
      return set("observability", observability);
    }

    /**
     * Keeps the logs of a part of the requests.
     *
     * @param sampling from 0 to 1
     */
    public Settings observability(double sampling) {
      return observability(Map.of("enabled", true, "head_sampling_rate", sampling));
    }

    /** The same in full, by the names of the API's field {@code observability}. */
    public Settings observability(Map<String, ?> observability) {
      return set("observability", observability);
    }

    /** Whether its trace events go to the account's Logpush. Default: false. */
    public Settings logpush(boolean logpush) {
      return set("logpush", logpush);
    }

    /** Workers that get its trace events. Their order is of no account. Default: none. */
    public Settings tailConsumers(Worker... workers) {
      List<Worker> all = List.of(given("tailConsumers", workers));
      all.forEach(this::after);
      Supplier<List<String>> names = () -> all.stream().map(Worker::name).sorted().toList();
      return set("tailConsumers", names);
    }

    /** Lets the service run it where it is fastest, near what it talks to. */
    public Settings smartPlacement() {
      return set("placement", Map.of("mode", "smart"));
    }

    /** Runs it near a region of a cloud, as {@code "aws:us-east-1"}. */
    public Settings placementRegion(String region) {
      return set("placement", Map.of("region", given("placementRegion", region)));
    }

    /** Runs it near a host, as {@code "db.example.com:5432"}. */
    public Settings placementHost(String host) {
      return set("placement", Map.of("host", given("placementHost", host)));
    }

    /** The CPU time that one request may take. Default: the plan's. */
    public Settings cpuLimit(Duration time) {
      return put("limits", "cpu_ms", given("cpuLimit", time).toMillis());
    }

    /** How many requests it may make for one. Default: the plan's. */
    public Settings subrequestLimit(int requests) {
      return put("limits", "subrequests", requests);
    }

    /** Whether answers are cached in front of it. Default: false. */
    public Settings cache(boolean cache) {
      return set("cache", cache);
    }

    /** Whether a new version leaves secrets alone that others bound. Default: false, they go. */
    public Settings keepSecrets(boolean keep) {
      return set("keepSecrets", keep);
    }

    /**
     * Whether a deploy writes the types of what is bound, in {@code worker-configuration.d.ts}
     * beside the file where the Worker starts. Default: true, if that is TypeScript.
     */
    public Settings types(boolean types) {
      return set("types", types);
    }

    /** What the next version is about, for the dashboard's list of versions. */
    public Settings message(String message) {
      return set("message", message);
    }

    private static List<String> sorted(String... texts) {
      return Arrays.stream(texts).distinct().sorted().toList();
    }
  }
}
