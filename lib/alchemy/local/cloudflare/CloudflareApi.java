package alchemy.local.cloudflare;

import alchemy.local.Children;
import alchemy.local.Events;
import alchemy.local.Ports;
import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.Router;
import alchemy.local.Store;
import alchemy.local.Tokens;
import alchemy.local.workerd.WorkerFleet;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The Cloudflare API of the local cloud: accounts, Hyperdrive configs that really connect, Workers
 * that really run. Source: Cloudflare API v4.
 */
public final class CloudflareApi implements AutoCloseable {
  private final Router router = new Router();
  private final Children children;
  private final WorkerFleet fleet;
  private final StoredResources stored;
  private final Tails tails;
  private final Workers workers;
  private final Overview overview;

  /**
   * Reads what is stored; nothing runs yet.
   *
   * @param workerdBinary gives the workerd binary; asked when the first Worker is started, by any
   *     thread
   */
  public CloudflareApi(
      Store store, Ports ports, Tokens tokens, Events events, Supplier<Path> workerdBinary) {
    var clock = Clock.systemUTC();
    this.children = new Children();
    this.fleet =
        new WorkerFleet(ports, events, children, workerdBinary, store.folder().resolve("workerd"));
    this.tails = new Tails(clock);
    var configs = new HyperdriveConfigs(store, clock);
    this.stored = new StoredResources(store);
    var assets = new AssetSessions(new AssetShelf(store.folder().resolve("assets")), clock);
    this.workers =
        new Workers(new ScriptShelf(store), configs, stored, assets, fleet, events, clock);
    this.overview = new Overview(workers, fleet, configs, stored);
    var access = new Access(router, tokens);
    AccountRoutes.add(access, tokens);
    HyperdriveRoutes.add(access, configs);
    SubdomainRoutes.add(access, store);
    ScriptRoutes.add(access, workers);
    ReferenceRoutes.add(access, workers);
    AssetRoutes.add(access, assets);
    fleet.onTrace(tails::tell);
    fleet.onTrace(new Requests(events, clock));
    access
        .on("POST", ScriptRoutes.ONE + "/tails", r -> Envelope.ok(tail(r)))
        .on("DELETE", ScriptRoutes.ONE + "/tails/{tail}", this::endTail);
    ZoneRoutes.add(access, new Places(store), workers, tokens);
    SettingsRoutes.add(access, workers, events, clock);
    SecretRoutes.add(access, workers);
    VersionRoutes.add(access, workers);
    StoredRoutes.add(access, stored, clock);
    ConsumerRoutes.add(access, stored, clock);
  }

  private Map<String, Object> tail(Request request) {
    var worker = workers.get(ScriptRoutes.name(request)).name();
    // No body means all events.
    var body = request.body().length == 0 ? Map.of() : request.json();
    return tails.open(worker, Fields.of(body, "tail", 10021));
  }

  private Reply endTail(Request request) {
    tails.end(request.params().get("tail"));
    return Envelope.ok(null);
  }

  StoredResources stored() {
    return stored;
  }

  /**
   * What the account has, without secrets: {@code workers}, {@code hyperdrives}, {@code stored}.
   */
  public Map<String, Object> overview() {
    return overview.tree();
  }

  /** The routes, with paths below {@code /client/v4}. */
  public Router routes() {
    return router;
  }

  /**
   * Brings stored Workers up again. Their ports are open when this returns; requests wait until a
   * Worker has started, which happens in the background.
   */
  public void start() {
    workers.start();
  }

  /** Stops all Workers, within some 200 ms. */
  @Override
  public void close() {
    tails.close();
    fleet.close();
    children.close();
  }
}
