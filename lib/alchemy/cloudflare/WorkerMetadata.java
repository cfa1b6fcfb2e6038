package alchemy.cloudflare;

import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.Fields;
import alchemy.json.Records;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an upload says beside code and bindings, and how the service tells it back. */
@SuppressWarnings("ImmutableEnumChecker") // the values are false and immutable collections
enum WorkerMetadata {
  FLAGS("compatibilityFlags", "compatibility_flags", null),
  OBSERVABILITY("observability", "observability", Map.of("enabled", false)),
  LOGPUSH("logpush", "logpush", false),
  TAIL("tailConsumers", "tail_consumers", List.of()),
  PLACEMENT("placement", "placement", null),
  LIMITS("limits", "limits", null),
  CACHE("cache", "cache_options", null);

  private static final Set<String> SENT_APART =
      Set.of("code", "bindings", "compatibilityDate", "assets", "assetsConfig");
  // What the service found out about the placement.
  private static final Set<String> FOUND = Set.of("status", "last_analyzed_at");

  private final String property;
  private final String field;
  // Belongs to the Worker and not to a version: not sent, it stays what it was.
  private final Object lasting;

  WorkerMetadata(String property, String field, Object lasting) {
    this.property = property;
    this.field = field;
    this.lasting = lasting;
  }

  /**
   * The fields that are set, and those that have to go back to what they are by default.
   *
   * @param before what was set before; null if that is not known
   */
  static Map<String, Object> body(Props wanted, Props before, boolean isThere) {
    Map<String, Object> now = Records.encode(wanted);
    Map<String, Object> then = before == null ? Map.of() : Records.encode(before);
    Map<String, Object> body = new LinkedHashMap<>();
    for (WorkerMetadata each : values()) {
      Object value = now.get(each.property);
      boolean wasSet = before == null ? isThere : then.containsKey(each.property);
      if (value != null) {
        body.put(each.field, each.sent(value));
      } else if (each == OBSERVABILITY || each.lasting != null && wasSet) {
        body.put(each.field, each.lasting);
      }
    }
    return body;
  }

  /** All that an upload sends of the properties, as it is compared. */
  static Map<String, Object> uploaded(Props props) {
    Map<String, Object> all = Records.encode(props);
    for (WorkerMetadata each : values()) {
      all.computeIfPresent(each.property, (property, value) -> each.sent(value));
    }
    all.keySet().removeIf(each -> !SENT_APART.contains(each) && of(each) == null);
    all.entrySet().removeIf(each -> isNothing(each.getKey(), each.getValue()));
    return all;
  }

  /** The fields as properties: of what is an object, as much as was set. */
  static Map<String, Object> read(Fields settings, Props set) {
    Map<String, Object> known = Records.encode(set);
    Map<String, Object> told = new LinkedHashMap<>();
    for (WorkerMetadata each : values()) {
      Object before = known.get(each.property);
      Object value = each.told(settings.at(each.field), before);
      boolean isDefault = value != null && isNothing(each.property, each.sent(value));
      told.put(each.property, before == null && isDefault ? null : value);
    }
    return told;
  }

  private static WorkerMetadata of(String property) {
    for (WorkerMetadata each : values()) {
      if (each.property.equals(property)) {
        return each;
      }
    }
    return null;
  }

  private static boolean isNothing(String property, Object value) {
    WorkerMetadata field = of(property);
    return field != null && value.equals(field.lasting)
        || value instanceof Collection<?> list && list.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }

  private Object sent(Object value) {
    if (value instanceof Boolean enabled && this != LOGPUSH) {
      return Map.of("enabled", enabled);
    }
    return this == TAIL && value instanceof List<?> names
        ? names.stream().map(name -> Map.of("service", name)).toList()
        : value;
  }

  private Object told(Fields told, Object set) {
    switch (this) {
      case FLAGS:
        return told.isPresent()
            ? told.elements().stream().map(each -> String.valueOf(each.tree())).sorted().toList()
            : set;
      case TAIL:
        return told.elements().stream().map(each -> each.text("service", "")).sorted().toList();
      case LOGPUSH:
        return Boolean.TRUE.equals(told.tree());
      case OBSERVABILITY:
      case CACHE:
        if (!(set instanceof Map)) {
          return told.isPresent() || this == OBSERVABILITY || set != null
              ? (Object) told.flag("enabled")
              : null;
        }
        return asSet(told.tree(), set);
      default:
        return asSet(told.tree(), set);
    }
  }

  // What was never set in an object is not managed.
  private static Object asSet(Object told, Object set) {
    if (!(told instanceof Map<?, ?> map)) {
      return told;
    }
    Map<String, Object> some = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (set instanceof Map<?, ?> known
              ? known.containsKey(key)
              : !FOUND.contains(key) && value != null) {
            Object inner = set instanceof Map<?, ?> known ? known.get(key) : null;
            some.put(String.valueOf(key), inner == null ? value : asSet(value, inner));
          }
        });
    return some.isEmpty() ? null : some;
  }
}
