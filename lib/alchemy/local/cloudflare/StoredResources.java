package alchemy.local.cloudflare;

import alchemy.local.Store;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The account's namespaces, buckets, databases and queues, as trees that answers show. Their key is
 * what a binding names: id, bucket name, uuid, queue name. One file a kind; safe for use by several
 * threads.
 *
 * <p>A queue's tree may hold {@code consumers}, a list of {@code {type, script_name, settings,
 * dead_letter_queue}}: those of the type {@code worker} receive its messages.
 */
final class StoredResources {
  /** What can be kept, with the binding that names it and Cloudflare's code for one not found. */
  enum Kind {
    KV("kv_namespace", 10041, "namespace_id"),
    R2("r2_bucket", 10085, "bucket_name"),
    D1("d1", 10181, "id"),
    QUEUE("queue", 11000, "queue_name");

    final String binding;
    final int notFound;
    final String field;

    Kind(String binding, int notFound, String field) {
      this.binding = binding;
      this.notFound = notFound;
      this.field = field;
    }

    /** The kind that bindings of a type name. */
    static Optional<Kind> of(String bindingType) {
      for (var each : values()) {
        if (each.binding.equals(bindingType)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }

    private String file() {
      return "stored-" + name().toLowerCase(Locale.ROOT);
    }
  }

  private final Store store;
  private final Map<Kind, Map<String, Object>> trees = new EnumMap<>(Kind.class);
  private final List<Consumer<Kind>> listeners = new CopyOnWriteArrayList<>();

  StoredResources(Store store) {
    this.store = store;
    for (var kind : Kind.values()) {
      trees.put(kind, new LinkedHashMap<>(store.load(kind.file())));
    }
  }

  /** All of a kind, in the order in which they were made. */
  @SuppressWarnings("unchecked")
  synchronized List<Map<String, Object>> all(Kind kind) {
    var all = new ArrayList<Map<String, Object>>();
    trees.get(kind).values().forEach(each -> all.add((Map<String, Object>) each));
    return List.copyOf(all);
  }

  /** The one that a binding names so. */
  @SuppressWarnings("unchecked")
  synchronized Optional<Map<String, Object>> find(Kind kind, String key) {
    return Optional.ofNullable((Map<String, Object>) trees.get(kind).get(key));
  }

  /** Keeps a new one, or the new state of one; durable when it returns. */
  void put(Kind kind, String key, Map<String, Object> tree) {
    synchronized (this) {
      trees.get(kind).put(key, new LinkedHashMap<>(tree));
      store.save(kind.file(), trees.get(kind));
    }
    listeners.forEach(each -> each.accept(kind));
  }

  /** Forgets one; false if there is none. */
  boolean remove(Kind kind, String key) {
    synchronized (this) {
      if (trees.get(kind).remove(key) == null) {
        return false;
      }
      store.save(kind.file(), trees.get(kind));
    }
    listeners.forEach(each -> each.accept(kind));
    return true;
  }

  /** Calls back after each change, with no lock held. */
  void onChange(Consumer<Kind> listener) {
    listeners.add(listener);
  }
}
