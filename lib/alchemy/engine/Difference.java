package alchemy.engine;

import alchemy.Secret;
import alchemy.engine.PropertyChange.Certainty;
import alchemy.state.Sealed;
import alchemy.state.Vault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Compares canonical trees: what is stored with what is wanted. */
final class Difference {
  private final Vault vault;
  private final Set<String> ignored;
  private final Set<String> replacing;
  private final Set<String> managed;

  /**
   * @param ignored top-level names that are no difference
   * @param replacing top-level names whose difference makes a new resource
   */
  Difference(Vault vault, Set<String> ignored, Set<String> replacing) {
    this(vault, ignored, replacing, Set.of());
  }

  // What has a default is managed also where it is not set.
  private Difference(Vault vault, Set<String> ignored, Set<String> replacing, Set<String> managed) {
    this.vault = vault;
    this.ignored = ignored;
    this.replacing = replacing;
    this.managed = managed;
  }

  /** For the properties of a kind, by what their record says about them. */
  static Difference of(Vault vault, Class<? extends Record> type) {
    return new Difference(
        vault, Canonical.policies(type), Canonical.replacing(type), Canonical.defaults(type));
  }

  /** The top-level names that are no difference. */
  Set<String> policies() {
    return ignored;
  }

  /** All properties of what is made for the first time, sorted by path. */
  List<PropertyChange> all(Map<String, ?> wanted) {
    return between(Map.of(), wanted).stream()
        .map(
            each ->
                new PropertyChange(
                    each.path(), null, each.after(), each.certainty(), each.replaces()))
        .toList();
  }

  /** The differences, sorted by path. */
  List<PropertyChange> between(Map<String, ?> stored, Map<String, ?> wanted) {
    Set<String> names = new TreeSet<>(stored.keySet());
    names.addAll(wanted.keySet());
    return among(names, stored, wanted);
  }

  private List<PropertyChange> among(
      Set<String> some, Map<String, ?> stored, Map<String, ?> wanted) {
    List<PropertyChange> changes = new ArrayList<>();
    Set<String> names = new TreeSet<>(some);
    names.removeAll(ignored);
    for (String each : names) {
      compare(each, stored.get(each), wanted.get(each), replacing.contains(each), changes);
    }
    return changes;
  }

  /**
   * What differs at the service from what is set, sorted by path; what was never set and has no
   * default is not managed, and is left alone.
   *
   * @param actual the properties there
   * @param set the properties that they should be
   */
  List<PropertyChange> outside(Map<String, ?> actual, Map<String, ?> set) {
    return among(managedWith(set.keySet()), actual, set);
  }

  /** The same the other way: from what is recorded to what is there. */
  List<PropertyChange> since(Map<String, ?> recorded, Map<String, ?> actual) {
    return among(managedWith(recorded.keySet()), recorded, actual);
  }

  // A default that was written out is not stored, but is as good as any other value.
  private Set<String> managedWith(Set<String> set) {
    Set<String> names = new TreeSet<>(managed);
    names.addAll(set);
    return names;
  }

  /** True if the stored value is the wanted one; secrets are compared by their keyed hashes. */
  boolean same(Object stored, Object wanted) {
    if (stored instanceof Map<?, ?> before && wanted instanceof Map<?, ?> after) {
      return before.keySet().equals(after.keySet())
          && before.keySet().stream().allMatch(key -> same(before.get(key), after.get(key)));
    }
    if (stored instanceof List<?> before && wanted instanceof List<?> after) {
      if (before.size() != after.size()) {
        return false;
      }
      for (int i = 0; i < before.size(); i++) {
        if (!same(before.get(i), after.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (stored instanceof Sealed sealed) {
      String text = text(wanted);
      return text != null && vault.matches(sealed, text);
    }
    if (stored instanceof Secret || wanted instanceof Secret) {
      return Objects.equals(text(stored), text(wanted));
    }
    if (stored instanceof Number before && wanted instanceof Number after) {
      return new BigDecimal(before.toString()).compareTo(new BigDecimal(after.toString())) == 0;
    }
    return Objects.equals(stored, wanted);
  }

  private void compare(
      String path, Object stored, Object wanted, boolean replaces, List<PropertyChange> changes) {
    if (isUnknown(wanted)) {
      Certainty certainty = stored == null ? Certainty.AFTER_APPLY : Certainty.MAY_CHANGE;
      changes.add(new PropertyChange(path, set(stored), null, certainty, replaces));
    } else if (isBranch(stored) || isBranch(wanted)) {
      branch(path, stored, wanted, replaces, changes);
    } else if (!same(stored, wanted)) {
      changes.add(known(path, stored, wanted, replaces));
    }
  }

  // A list is one value; with one unknown item, all of it is unknown.
  private static boolean isUnknown(Object wanted) {
    return wanted instanceof Unknown
        || wanted instanceof List<?> list && list.stream().anyMatch(Difference::isUnknown);
  }

  private static PropertyChange known(String path, Object stored, Object wanted, boolean replaces) {
    return new PropertyChange(path, set(stored), set(wanted), Certainty.KNOWN, replaces);
  }

  private static Object set(Object value) {
    return value == null ? PropertyChange.DEFAULT : value;
  }

  private void branch(
      String path, Object stored, Object wanted, boolean replaces, List<PropertyChange> changes) {
    Map<?, ?> before = stored instanceof Map<?, ?> map ? map : Map.of();
    Map<?, ?> after = wanted instanceof Map<?, ?> map ? map : Map.of();
    if (!isBranch(stored) && stored != null || !isBranch(wanted) && wanted != null) {
      changes.add(known(path, stored, wanted, replaces));
      return;
    }
    Set<String> names = new TreeSet<>();
    before.keySet().forEach(key -> names.add(String.valueOf(key)));
    after.keySet().forEach(key -> names.add(String.valueOf(key)));
    for (String each : names) {
      compare(path + "." + each, before.get(each), after.get(each), replaces, changes);
    }
  }

  private static boolean isBranch(Object value) {
    return value instanceof Map<?, ?> map && !map.containsKey(Canonical.VARIABLE);
  }

  private static String text(Object value) {
    if (value instanceof Secret secret) {
      return secret.unencrypted();
    }
    return value instanceof String text ? text : null;
  }
}
