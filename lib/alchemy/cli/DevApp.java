package alchemy.cli;

import alchemy.App;
import alchemy.Secret;
import alchemy.bundle.BundleCache;
import alchemy.bundle.BundleMissingException;
import alchemy.engine.Node;
import alchemy.engine.RunOptions;
import alchemy.state.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A script as {@code dev} has it: deployed into the local cloud as often as it changes. */
final class DevApp {
  static final String WORKER = "cloudflare:Worker";
  private static final String CONNECTION = "prisma:Connection";

  private final ScriptFlags flags;
  private final ApplyFlags apply;
  private final Interrupts interrupts;
  private final Report report;
  private final LocalCloud cloud;
  private final ScriptBuild build;
  private Invocation invocation;
  private App app;

  DevApp(
      Invocation invocation,
      ScriptFlags flags,
      ApplyFlags apply,
      Interrupts interrupts,
      Report report,
      LocalCloud cloud)
      throws IOException {
    this.invocation = invocation;
    this.flags = flags;
    this.apply = apply;
    this.interrupts = interrupts;
    this.report = report;
    this.cloud = cloud;
    Path script = root().resolve(invocation.scriptFile());
    this.build = Files.isRegularFile(script) ? new ScriptBuild(script) : null;
  }

  /** The script's folder. */
  Path root() {
    return RootFolder.ofScript(invocation);
  }

  /** True if the script is one that can be compiled anew. */
  boolean isCompiled() {
    return build != null;
  }

  /** Compiles and loads the script anew. */
  void load() throws IOException {
    if (!isCompiled()) {
      throw new ScriptBuildException(
          "The script changed, and JShell reads a script once.", "Start dev again.");
    }
    invocation = build.run(invocation);
    // By which an own provider is found whose name is all that state knows.
    Thread.currentThread().setContextClassLoader(invocation.body().getClass().getClassLoader());
  }

  /** Brings the stage to what the script and the Workers' sources say. */
  void deploy(Consumer<App> declared) {
    // Each time, since .env may have changed, too.
    RunOptions options =
        RunSetup.local(invocation, flags, apply)
            .options(RunOptions.Mode.DEPLOY, "dev", report.listener(), cloud);
    app = Deployment.run(invocation, options, interrupts, report, opened -> {}, declared);
  }

  /** The outputs of the last deploy. */
  Map<String, Object> outputs() {
    return app == null ? Map.of() : app.outputs();
  }

  /** Where Workers answer, by their ids. */
  Map<String, String> urls() {
    Map<String, String> urls = new LinkedHashMap<>();
    each(
        WORKER,
        (node, row) -> {
          if (row.outputs().get("url") != null) {
            urls.put(node.id(), row.outputs().get("url").toString());
          }
        });
    return urls;
  }

  /** The connection strings, by the ids of the connections. */
  Map<String, Secret> connections() {
    Map<String, Secret> strings = new LinkedHashMap<>();
    try {
      each(
          CONNECTION,
          (node, row) -> {
            if (app.session().output(node, "connectionString") instanceof Secret direct) {
              strings.put(node.id(), direct);
            }
          });
    } finally {
      if (app != null) {
        app.session().close();
      }
    }
    return strings;
  }

  /** All files and folders that the Workers were made of. */
  List<Path> sources() {
    List<Path> sources = new ArrayList<>();
    BundleCache bundles = BundleCache.of(root());
    each(
        WORKER,
        (node, row) -> {
          if (row.props().get("assetsFolder") instanceof String folder) {
            sources.add(root().resolve(folder).normalize());
          }
          if (row.props().get("code") instanceof String hash) {
            try {
              sources.addAll(bundles.get(hash).inputs());
            } catch (BundleMissingException e) {
              report.note("What Worker " + row.id() + " was made of is not known any more.");
            }
          }
        });
    return sources;
  }

  private void each(String type, BiConsumer<Node, Row> what) {
    if (app == null) {
      return; // nothing was good yet
    }
    Map<String, Row> rows = app.session().store().load().rows();
    for (Node each : app.session().graph().nodes()) {
      if (each.type().equals(type) && rows.get(each.id()) != null) {
        what.accept(each, rows.get(each.id()));
      }
    }
  }
}
