package alchemy.cloudflare;

import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.Endpoint;
import alchemy.http.Fields;
import alchemy.provider.Check;
import alchemy.provider.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Where a Worker answers beside workers.dev: routes of zones, and custom domains. As outputs, each
 * is its path in the API and its text. Source of the requests: the SDK's {@code workers/routes} and
 * {@code workers/domains}, and for the search of a zone, wrangler.
 */
final class WorkerRoutes {
  private static final String DOMAINS = "/workers/domains";
  private static final String ROUTES = "/workers/routes";

  private static final int TRIES = 3;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  // With a * at most where it begins and where it ends.
  private static final Pattern ROUTE =
      Pattern.compile("(https?://)?[*]?[a-z0-9._-]*[.][a-z0-9-]+(/[^*?#\\s]*)?[*]?");
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9][a-z0-9._-]*[.][a-z0-9-]+");

  private final Context context;
  private final CloudflareApi api;
  private final String script;

  WorkerRoutes(Context context, CloudflareApi api, String script) {
    this.context = context;
    this.api = api;
    this.script = script;
  }

  static void check(Check check, Props wanted) {
    check(check, "routes", wanted.zoneRoutes(), ROUTE, "example.com/api/*");
    check(check, "domains", wanted.customDomains(), DOMAIN, "app.example.com");
  }

  private static void check(
      Check check, String property, List<String> texts, Pattern valid, String example) {
    for (String each : texts) {
      if (!valid.matcher(each).matches()) {
        check.fault(
            property,
            "have \"" + each + "\", which is not valid",
            "Write each as \"" + example + "\", its host in small letters.");
      }
    }
  }

  /**
   * Adds what is wanted and lacks, and takes away what we added and is wanted no more.
   *
   * @param known the outputs
   * @param sure true if what is known is there
   * @param saved gets the outputs after each change
   */
  Map<String, String> set(
      Props wanted, Map<String, String> known, boolean sure, Consumer<Map<String, String>> saved) {
    Map<String, String> now = new TreeMap<>(known);
    known.forEach(
        (path, text) -> {
          if (!(isDomain(path) ? wanted.customDomains() : wanted.zoneRoutes()).contains(text)) {
            remove(path);
            now.remove(path);
            saved.accept(now);
          }
        });
    wanted.zoneRoutes().stream()
        .filter(each -> !(sure && has(now, false, each)))
        .forEach(
            each -> {
              now.put(addRoute(each), each);
              saved.accept(now);
            });
    wanted.customDomains().stream()
        .filter(each -> !(sure && has(now, true, each)))
        .forEach(
            each -> {
              now.put(addDomain(each), each);
              saved.accept(now);
            });
    return now;
  }

  /** What is there, in the zones of what is known, and if asked for, of the custom domains. */
  Map<String, String> read(Map<String, String> known, boolean domains) {
    Map<String, String> now = new TreeMap<>();
    Set<String> zones = new TreeSet<>();
    known.keySet().stream()
        .filter(path -> !isDomain(path))
        .forEach(path -> zones.add(path.substring(0, path.lastIndexOf('/'))));
    for (String zone : zones) {
      ours(zone, "script").forEach(each -> put(now, zone, each, "pattern"));
    }
    if (domains) {
      ours(DOMAINS + "?service=" + Endpoint.encode(script), "service")
          .forEach(each -> put(now, DOMAINS, each, "hostname"));
    }
    return now;
  }

  static boolean isDomain(String path) {
    return path.startsWith(DOMAINS);
  }

  /** The texts of one kind. */
  static List<String> texts(Map<String, String> places, boolean domains) {
    return places.entrySet().stream()
        .filter(each -> isDomain(each.getKey()) == domains)
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  static boolean has(Map<String, String> places, boolean domains) {
    return !texts(places, domains).isEmpty();
  }

  private static boolean has(Map<String, String> places, boolean domains, String text) {
    return texts(places, domains).contains(text);
  }

  private List<Fields> ours(String path, String field) {
    return api.find(path).stream()
        .flatMap(each -> each.elements().stream())
        .filter(each -> script.equals(each.text(field)))
        .toList();
  }

  private static void put(Map<String, String> places, String path, Fields told, String field) {
    places.put(path + "/" + Endpoint.encode(told.text("id", "")), told.text(field, ""));
  }

  /** Removes one, unless it leads to another Worker by now. */
  void remove(String path) {
    if (api.find(path).filter(each -> script.equals(owner(each))).isPresent()) {
      api.delete(path);
    }
  }

  private String addRoute(String pattern) {
    String path = "/zones/" + Endpoint.encode(zone(host(pattern))) + ROUTES;
    Map<String, String> body = Map.of("pattern", pattern, "script", script);
    Fields there = free("route", path, Map.of(), "pattern", pattern);
    String one = path + "/" + Endpoint.encode(there.text("id", ""));
    if (!there.isPresent()) {
      return one + Endpoint.encode(api.post(path, body).text("id"));
    }
    if (!script.equals(owner(there))) {
      api.put(one, body);
    }
    return one;
  }

  private String addDomain(String host) {
    free("domain", DOMAINS, Map.of("hostname", host), "hostname", host);
    Map<String, ?> body = Map.of("hostname", host, "service", script, "zone_id", zone(host));
    return DOMAINS + "/" + Endpoint.encode(api.put(DOMAINS, body).text("id", ""));
  }

  /**
   * What is there already and may lead here: it does, or to another Worker of the stage; of nothing
   * if there is none. That other one may be about to let go of it, and is waited for a little; if
   * it does so after this one, by then it finds that it leads here.
   */
  private Fields free(
      String kind, String path, Map<String, String> query, String field, String text) {
    for (int attempt = 1; ; attempt++) {
      Fields there =
          api.whole(path, query).stream()
              .filter(each -> text.equals(each.text(field)))
              .findFirst()
              .orElse(Fields.of(null));
      String owner = owner(there);
      if (!there.isPresent() || script.equals(owner)) {
        return there;
      }
      List<String> theirs = owner == null ? List.of() : WorkerUpload.tagsOf(api, owner);
      List<String> ours = WorkerUpload.tags(context);
      if (!theirs.contains(ours.get(0))) {
        throw new RouteTakenException(kind, text, owner);
      }
      if (attempt == TRIES || theirs.containsAll(ours)) {
        return there;
      }
      context.progress("waiting until " + owner + " leaves " + text);
      context.pause(BETWEEN_TRIES);
    }
  }

  private static String owner(Fields place) {
    return place.text("script", place.text("service"));
  }

  // A zone covers its own name and all below it; the longest that is there counts.
  private String zone(String host) {
    return api.once("zone of " + host, () -> asked(host));
  }

  private String asked(String host) {
    for (String name = host; name.contains("."); name = name.substring(name.indexOf('.') + 1)) {
      Map<String, String> query = new TreeMap<>(Map.of("name", name, "account.id", api.account()));
      List<Fields> zones = api.list("/zones", query);
      if (!zones.isEmpty()) {
        return zones.get(0).text("id", "");
      }
    }
    throw new ZoneMissingException(host);
  }

  /** The host of a route: {@code *.example.com/api/*} is one of {@code example.com}. */
  static String host(String pattern) {
    return pattern
        .replaceFirst("^https?://", "")
        .replaceFirst("/.*", "")
        .replaceFirst("^[*][.]?", "");
  }
}
