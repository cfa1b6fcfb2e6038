package alchemy.local.cloudflare;

import alchemy.local.workerd.ObjectClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The classes of Durable Objects that a Worker has, and the tag of the migration that they come
 * from. Immutable. Source: Cloudflare docs, "Durable Objects migrations".
 *
 * @param tag empty if there was none
 * @param classes by name
 */
record Migrations(String tag, Map<String, ObjectClass> classes) {
  private static final int INVALID = 10021;
  private static final int NO_CLASS = 10061;
  private static final int IS_DEPENDED_ON = 10064;
  private static final int EXISTS = 10074;
  private static final int WRONG_TAG = 10079;

  /** What is stored in a Worker's tree; nothing for null. */
  static Migrations read(Object stored) {
    Map<String, ObjectClass> classes = new LinkedHashMap<>();
    if (!(stored instanceof Map<?, ?> tree)) {
      return new Migrations("", classes);
    }
    for (var each : (List<?>) tree.get("classes")) {
      var one = (Map<?, ?>) each;
      var name = (String) one.get("name");
      classes.put(name, new ObjectClass(name, (String) one.get("key"), (Boolean) one.get("sql")));
    }
    return new Migrations((String) tree.get("tag"), classes);
  }

  Map<String, Object> stored() {
    var all = new ArrayList<Map<String, Object>>();
    classes
        .values()
        .forEach(
            each ->
                all.add(Map.of("name", each.className(), "key", each.key(), "sql", each.sqlite())));
    return Map.of("tag", tag, "classes", all);
  }

  /**
   * What a request's {@code migrations} make of this.
   *
   * @param others the classes of another Worker, for what is transferred from it
   * @throws ApiErrorException 412 if they do not start at this tag
   */
  Migrations after(Fields given, Function<String, Migrations> others) {
    var from = given.text("old_tag", "");
    if (!from.equals(tag)) {
      throw new ApiErrorException(
          412,
          WRONG_TAG,
          "Migration tag precondition failed: got tag '%s' when expected tag is '%s'"
              .formatted(from, tag));
    }
    var changed = new LinkedHashMap<>(classes);
    if (given.has("steps")) {
      given.list("steps").forEach(s -> step(changed, Fields.of(s, "step", INVALID), others));
    } else {
      step(changed, given, others);
    }
    return new Migrations(given.text("new_tag", tag), changed);
  }

  private static void step(
      Map<String, ObjectClass> classes, Fields step, Function<String, Migrations> others) {
    for (var kind : List.of("new_classes", "new_sqlite_classes")) {
      for (var name : step.texts(kind)) {
        if (classes.containsKey(name)) {
          throw ApiErrorException.invalid(
              EXISTS,
              "Cannot apply new-class migration to class '"
                  + name
                  + "' that is already depended on by existing Durable Objects");
        }
        var key = UUID.randomUUID().toString().replace("-", "");
        classes.put(name, new ObjectClass(name, key, kind.contains("sqlite")));
      }
    }
    for (var each : step.list("renamed_classes")) {
      var pair = Fields.of(each, "renamed_classes", INVALID);
      rename(classes, classes, pair);
    }
    for (var each : step.list("transferred_classes")) {
      var pair = Fields.of(each, "transferred_classes", INVALID);
      rename(new LinkedHashMap<>(others.apply(pair.text("from_script")).classes()), classes, pair);
    }
    for (var name : step.texts("deleted_classes")) {
      if (classes.remove(name) == null) {
        throw noClass(name);
      }
    }
  }

  private static void rename(
      Map<String, ObjectClass> from, Map<String, ObjectClass> to, Fields pair) {
    var old = from.remove(pair.text("from"));
    if (old == null) {
      throw noClass(pair.text("from"));
    }
    var name = pair.text("to");
    if (to.containsKey(name)) {
      throw ApiErrorException.invalid(
          EXISTS, "Cannot move class '" + old.className() + "' to '" + name + "', which exists.");
    }
    to.put(name, new ObjectClass(name, old.key(), old.sqlite()));
  }

  /** The class of a name; the Worker's own bindings and those of others need it. */
  ObjectClass named(String name) {
    var found = classes.get(name);
    if (found == null) {
      throw noClass(name);
    }
    return found;
  }

  private static ApiErrorException noClass(String name) {
    return ApiErrorException.invalid(
        NO_CLASS,
        "Cannot create binding for class '"
            + name
            + "' because it is not currently configured to implement Durable Objects. Did you"
            + " forget to apply a migration (new_sqlite_classes)?");
  }

  /** Refuses code that does not export all of the classes. */
  void check(List<String> exports) {
    for (var name : classes.keySet()) {
      if (!exports.contains(name)) {
        throw ApiErrorException.invalid(
            IS_DEPENDED_ON,
            "New version of script does not export class '"
                + name
                + "' which is depended on by existing Durable Objects. If you want to delete the"
                + " class's storage, use a delete-class migration.");
      }
    }
  }

  /** This without the classes that another Worker has taken over. */
  Migrations without(Migrations others) {
    var left = new LinkedHashMap<>(classes);
    others.classes.values().forEach(o -> left.values().removeIf(e -> e.key().equals(o.key())));
    return new Migrations(tag, left);
  }

  /** The keys of classes that are not among the later ones. */
  List<String> gone(Migrations later) {
    var left = later.classes.values().stream().map(ObjectClass::key).toList();
    return classes.values().stream().map(ObjectClass::key).filter(k -> !left.contains(k)).toList();
  }
}
