package alchemy.local.cloudflare;

import alchemy.local.Store;
import java.util.Map;
import java.util.regex.Pattern;

/** The account's workers.dev subdomain: a name that is kept and shown, since all URLs are local. */
final class SubdomainRoutes {
  private static final String FILE = "subdomain";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private SubdomainRoutes() {}

  static void add(Access access, Store store) {
    var path = "/accounts/{account}/workers/subdomain";
    access
        .on(
            "GET",
            path,
            r -> Envelope.ok(Map.of(FILE, store.load(FILE).getOrDefault("name", "local"))))
        .on(
            "PUT",
            path,
            r -> {
              var name = Fields.of(r.json(), "body", 10026).text(FILE);
              if (!NAME.matcher(name).matches()) {
                throw ApiErrorException.invalid(10031, "The subdomain " + name + " is not valid.");
              }
              store.save(FILE, Map.of("name", name));
              return Envelope.ok(Map.of(FILE, name));
            });
  }
}
