package alchemy.cli;

import alchemy.engine.Backend;
import alchemy.engine.RunOptions;
import alchemy.engine.StateTransfer;
import alchemy.state.StageDocument;
import alchemy.state.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code state push}: puts a backup into the place of what is recorded. */
@Command(
    name = "push",
    description = {
      "Put a backup of state pull into the place of what is recorded of its stage.",
      "What is older than what is recorded, or of another instance of the stage, needs",
      "--force; another stage's is refused always. No service is asked: what was made",
      "after the backup lives on, and is not known any more."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy state push backup.json --stage prod",
      "  alchemy state push --stage prod < backup.json",
      "  alchemy state push backup.json --stage prod --force   # an older one"
    })
final class StatePushCommand extends ScriptCommand {
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "the backup; else standard input")
  Path file;

  @Option(names = "--force", description = "also one that is older, or of another instance")
  boolean force;

  @Mixin LockFlags lock;

  StatePushCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() throws IOException {
    RunOptions options = options("state push", lock);
    StageDocument backup = StageDocument.read(content(), invocation.app(), options.stage());
    StateStore store = Backend.of(invocation.app(), options);
    boolean changed = new StateTransfer(options, force).push(backup, store);
    Terminal terminal = invocation.terminal();
    if (flags.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("app", backup.state().app());
      fields.put("stage", backup.state().stage());
      fields.put("rows", backup.state().rows().size());
      fields.put("changed", changed);
      new JsonEvents(terminal).event("pushed", fields);
    } else {
      String name = "Stage \"" + options.stage() + "\" of " + invocation.app();
      terminal.result(
          changed
              ? name + " is what the backup was; resources: " + backup.state().rows().size() + "."
              : name + " is that already; nothing was done.");
    }
    return Exit.DONE;
  }

  private byte[] content() throws IOException {
    if (file == null) {
      if (invocation.terminal().canAsk()) {
        throw new UsageException("Which backup?", "Type:", "    alchemy state push backup.json");
      }
      return invocation.terminal().input().getBytes(StandardCharsets.UTF_8);
    }
    Path given = invocation.folder().resolve(file);
    if (!Files.isRegularFile(given)) {
      throw new UsageException("There is no such backup.", given.toString());
    }
    return Files.readAllBytes(given);
  }
}
