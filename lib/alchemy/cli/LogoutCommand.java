package alchemy.cli;

import alchemy.profile.Entry;
import alchemy.profile.Profile;
import alchemy.profile.Profiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code logout}: forgets one service's token, or a whole profile. */
@Command(
    name = "logout",
    description = {
      "Forget a service's token, or a whole profile with its key.",
      "The token itself stays valid until it is revoked where it was made."
    },
    footer = {"", "Examples:", "  alchemy logout prisma", "  alchemy logout --profile work"})
final class LogoutCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "prisma or cloudflare; all of the profile if not given")
  String word;

  @Mixin ProfileFlags flags;

  private final Invocation invocation;

  LogoutCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Service service = word == null ? null : Service.named(word);
    Profiles profiles = Login.profiles(invocation);
    String name = Login.name(invocation, flags);
    List<String> gone =
        profiles.find(name).map(Profile::entries).orElse(List.of()).stream()
            .map(Entry::variable)
            .filter(each -> service == null || service == Service.of(each))
            .toList();
    if (!gone.isEmpty()) {
      profiles.remove(name, gone);
    }
    Terminal terminal = invocation.terminal();
    if (flags.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("profile", name);
      fields.put("removed", gone);
      new JsonEvents(terminal).event("logout", fields);
    } else if (gone.isEmpty()) {
      terminal.result("Profile \"" + name + "\" has nothing of that.");
    } else {
      terminal.result("Profile \"" + name + "\" has forgotten " + String.join(", ", gone) + ".");
    }
    return Exit.DONE;
  }
}
