package alchemy.cli;

import alchemy.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code configure}: keeps all that a deploy needs. */
@Command(
    name = "configure",
    description = {
      "Keep the tokens of Prisma and Cloudflare, and the password of state.",
      "They go into a profile: checked, sealed, for all scripts. They are asked for,",
      "or read from standard input, one NAME=value a line, where nobody can be asked."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy configure",
      "  alchemy configure --profile work < work.env"
    })
final class ConfigureCommand implements Callable<Integer> {
  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "the Cloudflare account, if the token reaches several")
  String account;

  @Mixin ProfileFlags flags;

  private final Invocation invocation;

  ConfigureCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    Login login = new Login(invocation, flags, account);
    if (invocation.canAsk()) {
      ask(login);
    } else {
      read(login);
    }
    return login.store();
  }

  private void ask(Login login) {
    Terminal terminal = invocation.terminal();
    terminal.note("Profile \"" + Login.name(invocation, flags) + "\". Enter leaves as it is.");
    for (Service each : Service.values()) {
      terminal.note("");
      terminal.note(each.whereMade());
      login.ask(each);
    }
    terminal.note("");
    terminal.note("The password seals secrets in state. Keep a copy: without it they are lost.");
    Secret password = terminal.askHidden("Password of state: ");
    if (!password.unencrypted().isBlank()) {
      if (!password.equals(terminal.askHidden("Once more: "))) {
        throw new UsageException("These were two passwords; nothing was stored.");
      }
      login.takePassword(password);
    }
  }

  private void read(Login login) throws IOException {
    Map<String, String> given =
        Environment.parse(invocation.terminal().input(), Path.of("standard input"));
    String chosen = account != null ? account : given.get(Service.ACCOUNT);
    for (Service each : Service.values()) {
      given(given, each.token).ifPresent(token -> login.take(each, token, chosen));
    }
    given(given, SignedIn.PASSWORD).ifPresent(login::takePassword);
    if (login.isEmpty()) {
      throw new UsageException(
          "There is nothing to keep.",
          "Nobody can be asked here. Give it to read, one NAME=value a line:",
          "    " + Service.PRISMA.token + ", " + Service.CLOUDFLARE.token,
          "    " + Service.ACCOUNT + ", " + SignedIn.PASSWORD);
    }
  }

  private static Optional<Secret> given(Map<String, String> all, String variable) {
    return Optional.ofNullable(all.get(variable))
        .filter(each -> !each.isBlank())
        .map(each -> Secret.ofVariable(variable, each));
  }
}
