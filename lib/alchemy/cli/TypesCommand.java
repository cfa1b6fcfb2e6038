package alchemy.cli;

import alchemy.App;
import alchemy.engine.Listener;
import alchemy.engine.RefusedException;
import alchemy.engine.RunOptions;
import alchemy.engine.SourceLine;
import alchemy.types.GeneratedFile;
import alchemy.types.WorkerFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code types}: writes what the Workers' sources and tools know of the script. */
@Command(
    name = "types",
    description = {
      "Write the types of what Workers find in their env.",
      "In worker-configuration.d.ts beside each TypeScript file where one starts;",
      "deploy and dev do it, too. A file of that name that is not ours stays."
    },
    footer = {"", "Examples:", "  alchemy types", "  alchemy types --wrangler --stage prod"})
final class TypesCommand extends ScriptCommand {
  @Option(
      names = "--wrangler",
      description = "also wrangler.jsonc, with the ids that the stage has; needs a deploy")
  boolean wrangler;

  TypesCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    RunOptions options =
        RunSetup.of(invocation, flags, new ApplyFlags())
            .options(RunOptions.Mode.PLAN, "types", new Listener() {}, null);
    App app = App.open(invocation.app(), options);
    try {
      app.record(invocation.body());
      SourceLine stopped = app.session().stopped();
      if (stopped != null) {
        throw new RefusedException(
            "The types are not known before a deploy.",
            "At " + stopped + " the script reads what only a deploy can know.",
            "A deploy writes them:",
            "    alchemy deploy --stage " + app.stage());
      }
      Map<String, String> files = new TreeMap<>(WorkerFiles.types(app));
      if (wrangler) {
        List<String> notes = new ArrayList<>();
        Map<String, String> configs =
            WorkerFiles.wrangler(app.root(), app.session().store().load(), notes::add);
        notes.forEach(this::note);
        if (configs.isEmpty() && notes.isEmpty()) {
          throw new RefusedException(
              "Stage \"" + app.stage() + "\" has no Worker whose ids could be written.",
              "Deploy it first:",
              "    alchemy deploy --stage " + app.stage());
        }
        files.putAll(configs);
      }
      List<GeneratedFile> outcomes = new ArrayList<>();
      WorkerFiles.write(
          app.root(),
          files,
          (file, outcome) -> {
            outcomes.add(outcome);
            tell(file, outcome);
          });
      if (files.isEmpty() && !flags.json) {
        invocation.terminal().note("No Worker of the script starts at a TypeScript file.");
      }
      return outcomes.stream().allMatch(GeneratedFile::isRight) ? Exit.DONE : Exit.FAILED;
    } finally {
      app.close();
    }
  }

  private void note(String text) {
    if (flags.json) {
      new JsonEvents(invocation.terminal()).note(text);
    } else {
      invocation.terminal().note(text);
    }
  }

  private void tell(String file, GeneratedFile outcome) {
    if (flags.json) {
      String word = outcome.name().toLowerCase(Locale.ROOT);
      new JsonEvents(invocation.terminal()).event("file", Map.of("path", file, "outcome", word));
    } else {
      String line = outcome.line(file);
      invocation.terminal().result(line == null ? file + " is up to date" : line);
    }
  }
}
