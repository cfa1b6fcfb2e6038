package alchemy.local.workerd;

import static alchemy.local.workerd.Capnp.list;
import static alchemy.local.workerd.Capnp.quote;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Writes the configuration of one Worker with one HTTP socket, on a port that the system picks. */
final class WorkerConfig {
  /** The service that stands before the Worker. */
  static final String FRONT = "front";

  /** The service of a Worker's assets, if it has code, too. */
  static final String ASSETS = "assets";

  private final WorkerSpec spec;
  private final Path objects;
  private final String mark = "trace-" + UUID.randomUUID() + " ";
  private final List<String> services = new ArrayList<>();
  private final Wiring wiring = new Wiring(services);

  private WorkerConfig(WorkerSpec spec, Path objects) {
    this.spec = spec;
    this.objects = objects;
  }

  /**
   * What a Worker is started with.
   *
   * @param objects the folder of all Durable Objects
   */
  static Launch launch(WorkerSpec spec, Path objects) {
    return new WorkerConfig(spec, objects).write();
  }

  /** The Worker alone, and with nothing experimental unless its bindings need that. */
  static Launch bare(WorkerSpec spec) {
    var config = new WorkerConfig(spec, Path.of(""));
    config.addInternet();
    config.services.add(Capnp.service(Launch.MAIN, "worker = (\n" + config.worker() + ")"));
    return config.launch(Launch.MAIN, config.wiring::isExperimental, "");
  }

  private Launch write() {
    addInternet();
    var entry = Launch.MAIN;
    if (!spec.modules().isEmpty()) {
      var tails = "  tails = [\"trace\"],\n";
      services.add(Capnp.service(Launch.MAIN, "worker = (\n" + worker() + tails + ")"));
      services.add(
          Capnp.worker(
              "trace",
              "esModule = " + quote(Glue.TRACE),
              "bindings = [(name = \"MARK\", text = " + quote(mark) + ")]"));
      services.add(
          Capnp.worker(
              FRONT,
              "esModule = " + quote(Glue.FRONT),
              "compatibilityFlags = [\"service_binding_extra_handlers\"], bindings = [(name ="
                  + " \"MAIN\", service = \"main\"), (name = \"NEXT\", service = \""
                  + (spec.assets().isPresent() ? ASSETS : Launch.MAIN)
                  + "\")]"));
      entry = FRONT;
    }
    spec.assets().ifPresent(this::addAssets);
    // The handlers of scheduled events can be called only so.
    return launch(entry, () -> true, mark);
  }

  private Launch launch(String entry, BooleanSupplier experimental, String traceMark) {
    wiring.close();
    var files = spec.modules().stream().map(WorkerModule::content).toList();
    var socket =
        "  sockets = [(name = \"http\", address = \"127.0.0.1:0\", http = (), service = \""
            + entry
            + "\")],\n";
    var config = Capnp.config(services, socket + extensions());
    return new Launch(config, files, experimental.getAsBoolean(), traceMark);
  }

  private void addInternet() {
    var all = "allow = [\"public\", \"private\"], tlsOptions = (trustBrowserCas = true)";
    services.add(Capnp.service("internet", "network = (" + all + ")"));
  }

  private String worker() {
    var bindings = new ArrayList<String>();
    spec.bindings()
        .forEach(
            each ->
                bindings.add("(name = " + quote(each.name()) + ", " + each.field(wiring) + ")"));
    return code()
        + "  compatibilityDate = "
        + quote(spec.compatibilityDate())
        + ",\n"
        + Capnp.strings("compatibilityFlags", spec.compatibilityFlags())
        + list("bindings", bindings)
        + durableObjects();
  }

  private String code() {
    if (spec.serviceWorker()) {
      return "  serviceWorkerScript = embed \"" + Launch.file(0) + "\",\n";
    }
    var modules =
        IntStream.range(0, spec.modules().size())
            .filter(i -> !spec.modules().get(i).type().field().isEmpty())
            .mapToObj(i -> module(spec.modules().get(i), i))
            .toList();
    return list("modules", modules);
  }

  private static String module(WorkerModule module, int index) {
    return "(name = %s, %s = embed \"%s\")"
        .formatted(quote(module.name()), module.type().field(), Launch.file(index));
  }

  private String durableObjects() {
    if (spec.objects().isEmpty()) {
      return "";
    }
    services.add(Capnp.disk("objects", objects));
    var classes =
        spec.objects().stream()
            .map(
                each ->
                    "(className = %s, uniqueKey = %s, enableSql = %s)"
                        .formatted(quote(each.className()), quote(each.key()), each.sqlite()))
            .toList();
    return list("durableObjectNamespaces", classes)
        + "  durableObjectStorage = (localDisk = \"objects\"),\n";
  }

  private void addAssets(Assets assets) {
    var worker =
        spec.modules().isEmpty()
            ? "compatibilityDate = "
                + quote(spec.compatibilityDate())
                + ",\n"
                + Capnp.strings("compatibilityFlags", spec.compatibilityFlags())
            : "userWorker = \"" + Launch.MAIN + "\"";
    services.add(
        Capnp.service(
            // What others are bound to is always the same name.
            spec.modules().isEmpty() ? Launch.MAIN : ASSETS,
            "assets = (path = %s, config = %s, %s)"
                .formatted(
                    quote(assets.folder().toString()), Capnp.json(assets.config()), worker)));
  }

  private static String extensions() {
    return "  extensions = [(modules = [(name = \"%s\", internal = true, esModule = %s), "
            .formatted(Glue.RATE_LIMIT, quote(Glue.RATE_LIMIT_SOURCE))
        + "(name = \"%s\", internal = true, esModule = %s)])],\n"
            .formatted(Glue.DATASET, quote(Glue.DATASET_SOURCE));
  }
}
