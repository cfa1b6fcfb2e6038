package alchemy.cli;

import alchemy.AlchemyException;
import alchemy.Secret;
import alchemy.http.JsonClient;
import alchemy.http.ServiceException;
import alchemy.profile.Entry;
import alchemy.profile.Profile;
import alchemy.profile.Profiles;
import alchemy.provider.Account.Place;
import alchemy.provider.Env;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes credentials, asks their services whose they are, and keeps them in a profile. */
final class Login {
  private final Invocation invocation;
  private final ProfileFlags flags;
  private final String account;
  private final Map<Entry, Secret> taken = new LinkedHashMap<>();

  /**
   * Of one command.
   *
   * @param account the Cloudflare account that is meant; null if none was named
   */
  Login(Invocation invocation, ProfileFlags flags, String account) {
    this.invocation = invocation;
    this.flags = flags;
    this.account = account;
  }

  /** The profiles of this user. */
  static Profiles profiles(Invocation invocation) {
    return Profiles.of(invocation.variables())
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no folder for profiles.",
                    "HOME is not set. Name a folder:",
                    "    ALCHEMY_CONFIG"));
  }

  /** The name of the profile that a command is about. */
  static String name(Invocation invocation, ProfileFlags flags) {
    String named = SignedIn.named(flags.profile, process(invocation));
    return named == null ? Profiles.DEFAULT : named;
  }

  /** Asks for a token until one is good, or none is given. */
  void ask(Service service) {
    Terminal terminal = invocation.terminal();
    while (true) {
      Secret token = terminal.askHidden(service.title + " " + service.kind + ": ");
      if (token.unencrypted().isBlank()) {
        return;
      }
      try {
        terminal.note("  " + take(service, token, account));
        return;
      } catch (AlchemyException e) {
        terminal.note(e.getMessage());
        terminal.note("  Try another one, or press Enter to leave it.");
      }
    }
  }

  /**
   * Takes a token and tells whose it is.
   *
   * @param chosen the account; null if none was named
   */
  String take(Service service, Secret token, String chosen) {
    String text = token.unencrypted().strip();
    if (!text.matches("[!-~]+")) {
      throw new UsageException(
          "That is no " + service.kind + ".", "It has spaces, or letters that no token has.");
    }
    Env process = process(invocation);
    Map<String, String> own = new LinkedHashMap<>(Map.of(service.token, text));
    if (service == Service.CLOUDFLARE && chosen != null) {
      own.put(Service.ACCOUNT, chosen);
    }
    Env env = process.under(name -> Optional.ofNullable(own.get(name)));
    Place place = one(reached(service, env));
    String id = place.id().substring(place.id().lastIndexOf(' ') + 1);
    Entry entry = new Entry(service.token, service.place(env), id, place.label());
    taken.put(entry, Secret.ofVariable(service.token, text));
    return place.label();
  }

  /** Takes the password of state. */
  void takePassword(Secret password) {
    taken.put(new Entry(SignedIn.PASSWORD, "", "", ""), password);
  }

  /** True if nothing was taken so far. */
  boolean isEmpty() {
    return taken.isEmpty();
  }

  /** Stores what was taken, and tells. */
  int store() {
    Terminal terminal = invocation.terminal();
    if (isEmpty()) {
      terminal.note("Nothing was given, so nothing was stored.");
      return Exit.DONE;
    }
    Profile profile = profiles(invocation).store(name(invocation, flags), taken);
    for (Entry each : taken.keySet()) {
      if (flags.json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("profile", profile.name());
        fields.put("variable", each.variable());
        fields.put("leadsTo", each.leadsTo());
        fields.put("keyring", profile.isInKeyring());
        new JsonEvents(terminal).event("login", fields);
      } else {
        terminal.result(each.variable() + (each.leadsTo().isEmpty() ? "" : ": " + each.leadsTo()));
      }
    }
    if (!flags.json) {
      terminal.note("Stored in profile \"" + profile.name() + "\", sealed; its key is");
      terminal.note(
          profile.isInKeyring() ? "in the system's keyring." : "in a file beside it, owner-only.");
    }
    return Exit.DONE;
  }

  private List<Place> reached(Service service, Env env) {
    try {
      return service.reached(env, new JsonClient());
    } catch (ServiceException e) {
      if (e.isClear() && e.status() < 404) {
        throw new TokenRefusedException(service, e);
      }
      throw e;
    }
  }

  private Place one(List<Place> places) {
    if (places.size() == 1) {
      return places.get(0);
    }
    Terminal terminal = invocation.terminal();
    if (!invocation.canAsk()) {
      throw new UsageException(
          "The token reaches several accounts; nothing was stored.",
          String.join(", ", places.stream().map(Place::label).toList()),
          "Name the one that is meant:",
          "    --account ID");
    }
    for (int i = 0; i < places.size(); i++) {
      terminal.note("  " + (i + 1) + "  " + places.get(i).label());
    }
    String answer = terminal.ask("Which one? [1] ").orElse("");
    int chosen = answer.isEmpty() ? 1 : answer.matches("\\d{1,4}") ? Integer.parseInt(answer) : 0;
    if (chosen < 1 || chosen > places.size()) {
      throw new UsageException("There is no number " + answer + "; nothing was stored.");
    }
    return places.get(chosen - 1);
  }

  // Where a token is sent, and which profile it goes to, is up to the process alone.
  private static Env process(Invocation invocation) {
    return name -> Optional.of(invocation.variable(name)).filter(each -> !each.isEmpty());
  }
}
