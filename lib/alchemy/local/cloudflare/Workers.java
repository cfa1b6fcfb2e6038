package alchemy.local.cloudflare;

import alchemy.AlchemyException;
import alchemy.local.Events;
import alchemy.local.workerd.Exports;
import alchemy.local.workerd.WorkerFleet;
import alchemy.local.workerd.WorkerRefusedException;
import alchemy.local.workerd.WorkerSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What happens to Workers. Every change follows one order: build the new version, start it, let it
 * take over, write it down, answer. So an upload that fails changes nothing, and what was answered
 * survives a crash. One Worker is changed by one request at a time, different ones side by side.
 */
final class Workers {
  private static final int NOT_FOUND = 10007;
  private static final int REFUSED = 10021;
  private static final int NO_HANDLERS = 10068;
  private static final int STILL_REFERENCED = 10142;
  private static final int NO_VERSION = 10056;
  // Types of bindings that name another Worker, and the field in which they do.
  private static final Map<String, String> LINKS =
      Map.of("service", "service", "durable_object_namespace", "script_name");

  private final ScriptShelf shelf;
  private final WorkerFleet fleet;
  private final WorkerBindings bindings;
  private final Simulation simulation;
  private final AssetSessions assets;
  private final Events events;
  private final Clock clock;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();
  private final List<Consumer<String>> deleted = new CopyOnWriteArrayList<>();

  Workers(
      ScriptShelf shelf,
      HyperdriveConfigs configs,
      StoredResources stored,
      AssetSessions assets,
      WorkerFleet fleet,
      Events events,
      Clock clock) {
    this.shelf = shelf;
    this.fleet = fleet;
    this.bindings =
        new WorkerBindings(
            configs,
            stored,
            name ->
                shelf
                    .find(name)
                    .map(script -> new WorkerBindings.Target(script, shelf.deployed(script))));
    this.assets = assets;
    this.simulation = new Simulation(stored, fleet, events);
    this.events = events;
    this.clock = clock;
    configs.onChange(id -> bound("hyperdrive", "id", id).forEach(this::rerun));
  }

  /** A Worker with one of its versions, and how long that took to start. */
  record Outcome(Script script, Version version, long startMillis) {}

  /** Tells of each Worker that was deleted. */
  void onDelete(Consumer<String> listener) {
    deleted.add(listener);
  }

  List<Script> all() {
    return shelf.all();
  }

  Script get(String name) {
    return shelf
        .find(name)
        .orElseThrow(
            () ->
                new ApiErrorException(
                    404, NOT_FOUND, "This Worker does not exist on your account."));
  }

  List<WorkerBindings.Target> serving() {
    return shelf.serving();
  }

  Version deployed(Script script) {
    return shelf.deployed(script);
  }

  Version version(Script script, String id) {
    if (!script.versions().contains(id)) {
      throw new ApiErrorException(404, NO_VERSION, "The version " + id + " does not exist.");
    }
    return shelf.version(id);
  }

  String url(String name) {
    return fleet.url(name);
  }

  /** Makes a Worker, or deploys a new version of it. */
  Outcome upload(String name, WorkerUpload upload, Map<String, Object> settings) {
    var isNew = shelf.find(name).isEmpty();
    var done =
        locked(
            name,
            () -> {
              var known = shelf.find(name);
              var script =
                  known
                      .orElseGet(() -> Script.fresh(name, hex(), now()))
                      .withSettings(settings, now());
              var before = script.migrations();
              var after = upload.migrated(before, other -> get(other).migrations());
              var version =
                  upload.version(made(script, "upload"), name, assets, known.map(shelf::deployed));
              var deployed = deployNew(script.withMigrations(after), version);
              before.gone(after).forEach(fleet::forgetObjects);
              return deployed;
            });
    takeFromOthers(done.script());
    if (isNew) { // those that were bound to it before it was there
      boundTo(name).forEach(this::rerun);
    }
    return done;
  }

  // What was transferred is no longer the other one's.
  private void takeFromOthers(Script owner) {
    for (var other : shelf.all()) {
      var left = other.migrations().without(owner.migrations());
      if (!other.name().equals(owner.name()) && !left.equals(other.migrations())) {
        edit(other.name(), each -> each.withMigrations(left));
        rerun(other.name());
      }
    }
  }

  /** Keeps a new version without deploying it; it must start, like any other. */
  Outcome keepVersion(String name, WorkerUpload upload) {
    return locked(
        name,
        () -> {
          var script = get(name);
          var version = upload.version(made(script, "upload"), name, assets, newest(script));
          var started = System.nanoTime();
          var spec = checked(script, version);
          if (isModules(version)) {
            version = version.with(approved(script, refusing(() -> fleet.exports(spec))));
          }
          var millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
          shelf.add(version);
          var kept = script.withVersion(version.id(), now());
          shelf.put(kept);
          return new Outcome(kept, version, millis);
        });
  }

  /** Lets a version that was kept serve. */
  Map<String, Object> deploy(String name, String versionId, Map<String, Object> annotations) {
    return locked(
        name,
        () -> {
          var script = get(name);
          var version = version(script, versionId);
          var spec = checked(script, version);
          script.migrations().check(version.exports());
          refusing(
              () -> {
                fleet.run(name, spec);
                return name;
              });
          var deployment = Script.deployment(version, annotations, now());
          settle(script.withDeployment(deployment, now()));
          return deployment;
        });
  }

  /** Deploys a version that differs from the deployed one in its bindings or settings only. */
  Outcome change(String name, String source, Function<Version, VersionChange> edit) {
    return locked(
        name,
        () -> {
          var script = get(name);
          var before = shelf.deployed(script);
          var change = edit.apply(before);
          var version =
              before.with(made(script, source), change.bindings(), change.versionSettings());
          return deployNew(script.withSettings(change.scriptSettings(), now()), version);
        });
  }

