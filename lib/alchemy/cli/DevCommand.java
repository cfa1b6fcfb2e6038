package alchemy.cli;

import alchemy.App;
import alchemy.fetch.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dev}: deploys into the local cloud and serves from it. */
@Command(
    name = "dev",
    description = {
      "Start the local cloud, deploy the script into it, and serve.",
      "What is saved meanwhile is deployed at once: the script, Workers, assets.",
      "Needs no account. The stage is always \"local\"."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy dev",
      "  alchemy dev examples/hyperdrive-worker --fetch /"
    })
final class DevCommand extends ScriptCommand {
  @Mixin Place place;
  @Mixin ApplyFlags apply;

  @Option(
      names = "--fetch",
      paramLabel = "URL-PATH",
      description = "ask the first Worker for this path, print its answer, and end")
  String fetch;

  @Option(names = "--no-watch", description = "deploy once; what is saved later changes nothing")
  boolean noWatch;

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
    RunSetup setup = RunSetup.local(invocation, flags, apply);
    try (Interrupts interrupts = new Interrupts(invocation.terminal());
        Report report = new Report(invocation, flags);
        LocalCloud cloud = setup.startCloud(report)) {
      interrupts.onInterrupt(cloud::giveUp);
      DevApp app = new DevApp(invocation, flags, apply, interrupts, report, cloud);
      Runnable first =
          () -> {
            app.deploy(declared -> fetchRuntime(declared, report));
            cloud.await();
          };
      if (fetch != null) {
        first.run();
        return WorkerRequest.of(app.urls(), fetch).print(invocation.terminal());
      }
      new DevServer(invocation, app, interrupts, report, cloud, !noWatch).serve(first);
      return Exit.DONE;
    }
  }

  // The first Worker will need it; until then there is time, much of it at the first run.
  private static void fetchRuntime(App app, Report report) {
    if (app.session().graph().nodes().stream()
        .anyMatch(each -> each.type().equals(DevApp.WORKER))) {
      // The local cloud asks for it, too, and is where a failure would be told.
      var unused = CompletableFuture.runAsync(() -> Tools.standard(report::note).workerd());
    }
  }
}
