package alchemy.cli;

import alchemy.http.JsonClient;
import alchemy.provider.Account.Place;
import alchemy.provider.Env;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A service that a person signs in to: by which variables, and what its token leads to. */
enum Service {
  PRISMA(
      "Prisma",
      "PRISMA_SERVICE_TOKEN",
      "service token",
      "console.prisma.io, in the workspace's settings"),
  CLOUDFLARE(
      "Cloudflare", "CLOUDFLARE_API_TOKEN", "API token", "dash.cloudflare.com/profile/api-tokens");

  static final String ACCOUNT = "CLOUDFLARE_ACCOUNT_ID";

  /** What people call it. */
  final String title;

  /** The variable of its token. */
  final String token;

  /** What its token is called. */
  final String kind;

  private final String origin;

  Service(String title, String token, String kind, String origin) {
    this.title = title;
    this.token = token;
    this.kind = kind;
    this.origin = origin;
  }

  /** The service that is told the variable; null for a variable of none. */
  static Service of(String variable) {
    return Stream.of(values())
        .filter(
            each -> variable.equals(each.token) || each == CLOUDFLARE && variable.equals(ACCOUNT))
        .findFirst()
        .orElse(null);
  }

  /**
   * The service that a word on the command line means.
   *
   * @throws UsageException if it means none
   */
  static Service named(String word) {
    return Stream.of(values())
        .filter(each -> each.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no service \"" + word + "\" to sign in to.",
                    "There is: " + PRISMA + ", " + CLOUDFLARE));
  }

  /** What it is called on the command line. */
  @Override
  public String toString() {
    return title.toLowerCase(Locale.ROOT);
  }

  /** Tells where a person gets a token, and revokes it. */
  String whereMade() {
    return title + " " + kind + "s are made at " + origin + ".";
  }

  /** The address that a run of that environment would talk to; {@code local} on this machine. */
  String place(Env env) {
    return this == PRISMA
        ? alchemy.prisma.TokenReach.service(env)
        : alchemy.cloudflare.TokenReach.service(env);
  }

  /** What an environment's token leads to. */
  List<Place> reached(Env env, JsonClient http) {
    return this == PRISMA
        ? alchemy.prisma.TokenReach.of(env, http)
        : alchemy.cloudflare.TokenReach.of(env, http);
  }
}
