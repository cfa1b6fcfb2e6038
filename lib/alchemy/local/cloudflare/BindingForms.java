package alchemy.local.cloudflare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bindings as requests and answers write them: checked, with what is kept or inherited from the
 * version before. A type that workerd cannot serve here is refused, not ignored.
 */
final class BindingForms {
  static final String SECRET = "secret_text";
  private static final int INVALID = 10021;
  private static final int WITHOUT_NAME = 10052;
  private static final int NOT_INHERITED = 10057;
  private static final Set<String> KEPT_FIELDS_OF_SERVICE =
      Set.of("name", "type", "service", "entrypoint", "environment");

  private BindingForms() {}

  /**
   * The bindings of a new version.
   *
   * @param given the list of a request
   * @param kept types of which bindings of the version before stay
   * @param before the version before, if there is one
   */
  static List<Map<String, Object>> merge(
      List<?> given, List<String> kept, Optional<Version> before) {
    var merged = new ArrayList<Map<String, Object>>();
    var names = new HashSet<String>();
    var old = before.map(Version::bindings).orElse(List.of());
    for (var each : given) {
      var binding = Fields.of(each, "binding", INVALID);
      if (!binding.has("name")) {
        throw ApiErrorException.invalid(WITHOUT_NAME, "A binding has no name.");
      }
      if (!names.add(binding.text("name"))) {
        throw ApiErrorException.invalid(
            INVALID, "Two bindings have the name " + binding.text("name") + ".");
      }
      merged.add(binding.text("type").equals("inherit") ? inherited(binding, old) : form(binding));
    }
    for (var each : old) {
      if (kept.contains(each.get("type")) && names.add((String) each.get("name"))) {
        merged.add(each);
      }
    }
    return List.copyOf(merged);
  }

  /** The bindings with one added, in the place of another of its name. */
  static List<Map<String, Object>> with(List<Map<String, Object>> all, Map<String, Object> added) {
    var some = new ArrayList<>(without(all, (String) added.get("name")));
    some.add(added);
    return some;
  }

  /** The bindings without the one of a name. */
  static List<Map<String, Object>> without(List<Map<String, Object>> all, String name) {
    return all.stream().filter(each -> !name.equals(each.get("name"))).toList();
  }

  /** As answers show them: the text of a secret is never given back. */
  static List<Map<String, Object>> view(List<Map<String, Object>> bindings) {
    var shown = new ArrayList<Map<String, Object>>();
    for (var each : bindings) {
      var copy = new LinkedHashMap<>(each);
      if (SECRET.equals(each.get("type"))) {
        copy.remove("text");
      }
      shown.add(copy);
    }
    return shown;
  }

  /** A binding of a type that can be run. */
  static Map<String, Object> form(Fields binding) {
    var type = binding.text("type");
    switch (type) {
      case "plain_text", SECRET -> {
        if (!(binding.tree().get("text") instanceof String)) {
          throw binding.refused("text", "is required");
        }
        return binding.only("name", "type", "text");
      }
      case "json" -> {
        if (!binding.tree().containsKey("json")) {
          throw binding.refused("json", "is required");
        }
        var form = binding.only("name", "type");
        form.put("json", binding.tree().get("json"));
        return form;
      }
      case "hyperdrive" -> {
        binding.text("id");
        return binding.only("name", "type", "id");
      }
      case "service" -> {
        binding.text("service");
        return service(binding);
      }
      case "version_metadata" -> {
        return binding.only("name", "type");
      }
      default ->
          throw ApiErrorException.notHere(
              "bindings of the type " + type + " (binding " + binding.text("name") + ")");
    }
  }

  private static Map<String, Object> service(Fields binding) {
    for (var field : binding.tree().keySet()) {
      if (binding.has(field) && !KEPT_FIELDS_OF_SERVICE.contains(field)) {
        throw ApiErrorException.notHere(
            "service bindings with " + field + " (binding " + binding.text("name") + ")");
      }
    }
    return binding.only("name", "type", "service", "environment", "entrypoint");
  }

  private static Map<String, Object> inherited(Fields binding, List<Map<String, Object>> before) {
    var name = binding.text("name");
    var oldName = binding.text("old_name", name);
    for (var each : before) {
      if (oldName.equals(each.get("name"))) {
        var copy = new LinkedHashMap<>(each);
        copy.put("name", name);
        return copy;
      }
    }
    throw ApiErrorException.invalid(
        NOT_INHERITED, "The binding " + name + " inherits from one that does not exist.");
  }
}