  /** Changes what is not versioned. */
  Script edit(String name, UnaryOperator<Script> edit) {
    return locked(
        name,
        () -> {
          var edited = edit.apply(get(name));
          settle(edited);
          return edited;
        });
  }

  /** Deletes a Worker; without force, not one that another is bound to. */
  void delete(String name, boolean force) {
    locked(
        name,
        () -> {
          var script = get(name);
          var bound = force ? List.<String>of() : boundTo(name);
          if (!bound.isEmpty()) {
            var by = " is still referenced by bindings in Workers: " + String.join(", ", bound);
            throw ApiErrorException.invalid(STILL_REFERENCED, name + by);
          }
          shelf.remove(name);
          fleet.stop(name);
          script.migrations().gone(Migrations.read(null)).forEach(fleet::forgetObjects);
          deleted.forEach(each -> each.accept(name));
          return name;
        });
    boundTo(name).forEach(this::rerun);
  }

  private List<String> boundTo(String name) {
    return LINKS.entrySet().stream()
        .flatMap(link -> bound(link.getKey(), link.getValue(), name).stream())
        .filter(each -> !each.equals(name))
        .distinct()
        .toList();
  }

  /**
   * Opens the ports of all Workers at once, and starts them side by side, in the background. None
   * serves before all have started or failed, since they may call each other.
   */
  void start() {
    var all = shelf.all();
    fleet.hold();
    all.forEach(script -> fleet.listen(script.name(), script.enabled()));
    var starting =
        all.stream()
            .map(
                script -> CompletableFuture.runAsync(() -> rerun(script.name()), Workers::inThread))
            .toArray(CompletableFuture<?>[]::new);
    var unused =
        CompletableFuture.allOf(starting)
            .whenComplete(
                (done, failed) -> {
                  fleet.release();
                  simulation.begin();
                });
  }

  private static void inThread(Runnable task) {
    var thread = new Thread(task, "start-worker");
    thread.setDaemon(true);
    thread.start();
  }

  private List<String> bound(String type, String field, String value) {
    return serving().stream()
        .filter(each -> each.version().binds(type, field, value))
        .map(each -> each.script().name())
        .toList();
  }

  // Its bindings are looked up anew. What leads nowhere by now is left out: at Cloudflare, too, a
  // Worker outlives what it is bound to.
  private void rerun(String name) {
    locked(
        name,
        () -> {
          var script = shelf.find(name);
          if (script.isPresent()) {
            var version = shelf.deployed(script.get());
            var resolved = resolved(script.get(), version);
            resolved.dangling().forEach(e -> events.note("Worker " + name + ": " + e.text()));
            try {
              fleet.run(name, spec(script.get(), version, resolved));
            } catch (AlchemyException e) {
              events.note("Worker " + name + " does not run: " + e.getMessage());
            }
            // A port where nobody would ever answer is closed rather than left to wait.
            fleet.listen(name, script.get().enabled() && fleet.isRunning(name));
          }
          return name;
        });
  }

  private Outcome deployNew(Script script, Version version) {
    var name = script.name();
    var spec = checked(script, version);
    var found = new AtomicReference<>(version);
    var started = System.nanoTime();
    refusing(
        () -> {
          if (isModules(version)) {
            fleet.run(name, spec, e -> found.set(version.with(approved(script, e))));
          } else {
            fleet.run(name, spec);
          }
          return name;
        });
    var millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
    var ready = found.get();
    shelf.add(ready);
    var deployed =
        script
            .withVersion(ready.id(), now())
            .withDeployment(Script.deployment(ready, ready.annotations(), now()), now());
    settle(deployed);
    return new Outcome(deployed, ready, millis);
  }

  private void settle(Script script) {
    shelf.put(script);
    fleet.listen(script.name(), script.enabled());
  }

  private WorkerBindings.Resolved resolved(Script script, Version version) {
    return bindings.resolve(script.name(), version, script.migrations());
  }

  private WorkerSpec checked(Script script, Version version) {
    var resolved = resolved(script, version);
    if (!resolved.dangling().isEmpty()) {
      throw resolved.dangling().get(0);
    }
    return spec(script, version, resolved);
  }

  private WorkerSpec spec(Script script, Version version, WorkerBindings.Resolved resolved) {
    refusing(() -> simulation.ensured(resolved.bindings()));
    return new WorkerSpec(
        version.modules(),
        version.serviceWorker(),
        version.compatibilityDate(),
        version.compatibilityFlags(),
        resolved.bindings(),
        List.copyOf(script.migrations().classes().values()),
        assets.served(version.assets()));
  }

  private static boolean isModules(Version version) {
    return !version.serviceWorker() && !version.modules().isEmpty();
  }

  private static Exports approved(Script script, Exports exports) {
    if (exports.isEmpty()) {
      throw ApiErrorException.invalid(
          NO_HANDLERS, "No event handlers were registered. This script does nothing.");
    }
    script.migrations().check(exports.entrypoints());
    return exports;
  }

  private static <T> T refusing(Supplier<T> start) {
    try {
      return start.get();
    } catch (WorkerRefusedException e) {
      throw ApiErrorException.invalid(REFUSED, e.reason());
    }
  }

  private Optional<Version> newest(Script script) {
    return script.versions().stream().findFirst().map(shelf::version);
  }

  private Version.Made made(Script script, String source) {
    return new Version.Made(UUID.randomUUID().toString(), script.nextNumber(), now(), source);
  }

  private <T> T locked(String name, Supplier<T> work) {
    synchronized (locks.computeIfAbsent(name, each -> new Object())) {
      return work.get();
    }
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
  }

  private static String hex() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
