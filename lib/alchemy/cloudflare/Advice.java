package alchemy.cloudflare;

import java.util.Map;

/** What to do about an error code. Source: Cloudflare's page on Hyperdrive's errors. */
final class Advice {
  private static final Map<String, String> BY_CODE =
      Map.ofEntries(
          Map.entry("2008", "The origin's host name has no public DNS record; check its spelling."),
          Map.entry("2009", "The origin's address is private; Hyperdrive needs a public one."),
          Map.entry("2010", "The origin cannot be reached; check host, port and firewall."),
          Map.entry("2011", "The origin refuses connections; check the port, and that it runs."),
          Map.entry(
              "2012", "The origin does not speak TLS, which Hyperdrive requires; switch it on."),
          Map.entry("2013", "The origin refuses user or password; check both."),
          Map.entry("2014", "The origin has no such database; check its name."),
          Map.entry("2015", "The origin could not be connected to; check that it is up."),
          Map.entry("2016", "The origin failed a test query; check the user's rights."),
          Map.entry("2007", "The config is not valid as it is; the line above says what about it."),
          Map.entry("2006", "It was deleted outside: run deploy --refresh, which makes it anew."),
          Map.entry("2017", "The account already has a Hyperdrive of this name."),
          Map.entry(
              "10005",
              "A bucket's name takes 3 to 63 small letters, digits and -, the last not at an end."),
          Map.entry(
              "10008",
              "The bucket still holds objects or unfinished uploads; empty it first, as in the"
                  + " dashboard."));

  private Advice() {}

  static String of(String code, String message) {
    String advice = WorkerAdvice.of(code, message);
    return advice == null ? BY_CODE.get(code) : advice;
  }
}
