package alchemy.local.cloudflare;

import alchemy.local.Store;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The Hyperdrive configs of the account, sealed in the store. Safe for use by several threads. */
final class HyperdriveConfigs {
  private static final String FILE = "hyperdrive";

  private final Store store;
  private final Clock clock;
  private final Map<String, HyperdriveConfig> configs = new LinkedHashMap<>();
  private Consumer<String> onChange = id -> {};

  HyperdriveConfigs(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    store.load(FILE).forEach((id, tree) -> configs.put(id, HyperdriveConfig.read(tree)));
  }

  /** Who is told the id of a config whose connection changed or was restarted. */
  void onChange(Consumer<String> listener) {
    onChange = listener;
  }

  synchronized List<HyperdriveConfig> all() {
    return List.copyOf(configs.values());
  }

  synchronized Optional<HyperdriveConfig> find(String id) {
    return Optional.ofNullable(configs.get(id));
  }

  HyperdriveConfig get(String id) {
    return find(id)
        .orElseThrow(() -> new ApiErrorException(404, 2006, "Hyperdrive config not found."));
  }

  HyperdriveConfig create(Fields body) {
    var id = UUID.randomUUID().toString().replace("-", "");
    var config = HyperdriveConfig.create(id, body, now());
    refuseTakenName(config);
    OriginCheck.check(config);
    keep(config);
    return config;
  }

  HyperdriveConfig replace(String id, Fields body) {
    return change(id, before -> before.replaced(body, now()));
  }

  HyperdriveConfig patch(String id, Fields body) {
    return change(id, before -> before.patched(body, now()));
  }

  HyperdriveConfig restart(String id) {
    var config = get(id).restartedAt(now());
    keepChanged(config);
    onChange.accept(id);
    return config;
  }

  void delete(String id) {
    get(id);
    synchronized (this) {
      configs.remove(id);
      save();
    }
  }

  private HyperdriveConfig change(String id, Function<HyperdriveConfig, HyperdriveConfig> edit) {
    var before = get(id);
    var after = edit.apply(before);
    refuseTakenName(after);
    boolean moved = !after.origin().equals(before.origin()) || !after.mtls().equals(before.mtls());
    if (moved) {
      OriginCheck.check(after);
    }
    keepChanged(after);
    if (moved) {
      onChange.accept(id);
    }
    return after;
  }

  // Looked at again when it is kept: the check of the origin takes its time, and a second request
  // for the same name may have come meanwhile.
  private synchronized void keep(HyperdriveConfig config) {
    refuseTakenName(config);
    configs.put(config.id(), config);
    save();
  }

  // A config that was deleted while its new origin was checked stays deleted.
  private synchronized void keepChanged(HyperdriveConfig config) {
    get(config.id());
    keep(config);
  }

  private synchronized void refuseTakenName(HyperdriveConfig config) {
    for (var each : configs.values()) {
      if (each.name().equals(config.name()) && !each.id().equals(config.id())) {
        throw new ApiErrorException(
            409, 2017, "A Hyperdrive config with the name " + config.name() + " already exists.");
      }
    }
  }

  private void save() {
    Map<String, Object> tree = new LinkedHashMap<>();
    configs.forEach((id, config) -> tree.put(id, config.stored()));
    store.save(FILE, tree);
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
  }
}
