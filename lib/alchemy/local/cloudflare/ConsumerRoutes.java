package alchemy.local.cloudflare;

import alchemy.local.Request;
import alchemy.local.cloudflare.StoredResources.Kind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code /queues/{id}/consumers}: who receives a queue's messages; one Worker at most once. Source:
 * the npm package {@code cloudflare} 7.3.0; codes of {@code @distilled.cloud/cloudflare} 0.30.3.
 */
final class ConsumerRoutes {
  private static final int INVALID = 10026;
  private static final int EXISTS = 11004;
  private static final int NO_CONSUMER = 11006;
  private static final String FIELD = "consumers";
  // Source: Cloudflare docs, "Queues limits".
  private static final Map<String, Integer> MOST =
      Map.of(
          "batch_size", 100,
          "max_retries", 100,
          "max_wait_time_ms", 60_000,
          "retry_delay", 86_400,
          "max_concurrency", 250,
          "visibility_timeout_ms", 43_200_000);

  private final StoredResources all;
  private final Clock clock;

  private ConsumerRoutes(StoredResources all, Clock clock) {
    this.all = all;
    this.clock = clock;
  }

  static void add(Access access, StoredResources all, Clock clock) {
    var routes = new ConsumerRoutes(all, clock);
    var path = "/accounts/{account}/queues/{id}/consumers";
    var one = path + "/{consumer}";
    access
        .on("GET", path, r -> Envelope.page(routes.of(routes.queue(r)), r.query(), 100))
        .on("POST", path, r -> Envelope.ok(routes.put(r, null)))
        .on("GET", one, r -> Envelope.ok(routes.get(r)))
        .on("PUT", one, r -> Envelope.ok(routes.put(r, routes.get(r))))
        .on("DELETE", one, r -> routes.delete(r));
  }

  private Map<String, Object> queue(Request request) {
    var id = request.params().get("id");
    return all.all(Kind.QUEUE).stream()
        .filter(each -> id.equals(each.get("queue_id")))
        .findFirst()
        .orElseThrow(
            () -> new ApiErrorException(404, 11000, "The queue " + id + " was not found."));
  }

  private List<Map<String, Object>> of(Map<String, Object> queue) {
    var consumers = new ArrayList<Map<String, Object>>();
    for (var each : (List<?>) queue.get(FIELD)) {
      consumers.add(Fields.of(each, "consumer", INVALID).tree());
    }
    return consumers;
  }

  private Map<String, Object> get(Request request) {
    var id = request.params().get("consumer");
    return of(queue(request)).stream()
        .filter(each -> id.equals(each.get("consumer_id")))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiErrorException(404, NO_CONSUMER, "The consumer " + id + " was not found."));
  }

  private Map<String, Object> put(Request request, Map<String, Object> before) {
    var body = Fields.of(request.json(), "consumer", INVALID);
    synchronized (all) {
      var queue = queue(request);
      Map<String, Object> consumer = new LinkedHashMap<>();
      consumer.put(
          "consumer_id",
          before == null
              ? UUID.randomUUID().toString().replace("-", "")
              : before.get("consumer_id"));
      consumer.put("created_on", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
      consumer.put("queue_name", queue.get("queue_name"));
      consumer.putAll(checked(body));
      var others = of(queue);
      others.removeIf(each -> each.get("consumer_id").equals(consumer.get("consumer_id")));
      if (others.stream().anyMatch(each -> isSame(each, consumer))) {
        throw ApiErrorException.invalid(EXISTS, "The queue already has this consumer.");
      }
      others.add(consumer);
      save(queue, others);
      return consumer;
    }
  }

  // What is kept must be readable for good: the runtime reads all consumers of the account at once.
  private static Map<String, Object> checked(Fields body) {
    Map<String, Object> checked = new LinkedHashMap<>();
    checked.put("type", body.oneOf("type", "worker", "worker", "http_pull"));
    if (checked.get("type").equals("worker")) {
      checked.put("script_name", body.text("script_name"));
    }
    if (body.has("dead_letter_queue")) {
      checked.put("dead_letter_queue", body.text("dead_letter_queue"));
    }
    if (body.has("settings")) {
      var settings = body.object("settings");
      MOST.forEach((name, most) -> settings.whole(name, 0, most, 0));
      checked.put("settings", settings.tree());
    }
    return checked;
  }

  private alchemy.local.Reply delete(Request request) {
    synchronized (all) {
      var gone = get(request);
      var queue = queue(request);
      var others = of(queue);
      others.remove(gone);
      save(queue, others);
    }
    return Envelope.ok(null);
  }

  private static boolean isSame(Map<String, Object> one, Map<String, Object> other) {
    return one.get("type").equals(other.get("type"))
        && java.util.Objects.equals(one.get("script_name"), other.get("script_name"));
  }

  private void save(Map<String, Object> queue, List<Map<String, Object>> consumers) {
    var tree = new LinkedHashMap<>(queue);
    tree.put(FIELD, consumers);
    tree.put("consumers_total_count", consumers.size());
    all.put(Kind.QUEUE, (String) tree.get("queue_name"), tree);
  }
}
