package alchemy.cli;

import alchemy.App;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shell}: JShell with an app open in it. */
@Command(
    name = "shell",
    description = {
      "Open JShell with the script's app in it: each resource is a variable.",
      "app.plan() shows what a deploy would do, app.finish() does it, and reopen()",
      "begins again.",
      "Without a script the app is empty, and has the folder's name."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy shell",
      "  alchemy shell --stage prod",
      "  alchemy shell --app scratch --stage local",
      "  alchemy shell --yes       # app.finish() may delete data; nobody is asked"
    })
final class ShellCommand extends ScriptCommand {
  @Mixin Place place;
  @Mixin ApplyFlags apply;

  @Option(
      names = "--app",
      paramLabel = "NAME",
      description = "the app's name, where there is no script")
  String app;

  ShellCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  Path bare() {
    return place.path;
  }

  @Override
  Integer withoutScript(Path given) throws IOException {
    if (given != null || ScriptFinder.isIn(invocation.folder())) {
      return super.withoutScript(given);
    }
    return type(invocation.of(app == null ? folderName() : app, empty -> {}));
  }

  @Override
  int run() throws IOException {
    if (app != null) {
      throw new UsageException("--app is for a folder without a script; this one names its own.");
    }
    return type(invocation);
  }

  private int type(Invocation named) throws IOException {
    RunSetup setup =
        named.scriptFile().isEmpty()
            ? RunSetup.open(named, flags, apply, RunOptions.Mode.DEPLOY)
            : RunSetup.of(named, flags, apply);
    try (Report report = new Report(named, flags);
        LocalCloud cloud = setup.cloud(report)) {
      List<Typed.Variable> variables =
          declared(named, setup.options(RunOptions.Mode.PLAN, "shell", new Listener() {}, cloud));
      RunOptions options = setup.options(RunOptions.Mode.DEPLOY, "shell", report.listener(), cloud);
      return new Typed(named, options, variables).start();
    }
  }

  // A script that reads what only a deploy knows would be deployed by being opened.
  private static List<Typed.Variable> declared(Invocation named, RunOptions options) {
    App looked = App.open(named.app(), options);
    try {
      looked.record(named.body());
      Plan plan = looked.plan();
      if (plan.isPartial()) {
        throw new UsageException(
            "The script reads what only a deploy can know, at " + plan.stopped() + ".",
            "Deploy it first:",
            "    alchemy deploy --stage " + options.stage());
      }
      return Typed.Variable.of(looked.session().graph().nodes());
    } finally {
      looked.close();
    }
  }

  private String folderName() {
    String name =
        invocation
            .folder()
            .getFileName()
            .toString()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_-]+", "-")
            .replaceAll("^[_-]+", "");
    return name.isEmpty() ? "app" : name.substring(0, Math.min(40, name.length()));
  }
}
