package alchemy.local.cloudflare;

import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The account's one zone, {@code example.com}, and where Workers answer in it. Routes and custom
 * domains are kept and told; no request comes in through them, since no name leads here. Source:
 * the npm packages {@code cloudflare} 7.3.0, and {@code wrangler} 4.164.0 for its two short cuts.
 */
final class ZoneRoutes {
  static final String ZONE = "example.com";
  private static final int INVALID = 10021;
  private static final int NO_ZONE = 7003;
  private static final int WRONG_HOST = 10022;
  private static final int TAKEN = 10020;
  private static final int NOT_FOUND = 10007;
  private static final int DOMAIN_TAKEN = 100_117;
  private static final int PAGE = 20;

  private final Places places;
  private final Workers workers;
  private final Tokens tokens;
  private final String zoneId = id();

  private ZoneRoutes(Places places, Workers workers, Tokens tokens) {
    this.places = places;
    this.workers = workers;
    this.tokens = tokens;
  }

  static void add(Access access, Places places, Workers workers, Tokens tokens) {
    var routes = new ZoneRoutes(places, workers, tokens);
    workers.onDelete(name -> places.remove(each -> routes.isOf(each, name)));
    var zone = "/zones/{zone}";
    var all = zone + "/workers/routes";
    var one = all + "/{route}";
    var domains = "/accounts/{account}/workers/domains";
    var domain = domains + "/{domain}";
    access
        .on("GET", "/zones", r -> Envelope.page(routes.zones(r), r.query(), PAGE))
        .on("GET", zone, r -> Envelope.ok(routes.zone(r)))
        .on("GET", all, r -> Envelope.ok(routes.routes(r)))
        .on("POST", all, r -> Envelope.ok(routes.putRoute(r, hex())))
        .on("GET", one, r -> Envelope.ok(routes.place(r, "route")))
        .on("PUT", one, r -> Envelope.ok(routes.putRoute(r, routes.id(r, "route"))))
        .on("DELETE", one, r -> routes.delete(r, "route"))
        .on("GET", domains, r -> Envelope.ok(routes.domains(r)))
        .on("PUT", domains, r -> Envelope.ok(routes.putDomain(body(r))))
        .on("GET", domain, r -> Envelope.ok(routes.place(r, "domain")))
        .on("DELETE", domain, r -> routes.delete(r, "domain"))
        .on("PUT", ScriptRoutes.ONE + "/routes", routes::setRoutes)
        .on("POST", ScriptRoutes.ONE + "/domains/changeset", routes::changes)
        .on("PUT", ScriptRoutes.ONE + "/domains/records", routes::setDomains);
  }

  private static Fields body(Request request) {
    return Fields.of(request.json(), "body", INVALID);
  }

  private static String hex() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static String id() {
    var seed = ("zone:" + ZONE).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(seed).toString().replace("-", "");
  }

  private List<?> zones(Request request) {
    var name = request.query().getOrDefault("name", ZONE);
    var account = request.query().getOrDefault("account.id", tokens.accountId());
    return name.equals(ZONE) && tokens.isAccount(account) ? List.of(zone()) : List.of();
  }

  private Map<String, Object> zone(Request request) {
    if (!zoneId.equals(request.params().get("zone"))) {
      throw new ApiErrorException(
          404, NO_ZONE, "There is no such zone; the local account has " + ZONE + ".");
    }
    return zone();
  }

  private Map<String, Object> zone() {
    Map<String, Object> zone = new LinkedHashMap<>();
    zone.put("id", zoneId);
    zone.put("name", ZONE);
    zone.put("status", "active");
    zone.put("type", "full");
    zone.put("paused", false);
    zone.put("development_mode", 0);
    zone.put("name_servers", List.of());
    zone.put("account", Map.of("id", tokens.accountId(), "name", "local"));
    zone.put("owner", Map.of());
    zone.put("plan", Map.of());
    zone.put("meta", Map.of());
    for (var time : List.of("activated_on", "created_on", "modified_on")) {
      zone.put(time, Instant.EPOCH.toString());
    }
    for (var none : List.of("original_dnshost", "original_name_servers", "original_registrar")) {
      zone.put(none, null);
    }
    return zone;
  }

  // A route names its Worker as script, a domain as service.
  private boolean isOf(Map<String, Object> place, String worker) {
    return worker.equals(place.get("script")) || worker.equals(place.get("service"));
  }

  private List<Map<String, Object>> routes(Request request) {
    zone(request);
    return places.all(each -> each.containsKey("pattern"));
  }

  private Map<String, Object> place(Request request, String param) {
    return places
        .find(request.params().get(param))
        .orElseThrow(
            () -> new ApiErrorException(404, NOT_FOUND, "There is no such " + param + "."));
  }

  private String id(Request request, String param) {
    return (String) place(request, param).get("id");
  }

  private Reply delete(Request request, String param) {
    var id = id(request, param);
    places.remove(each -> id.equals(each.get("id")));
    return Envelope.ok(param.equals("route") ? Map.of("id", id) : null);
  }

