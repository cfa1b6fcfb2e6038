package alchemy.cli;

import java.util.Set;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code completion}: what makes a shell complete our words. */
@Command(
    name = "completion",
    description = "Print what makes bash or zsh complete the words of alchemy.",
    footer = {
      "",
      "Examples:",
      "  source <(alchemy completion)                  # this shell, bash or zsh",
      "  alchemy completion > ~/.local/share/bash-completion/completions/alchemy"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final Set<String> SHELLS = Set.of("bash", "zsh");

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      description = "bash or zsh; the text is the same for both")
  String shell = "bash";

  @Mixin HelpFlags flags;

  private final Invocation invocation;

  CompletionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw new UsageException("There is no completion for " + shell + ", only for bash and zsh.");
    }
    AutoComplete.bash("alchemy", CommandSet.all(invocation))
        .lines()
        .forEach(invocation.terminal()::result);
    return Exit.DONE;
  }
}
