package alchemy.local.cloudflare;

import alchemy.local.Events;
import alchemy.local.workerd.Binding;
import alchemy.local.workerd.QueueConsumer;
import alchemy.local.workerd.WorkerFleet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has KV, D1 and queues run as soon as a Worker needs them, with the consumers of the account. Its
 * lock is that of the stored resources, under which they tell of changes.
 */
final class Simulation {
  private final StoredResources stored;
  private final WorkerFleet fleet;
  private final Events events;
  private boolean begun;
  private boolean needed;

  Simulation(StoredResources stored, WorkerFleet fleet, Events events) {
    this.stored = stored;
    this.events = events;
    this.fleet = fleet;
    stored.onChange(
        kind -> {
          if (kind == StoredResources.Kind.QUEUE) {
            update();
          }
        });
  }

  /** Has them run if one of the bindings needs that, and says so. */
  boolean ensured(List<Binding> bindings) {
    boolean asked = bindings.stream().anyMatch(Simulation::needs);
    if (asked) {
      synchronized (stored) {
        needed = true;
        fleet.simulate(consumers());
      }
    }
    return asked;
  }

  private static boolean needs(Binding binding) {
    return binding instanceof Binding.Kv
        || binding instanceof Binding.D1
        || binding instanceof Binding.Queue;
  }

  /** Lets queues deliver from now on: all Workers run that did before. */
  void begin() {
    synchronized (stored) {
      begun = true;
      update();
    }
  }

  private void update() {
    synchronized (stored) {
      var consumers = consumers();
      if (needed || !consumers.isEmpty()) {
        fleet.simulate(consumers);
      }
    }
  }

  private List<QueueConsumer> consumers() {
    var all = new ArrayList<QueueConsumer>();
    for (var queue :
        begun ? stored.all(StoredResources.Kind.QUEUE) : List.<Map<String, Object>>of()) {
      var fields = new Fields(queue, "queue", 11000);
      for (var each : fields.list("consumers")) {
        try {
          var consumer = Fields.of(each, "consumer", 11000);
          if (consumer.text("type", "worker").equals("worker")) {
            all.add(
                new QueueConsumer(
                    fields.text("queue_name"), consumer.text("script_name"), settings(consumer)));
          }
        } catch (ApiErrorException e) {
          // The other queues, and KV and D1, are not to wait for it.
          events.note("A consumer of queue " + queue.get("queue_name") + ": " + e.text());
        }
      }
    }
    return all;
  }

  private static Map<String, Object> settings(Fields consumer) {
    Map<String, Object> settings = new LinkedHashMap<>();
    var given = consumer.has("settings") ? consumer.object("settings").tree() : Map.of();
    Map.of(
            "batch_size", "maxBatchSize",
            "max_retries", "maxRetries",
            "retry_delay", "retryDelay",
            "max_concurrency", "maxConcurrency")
        .forEach(
            (theirs, own) -> {
              if (given.get(theirs) != null) {
                settings.put(own, given.get(theirs));
              }
            });
    if (given.get("max_wait_time_ms") instanceof Number millis) {
      settings.put("maxBatchTimeout", millis.doubleValue() / 1000);
    }
    if (consumer.has("dead_letter_queue")) {
      settings.put("deadLetterQueue", consumer.text("dead_letter_queue"));
    }
    return settings;
  }
}