  private Map<String, Object> putRoute(Request request, String id) {
    zone(request);
    var body = body(request);
    if (body.has("script")) {
      workers.get(body.text("script"));
    }
    return route(body.text("pattern"), body.text("script", ""), id);
  }

  private Map<String, Object> route(String pattern, String script, String id) {
    checkHost(pattern.replaceFirst("^https?://", "").replaceFirst("/.*", ""));
    if (!places.all(e -> pattern.equals(e.get("pattern")) && !id.equals(e.get("id"))).isEmpty()) {
      throw new ApiErrorException(409, TAKEN, "A route with the same pattern already exists.");
    }
    Map<String, Object> route = new LinkedHashMap<>();
    route.put("id", id);
    route.put("pattern", pattern);
    if (!script.isEmpty()) {
      route.put("script", script);
    }
    places.put(route);
    return route;
  }

  private static void checkHost(String host) {
    var bare = host.replaceFirst("^\\*\\.?", "");
    if (!bare.equals(ZONE) && !bare.endsWith("." + ZONE)) {
      throw ApiErrorException.invalid(
          WRONG_HOST, host + " is in no zone of the account; the local account has " + ZONE + ".");
    }
  }

  private List<Map<String, Object>> domains(Request request) {
    var query = request.query();
    return places.all(
        each ->
            each.containsKey("hostname")
                && List.of("hostname", "service", "environment", "zone_id", "zone_name").stream()
                    .allMatch(n -> !query.containsKey(n) || query.get(n).equals(each.get(n))));
  }

  private Map<String, Object> putDomain(Fields body) {
    var host = body.text("hostname");
    var service = body.text("service");
    workers.get(service);
    checkHost(host);
    var before = domain(host);
    if (before.isPresent() && !isOf(before.get(), service)) {
      throw new ApiErrorException(
          409, DOMAIN_TAKEN, host + " is the custom domain of another Worker already.");
    }
    Map<String, Object> domain = new LinkedHashMap<>();
    domain.put("id", before.map(each -> each.get("id")).orElseGet(ZoneRoutes::hex));
    domain.put("hostname", host);
    domain.put("service", service);
    domain.put("environment", body.text("environment", "production"));
    domain.put("zone_id", zoneId);
    domain.put("zone_name", ZONE);
    domain.put("cert_id", before.map(each -> each.get("cert_id")).orElseGet(ZoneRoutes::hex));
    places.put(domain);
    return domain;
  }

  private Optional<Map<String, Object>> domain(String host) {
    return places.all(each -> host.equals(each.get("hostname"))).stream().findFirst();
  }

  // All routes of a Worker at once, each a pattern or an object with one.
  private Reply setRoutes(Request request) {
    var name = workers.get(ScriptRoutes.name(request)).name();
    var given = new Fields(Map.of("routes", request.json()), "body", INVALID).list("routes");
    var patterns = new ArrayList<String>();
    for (var each : given) {
      patterns.add(
          each instanceof String text ? text : Fields.of(each, "route", INVALID).text("pattern"));
    }
    places.remove(e -> name.equals(e.get("script")) && !patterns.contains(e.get("pattern")));
    for (var pattern : patterns) {
      if (places
          .all(e -> pattern.equals(e.get("pattern")) && name.equals(e.get("script")))
          .isEmpty()) {
        route(pattern, name, hex());
      }
    }
    return Envelope.ok(patterns);
  }

  // What setting the domains would do; nothing is ever in their way but another Worker.
  private Reply changes(Request request) {
    var name = ScriptRoutes.name(request);
    var given = new Fields(Map.of("domains", request.json()), "body", INVALID).list("domains");
    var added = new ArrayList<Map<String, Object>>();
    var updated = new ArrayList<Map<String, Object>>();
    for (var each : given) {
      var before = domain(Fields.of(each, "domain", INVALID).text("hostname"));
      if (before.isEmpty()) {
        added.add(Fields.of(each, "domain", INVALID).tree());
      } else if (!isOf(before.get(), name)) {
        Map<String, Object> moved = new LinkedHashMap<>(before.get());
        moved.put("modified", true);
        updated.add(moved);
      }
    }
    return Envelope.ok(
        Map.of("added", added, "removed", List.of(), "updated", updated, "conflicting", List.of()));
  }

  private Reply setDomains(Request request) {
    var body = body(request);
    var name = workers.get(ScriptRoutes.name(request)).name();
    var set = new ArrayList<Map<String, Object>>();
    for (var each : body.list("origins")) {
      var origin = Fields.of(each, "origin", INVALID);
      var host = origin.text("hostname");
      if (body.flag("override_existing_origin", false)) {
        places.remove(e -> host.equals(e.get("hostname")) && !isOf(e, name));
      }
      var tree = new LinkedHashMap<>(origin.tree());
      tree.put("service", name);
      set.add(putDomain(new Fields(tree, "origin", INVALID)));
    }
    return Envelope.ok(set);
  }
}
