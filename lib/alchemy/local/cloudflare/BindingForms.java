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
 * version before.
 */
final class BindingForms {
  static final String SECRET = "secret_text";
  private static final int INVALID = 10021;
  private static final int WITHOUT_NAME = 10052;
  private static final int NOT_INHERITED = 10057;

  /** Fields that no answer gives back. */
  private static final Map<String, List<String>> HIDDEN =
      Map.of(SECRET, List.of("text"), "secret_key", List.of("key_base64", "key_jwk"));

  /**
   * The fields of each type beside name and type. A {@code ?} marks one that may lack, a word after
   * a colon what it is if not a text that is not empty.
   */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("plain_text", "text:string"),
          Map.entry(SECRET, "text:string"),
          Map.entry("json", "json:any"),
          Map.entry("hyperdrive", "id"),
          Map.entry("kv_namespace", "namespace_id"),
          Map.entry("r2_bucket", "bucket_name jurisdiction?"),
          Map.entry("d1", "id"),
          Map.entry("queue", "queue_name delivery_delay?:whole"),
          Map.entry("service", "service environment? entrypoint? props?:object"),
          Map.entry(
              "durable_object_namespace",
              "class_name? script_name? environment? namespace_id? dispatch_namespace?"),
          Map.entry("workflow", "workflow_name class_name? script_name?"),
          Map.entry("ai", ""),
          Map.entry("browser", ""),
          Map.entry("images", ""),
          Map.entry("media", ""),
          Map.entry("version_metadata", ""),
          Map.entry("assets", ""),
          Map.entry("worker_loader", ""),
          Map.entry("analytics_engine", "dataset"),
          Map.entry("vectorize", "index_name"),
          Map.entry("dispatch_namespace", "namespace outbound?:object"),
          Map.entry("mtls_certificate", "certificate_id"),
          Map.entry(
              "send_email",
              "destination_address? allowed_destination_addresses?:list"
                  + " allowed_sender_addresses?:list"),
          Map.entry("ratelimit", "namespace_id simple:object"),
          Map.entry("secrets_store_secret", "store_id secret_name"),
          Map.entry("secret_key", "algorithm:any format usages:list key_base64? key_jwk?:object"),
          Map.entry("pipelines", "pipeline? stream?"),
          Map.entry("ai_search", "instance_name namespace?"),
          Map.entry("ai_search_namespace", "namespace"),
          Map.entry("artifacts", "namespace"),
          Map.entry("messaging", "namespace"),
          Map.entry("vpc_service", "service_id"),
          Map.entry("vpc_network", "network_id? tunnel_id?"),
          Map.entry("flagship", "app_id"),
          Map.entry("k2", "stream"),
          Map.entry("agent_memory", "namespace"),
          Map.entry("text_blob", "part"),
          Map.entry("data_blob", "part"),
          Map.entry("wasm_module", "part"));

  /** What neither workerd nor the local cloud can do. */
  private static final Set<String> NOT_RUN =
      Set.of(
          "r2_bucket",
          "workflow",
          "ai",
          "browser",
          "images",
          "media",
          "vectorize",
          "dispatch_namespace",
          "mtls_certificate",
          "send_email",
          "secrets_store_secret",
          "pipelines",
          "ai_search",
          "ai_search_namespace",
          "artifacts",
          "messaging",
          "vpc_service",
          "vpc_network",
          "flagship",
          "k2",
          "agent_memory");

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
      HIDDEN.getOrDefault(each.get("type"), List.of()).forEach(copy::remove);
      shown.add(copy);
    }
    return shown;
  }

  /** A binding, with the fields that its type has and no other. */
  static Map<String, Object> form(Fields given) {
    var type = given.text("type");
    var named = "binding " + given.text("name");
    var spec = FIELDS.get(type);
    if (spec == null) {
      throw ApiErrorException.invalid(INVALID, named + ": there is no type " + type);
    }
    var binding = new Fields(renamed(type, given.tree()), named, INVALID);
    var form = binding.only("name", "type");
    for (var word : spec.isEmpty() ? new String[0] : spec.split(" ")) {
      var parts = word.split(":");
      var field = parts[0].replace("?", "");
      if (!parts[0].endsWith("?") || binding.has(field)) {
        form.put(field, checked(binding, field, parts.length == 1 ? "text" : parts[1]));
      }
    }
    if (NOT_RUN.contains(type)) {
      throw ApiErrorException.invalid(
          INVALID,
          "The local cloud cannot run bindings of the type "
              + type
              + " ("
              + named
              + "). It works in the real cloud.");
    }
    return form;
  }

  // The SDK calls a database's id database_id, other clients id; both are read.
  private static Map<String, Object> renamed(String type, Map<String, Object> given) {
    if (!type.equals("d1") || given.containsKey("id") || !given.containsKey("database_id")) {
      return given;
    }
    var tree = new LinkedHashMap<>(given);
    tree.put("id", given.get("database_id"));
    return tree;
  }

  private static Object checked(Fields binding, String field, String kind) {
    var value = binding.tree().get(field);
    switch (kind) {
      case "any" -> {
        if (!binding.tree().containsKey(field)) {
          throw binding.refused(field, "is required");
        }
      }
      case "string" -> {
        if (!(value instanceof String)) {
          throw binding.refused(field, value == null ? "is required" : "must be a text");
        }
      }
      case "whole" -> binding.whole(field, 0, Integer.MAX_VALUE);
      case "list" -> binding.list(field);
      case "object" -> binding.object(field);
      default -> binding.text(field);
    }
    return value;
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
