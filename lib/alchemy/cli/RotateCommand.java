package alchemy.cli;

import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Rotation;
import alchemy.engine.RunOptions.Scope;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rotate}: gives a resource new secrets, and all that uses them. */
@Command(
    name = "rotate",
    description = {
      "Give a resource new secrets, and all of the script that uses them.",
      "A new connection is made beside the old one, what depends on it is updated,",
      "and the old one is deleted last, so that no query fails. What the script changed",
      "since the last deploy is done, too; what left it stays."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy rotate connection",
      "  alchemy rotate connection --stage prod",
      "  alchemy rotate connection --in-place   # the same one: clients break meanwhile"
    })
final class RotateCommand extends ScriptCommand {
  @Mixin ApplyFlags apply;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "the resource's id in the script")
  Set<String> ids = new LinkedHashSet<>();

  @Option(
      names = "--in-place",
      description = "let the service change the password of the one that is there")
  boolean inPlace;

  RotateCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    Scope scope = new Scope(ids, false, false, inPlace ? Rotation.IN_PLACE : Rotation.BESIDE);
    return work(
        RunOptions.Mode.DEPLOY,
        "rotate",
        apply,
        scope,
        (options, interrupts, report) -> {
          Deployment.run(invocation, options, interrupts, report, opened -> {}, declared -> {});
          return Exit.DONE;
        });
  }
}
