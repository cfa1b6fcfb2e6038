package alchemy.cli;

import alchemy.profile.Entry;
import alchemy.profile.Profile;
import alchemy.profile.Profiles;
import alchemy.provider.Env;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The profile of a run: the last place where a variable is looked for. It is read when something is
 * asked for that a profile can have, and a value is opened when it is needed.
 *
 * <pre>
 * variable                 given if
 * a token                  it was stored for the service that the run talks to
 * the account's id         the token is
 * the state's password     the profile has it
 * </pre>
 */
final class SignedIn {
  static final String PASSWORD = "ALCHEMY_PASSWORD";

  private final Profiles profiles;
  private final String name;
  private Optional<Profile> read;

  private SignedIn(Profiles profiles, String name) {
    this.profiles = profiles;
    this.name = name;
  }

  /**
   * The profile that was named, else that of {@code ALCHEMY_PROFILE}, else the default one.
   *
   * @param given the option's value; null if it is not there
   * @throws UsageException if one was named that there is not
   */
  static SignedIn of(Map<String, String> process, String given, Env env) {
    String named = named(given, env);
    Profiles profiles = Profiles.of(process).orElse(null);
    if (named != null && (profiles == null || !profiles.names().contains(named))) {
      List<String> there = profiles == null ? List.of() : profiles.names();
      throw new UsageException(
          "There is no profile \"" + named + "\".",
          there.isEmpty() ? "There is none at all." : "There is: " + String.join(", ", there),
          "To make it:",
          "    alchemy configure --profile " + named);
    }
    return new SignedIn(profiles, named == null ? Profiles.DEFAULT : named);
  }

  /**
   * The name that was given, by whatever way; null if none was.
   *
   * @throws UsageException if it is no name
   */
  static String named(String given, Env env) {
    String named = given != null ? given : env.find("ALCHEMY_PROFILE").orElse(null);
    if (named != null && !Profiles.isName(named)) {
      throw new UsageException(
          "\"" + named + "\" is not a profile's name.",
          "Use lower-case letters, digits, - and _; at most 40.");
    }
    return named;
  }

  /** Its name. */
  String name() {
    return name;
  }

  /**
   * What it has for a variable and gives to this run.
   *
   * @param above where the variable is looked for before
   */
  Optional<Entry> entry(String variable, Env above) {
    Service service = Service.of(variable);
    if (profiles == null || service == null && !variable.equals(PASSWORD)) {
      return Optional.empty();
    }
    if (service == null) {
      return profile().flatMap(each -> each.entry(PASSWORD));
    }
    // Another's token does not lead to this one's account.
    return above.find(service.token).isPresent()
        ? Optional.empty()
        : profile()
            .flatMap(each -> each.entry(service.token))
            .filter(each -> each.place().equals(service.place(above)));
  }

  /** The value of it. */
  Optional<String> find(String variable, Env above) {
    return entry(variable, above)
        .map(
            each ->
                variable.equals(each.variable())
                    ? profile().orElseThrow().value(variable).unencrypted()
                    : each.account());
  }

  /** The profile; empty if there is none of that name. */
  synchronized Optional<Profile> profile() {
    if (read == null) {
      read = profiles == null ? Optional.empty() : profiles.find(name);
    }
    return read;
  }
}
