package alchemy.engine;

import alchemy.Secret;
import alchemy.state.Sealed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** How the model sees values: what is spelled in several ways has one form here. */
final class ModelValues {
  /** Stands for what is known only once something else is made. */
  static final Object UNKNOWN =
      new Object() {
        @Override
        public String toString() {
          return "(unknown)";
        }
      };

  /** A secret's text. */
  record Hidden(String text) {
    @Override
    public String toString() {
      return "(secret)";
    }
  }

  private ModelValues() {}

  /** The one form of a value; null for nothing, to which an entry that is an empty map counts. */
  static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new TreeMap<>();
      map.forEach(
          (key, each) -> {
            Object kept = plain(each);
            if (kept != null && !Map.of().equals(kept)) {
              plain.put(key.toString(), kept);
            }
          });
      return plain;
    }
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(each -> plain.add(plain(each)));
      return plain;
    }
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    return value instanceof Secret secret ? new Hidden(secret.unencrypted()) : value;
  }

  /** A value as both sides of a comparison write it; secrets are not told apart. */
  static String show(Object value) {
    if (value instanceof Sealed || value instanceof Secret || value instanceof Hidden) {
      return "(secret)";
    }
    if (value instanceof Unknown) {
      return UNKNOWN.toString();
    }
    if (value == PropertyChange.DEFAULT) {
      return "(default)";
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> shown = new TreeMap<>();
      map.forEach(
          (key, each) -> {
            if (!(plain(each) instanceof Map<?, ?> branch && branch.isEmpty())) {
              shown.put(key.toString(), show(each));
            }
          });
      return shown.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ModelValues::show).toList().toString();
    }
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value);
  }

  /** One difference. */
  record Change(String path, Object before, Object after, String certainty, boolean replaces) {
    /** The same for the engine's; an empty map is as good as none. */
    static String show(PropertyChange change) {
      boolean known = change.certainty() == PropertyChange.Certainty.KNOWN;
      boolean empty = Map.of().equals(plain(change.before()));
      return new Change(
              change.path(),
              orDefault(change.before()),
              known ? orDefault(change.after()) : UNKNOWN,
              empty && !known ? "AFTER_APPLY" : change.certainty().name(),
              change.replaces())
          .toString();
    }

    private static Object orDefault(Object value) {
      return Map.of().equals(plain(value)) ? PropertyChange.DEFAULT : value;
    }

    @Override
    public String toString() {
      return path
          + ": "
          + ModelValues.show(before)
          + " -> "
          + ModelValues.show(after)
          + " "
          + certainty
          + (replaces ? " replaces" : "");
    }
  }

  /**
   * The differences of two trees of properties in their one form.
   *
   * @param stored null for what is made for the first time
   */
  static List<Change> differences(Map<String, Object> stored, Map<String, Object> wanted) {
    List<Change> changes = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(wanted.keySet());
    if (stored != null) {
      names.addAll(stored.keySet());
    }
    names.removeAll(List.of("delete", "token"));
    for (String each : names) {
      boolean replaces = List.of("name", "size", "home").contains(each);
      compare(each, stored == null ? null : stored.get(each), wanted.get(each), replaces, changes);
    }
    if (stored == null) {
      changes.replaceAll(
          each -> new Change(each.path(), null, each.after(), each.certainty(), each.replaces()));
    }
    return changes;
  }

  private static void compare(
      String path, Object before, Object after, boolean replaces, List<Change> changes) {
    boolean maps =
        (before instanceof Map || before == null) && (after instanceof Map || after == null);
    if (holdsUnknown(after)) {
      String certainty = before == null ? "AFTER_APPLY" : "MAY_CHANGE";
      changes.add(new Change(path, set(before), UNKNOWN, certainty, replaces));
    } else if (maps && (before != null || after != null)) {
      Map<?, ?> from = before == null ? Map.of() : (Map<?, ?>) before;
      Map<?, ?> to = after == null ? Map.of() : (Map<?, ?>) after;
      TreeSet<String> names = new TreeSet<>();
      from.keySet().forEach(key -> names.add(key.toString()));
      to.keySet().forEach(key -> names.add(key.toString()));
      names.forEach(
          key -> compare(path + "." + key, from.get(key), to.get(key), replaces, changes));
    } else if (before == null ? after != null : !before.equals(after)) {
      changes.add(new Change(path, set(before), set(after), "KNOWN", replaces));
    }
  }

  private static boolean holdsUnknown(Object value) {
    return value == UNKNOWN
        || value instanceof List<?> list && list.stream().anyMatch(ModelValues::holdsUnknown);
  }

  private static Object set(Object value) {
    return value == null ? PropertyChange.DEFAULT : value;
  }
}
