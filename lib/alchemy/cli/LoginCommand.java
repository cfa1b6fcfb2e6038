package alchemy.cli;

import alchemy.Secret;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code login}: keeps one service's token. */
@Command(
    name = "login",
    description = {
      "Sign in to one service: keep its token in a profile, checked and sealed.",
      "The token is asked for, or read from standard input where nobody can be asked."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy login prisma",
      "  alchemy login cloudflare --profile work < token.txt"
    })
final class LoginCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SERVICE", description = "prisma or cloudflare")
  String word;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "the Cloudflare account, if the token reaches several")
  String account;

  @Mixin ProfileFlags flags;

  private final Invocation invocation;

  LoginCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    Service service = Service.named(word);
    Login login = new Login(invocation, flags, account);
    if (invocation.canAsk()) {
      invocation.terminal().note(service.whereMade());
      login.ask(service);
      return login.store();
    }
    String given = invocation.terminal().input().strip();
    if (given.isEmpty()) {
      throw new UsageException(
          "There is no token to keep.",
          "Nobody can be asked here. Give it to read:",
          "    alchemy login " + service + " < token.txt");
    }
    login.take(service, Secret.of(given), account);
    return login.store();
  }
}
