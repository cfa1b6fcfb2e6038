package alchemy.cli;

import alchemy.provider.Env;
import java.util.Locale;

/** Which stage a command is about. */
final class Stage {
  /** The stage of {@code dev}. */
  static final String LOCAL = "local";

  private static final int LONGEST = 40;

  private Stage() {}

  /**
   * {@code --stage}, else {@code ALCHEMY_STAGE}, else the user's name.
   *
   * @param given the option's value; null if it is not there
   * @throws UsageException if it is no stage's name, or on a build server that names none
   */
  static String of(String given, Env env, Invocation invocation) {
    String named = given != null ? given : env.get("ALCHEMY_STAGE", "");
    if (given != null || !named.isEmpty()) {
      if (!named.matches("[a-z0-9][a-z0-9_-]{0,39}")) {
        throw new UsageException(
            "\"" + named + "\" is not a stage's name.",
            "Use lower-case letters, digits, - and _; at most 40. As in:",
            "    --stage " + ofUser(named.replaceAll("[^A-Za-z0-9]+$", "")));
      }
      return named;
    }
    if (invocation.isContinuousIntegration()) {
      throw new UsageException(
          "Which stage?",
          "CI is set, so the user's name says nothing. Name the stage:",
          "    --stage prod");
    }
    return ofUser(invocation.user());
  }

  /** A user's name as a stage's: no other characters than a stage may have. */
  static String ofUser(String user) {
    String name =
        user.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-").replaceAll("^[-_]+", "");
    if (name.length() > LONGEST) {
      name = name.substring(0, LONGEST);
    }
    return name.isEmpty() ? "dev" : name;
  }
}
