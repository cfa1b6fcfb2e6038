package alchemy.cli;

import alchemy.engine.Session;
import alchemy.engine.StateTransfer;
import alchemy.state.AtomicFile;
import alchemy.state.StageDocument;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code state pull}: the whole state as one document. */
@Command(
    name = "pull",
    description = {
      "Give a stage's whole state as one JSON document, for a backup.",
      "It is as it is stored: secrets are sealed, and no password is needed. Its history is in it."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy state pull --stage prod --out backup.json",
      "  alchemy state pull --stage prod > backup.json"
    })
final class StatePullCommand extends ScriptCommand {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write it into this file, which only you can read; else it is printed")
  Path out;

  StatePullCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() throws IOException {
    if (flags.json && out == null) {
      throw new UsageException(
          "--json needs --out here: the backup itself is what is printed.",
          "Type:",
          "    alchemy state pull --json --out backup.json");
    }
    try (Session session = reading("state pull")) {
      StageDocument backup = StateTransfer.backup(session.store());
      if (out == null) {
        invocation.terminal().raw(backup.toJson());
      } else {
        write(backup);
        tell(backup);
      }
      return Exit.DONE;
    }
  }

  private void write(StageDocument backup) throws IOException {
    Path file = invocation.folder().resolve(out).toAbsolutePath();
    try {
      AtomicFile.replaceOwnerOnly(file, backup.toJson());
    } catch (FileSystemException e) {
      String why = e instanceof NoSuchFileException ? "there is no such folder" : e.getReason();
      throw new UsageException(
          "The backup cannot be written.", file + ": " + (why == null ? "permission denied" : why));
    }
  }

  private void tell(StageDocument backup) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("app", backup.state().app());
    fields.put("stage", backup.state().stage());
    fields.put("rows", backup.state().rows().size());
    fields.put("serial", backup.state().serial());
    fields.put("path", out.toString());
    if (flags.json) {
      new JsonEvents(invocation.terminal()).event("pulled", fields);
    } else {
      invocation
          .terminal()
          .result(
              "wrote %s: resources: %s, serial %s"
                  .formatted(out, fields.get("rows"), fields.get("serial")));
    }
  }
}
