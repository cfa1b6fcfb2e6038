package alchemy.cli;

import alchemy.App;
import alchemy.engine.Node;
import alchemy.engine.RunOptions;
import alchemy.fetch.Tools;
import alchemy.state.StageState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dev}: deploys into the local cloud and serves from it. */
@Command(
    name = "dev",
    description = {
      "Start the local cloud, deploy the script into it, and serve.",
      "Needs no account. The stage is always \"local\"."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy dev",
      "  alchemy dev examples/hyperdrive-worker --fetch /"
    })
final class DevCommand extends ScriptCommand {
  private static final String WORKER = "cloudflare:Worker";

  @Mixin Place place;
  @Mixin ApplyFlags apply;

  @Option(
      names = "--fetch",
      paramLabel = "URL-PATH",
      description = "ask the first Worker for this path, print its answer, and end")
  String fetch;

  DevCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  Path bare() {
    return place.path;
  }

  @Override
  int run() throws IOException {
    if (flags.stage != null && !flags.stage.equals(Stage.LOCAL)) {
      throw new UsageException(
          "dev has one stage, \"" + Stage.LOCAL + "\".",
          "For another one:",
          "    alchemy deploy --stage " + flags.stage);
    }
    if (fetch != null && flags.json) {
      throw new UsageException(
          "--fetch prints a Worker's answer, --json events.", "Take one of them.");
    }
    Terminal terminal = invocation.terminal();
    RunSetup setup = RunSetup.local(invocation, flags, apply);
    try (Interrupts interrupts = new Interrupts(terminal);
        Report report = new Report(invocation, flags);
        LocalCloud cloud = setup.startCloud(report)) {
      interrupts.onInterrupt(cloud::giveUp);
      RunOptions options = setup.options(RunOptions.Mode.DEPLOY, "dev", report.listener(), cloud);
      App app =
          Deployment.run(
              invocation,
              options,
              interrupts,
              report,
              opened -> {},
              declared -> fetchRuntime(declared, report));
      cloud.await();
      Map<String, String> urls = urls(app);
      if (fetch != null) {
        return WorkerRequest.of(urls, fetch).print(terminal);
      }
      report.outputs(app.outputs());
      report.workers(urls);
      report.note("page: " + cloud.page());
      serve(cloud, interrupts, report);
      return Exit.DONE;
    }
  }

  // The first Worker will need it; until then there is time, much of it at the first run.
  private static void fetchRuntime(App app, Report report) {
    if (app.session().graph().nodes().stream().anyMatch(each -> each.type().equals(WORKER))) {
      // The local cloud asks for it, too, and is where a failure would be told.
      var unused = CompletableFuture.runAsync(() -> Tools.standard(report::note).workerd());
    }
  }

  private static void serve(LocalCloud cloud, Interrupts interrupts, Report report) {
    CompletableFuture<Void> stop = new CompletableFuture<>();
    interrupts.onInterrupt(() -> stop.complete(null));
    report.note("serving until Ctrl-C");
    CompletableFuture.anyOf(stop, cloud.ended()).join();
    if (!interrupts.isInterrupted()) {
      throw new LocalCloudFailedException(
          "The local cloud ended by itself.", "What it said is above.");
    }
  }

  private static Map<String, String> urls(App app) {
    StageState state = app.session().store().load();
    Map<String, String> urls = new LinkedHashMap<>();
    for (Node each : app.session().graph().nodes()) {
      if (each.type().equals(WORKER)) {
        state
            .row(each.id())
            .map(row -> row.outputs().get("url"))
            .ifPresent(url -> urls.put(each.id(), url.toString()));
      }
    }
    return urls;
  }
}
