package alchemy.local.cloudflare;

import alchemy.local.Request;

/** {@code /accounts/{account}/hyperdrive/configs}. */
final class HyperdriveRoutes {
  private static final int PAGE = 50;
  private static final int INVALID = 2007;

  private HyperdriveRoutes() {}

  static void add(Access access, HyperdriveConfigs configs) {
    var all = "/accounts/{account}/hyperdrive/configs";
    var one = all + "/{id}";
    access
        .on(
            "GET",
            all,
            r ->
                Envelope.page(
                    configs.all().stream().map(HyperdriveConfig::view).toList(), r.query(), PAGE))
        .on("POST", all, r -> Envelope.ok(configs.create(body(r)).view()))
        .on("GET", one, r -> Envelope.ok(configs.get(id(r)).view()))
        .on("PUT", one, r -> Envelope.ok(configs.replace(id(r), body(r)).view()))
        .on("PATCH", one, r -> Envelope.ok(configs.patch(id(r), body(r)).view()))
        .on("POST", one + "/restart", r -> Envelope.ok(configs.restart(id(r)).view()))
        .on(
            "DELETE",
            one,
            r -> {
              configs.delete(id(r));
              return Envelope.ok(null);
            });
  }

  private static String id(Request request) {
    return request.params().get("id");
  }

  // Read by content, never by Content-Type: clients label JSON as text/plain.
  private static Fields body(Request request) {
    return Fields.of(request.json(), "config", INVALID);
  }
}
