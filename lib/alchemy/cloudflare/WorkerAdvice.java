package alchemy.cloudflare;

import java.util.List;
import java.util.Set;

/**
 * What to do about the service's refusal of a Worker, by its code and what its message says.
 * Sources: Cloudflare's page on Workers errors, and for 10057, 10070 and 100117 what wrangler's
 * users met.
 */
final class WorkerAdvice {
  private record Case(String code, String says, String advice) {}

  private static final String GONE =
      "What it binds was deleted outside, or never was: run deploy --refresh, which makes anew what"
          + " the script declares.";

  private static final Set<String> TARGETS =
      Set.of("10041", "10085", "10159", "10181", "10182", "11000", "100119", "100143");

  // The first that fits counts.
  private static final List<Case> CASES =
      List.of(
          when("10006", "The code is no JavaScript module; check its syntax, as with alchemy dev."),
          when("10015", "The account's plan does not include this, or it is not switched on."),
          when(
              "10021",
              "ompatibility flag",
              "Check compatibilityFlags: the spelling, and what the compatibilityDate already"
                  + " includes. See"
                  + " https://developers.cloudflare.com/workers/configuration/compatibility-flags/"),
          when(
              "10021",
              "ompatibility date",
              "Set a compatibilityDate that is not in the future, as "
                  + WorkerProvider.NEWEST_DATE
                  + "."),
          when(
              "10021",
              "CPU",
              "Its top-level code computes for too long; do less there, or on the first request."),
          when(
              "10021",
              "Uncaught",
              "Its top-level code throws when it is started: run alchemy dev, which shows the line"
                  + " of the source."),
          when("10021", "The Worker does not start; its top-level code fails or has no handler."),
          when(
              "10027",
              "The Worker is too large: look for packages that it does not need, and serve files as"
                  + " assets."),
          when("10037", "The account has as many Workers as its plan takes; delete some."),
          when("10054", "A binding's text is too long, above 5 KB; put it into a KV namespace."),
          when("10055", "The Worker binds more than its plan takes."),
          when("10057", "It inherits a binding that the version before does not have."),
          when("10061", "The class is none that the other Worker has, or it is not there: " + GONE),
          when(
              "10064",
              "Export the class, which has objects; or rename it with renamedFrom(...), or delete"
                  + " its objects with it by delete(true)."),
          when(
              "10063",
              "The account has no workers.dev subdomain yet. Register one, once for the account, in"
                  + " the dashboard under Workers & Pages."),
          when("10068", "The Worker has no handler; its main module needs a default export."),
          when("10069", "The Worker has a handler that the service does not know; check its name."),
          when("10070", "Export the Durable Object's class from the main file."),
          when(
              "10157",
              "The Hyperdrive that it binds was deleted outside: run deploy --refresh, which"
                  + " makes it anew."),
          when(
              "10144",
              "The Worker that it binds was deleted outside: run deploy --refresh, which"
                  + " makes it anew."),
          when(
              "100117",
              "The host has DNS records of its own; delete them in the dashboard, or take another"
                  + " host."));

  private WorkerAdvice() {}

  private static Case when(String code, String advice) {
    return when(code, "", advice);
  }

  private static Case when(String code, String says, String advice) {
    return new Case(code, says, advice);
  }

  /** The advice; null if there is none. */
  static String of(String code, String message) {
    return CASES.stream()
        .filter(each -> each.code().equals(code) && message.contains(each.says()))
        .map(Case::advice)
        .findFirst()
        .orElse(TARGETS.contains(code) ? GONE : null);
  }
}
