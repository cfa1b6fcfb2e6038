package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.Fields;
import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import alchemy.provider.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a Worker sees in its {@code env}. As a property a binding is a text, which the API calls
 * plain_text, a secret, which it calls secret_text, or a map of the API's type and fields; a value
 * that is none of these is wrapped as JSON.
 */
final class Bindings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  // Type, then its fields.
  private static final Map<String, List<String>> FIELDS =
      Arrays.stream(
              """
              agent_memory namespace
              ai
              ai_search instance_name namespace
              ai_search_namespace namespace
              analytics_engine dataset
              artifacts namespace
              assets
              browser
              d1 id
              dispatch_namespace namespace outbound
              durable_object_namespace class_name script_name
              flagship app_id
              hyperdrive id
              images
              inherit old_name
              json json
              k2 stream
              kv_namespace namespace_id
              media
              messaging namespace
              mtls_certificate certificate_id
              pipelines pipeline
              queue queue_name
              r2_bucket bucket_name jurisdiction
              ratelimit namespace_id simple
              secret_key algorithm format usages key_base64 key_jwk
              secrets_store_secret store_id secret_name
              send_email destination_address allowed_destination_addresses allowed_sender_addresses
              service service entrypoint props
              vectorize index_name
              version_metadata
              vpc_network network_id tunnel_id
              vpc_service service_id
              worker_loader
              workflow workflow_name class_name script_name\
              """
                  .split("\n"))
          .map(line -> List.of(line.split(" ")))
          .collect(
              Collectors.toMap(words -> words.get(0), words -> words.subList(1, words.size())));

  /** The types that hold secrets. */
  static final List<String> KEPT = List.of("secret_text", "secret_key");

  private static final Map<String, Object> INHERITED = Map.of("type", "inherit");

  // What is not told back.
  private static final Set<String> HIDDEN =
      Set.of("key_base64", "key_jwk", WorkerClasses.RENAMED_FROM);

  private Bindings() {}

  /** A value as a binding's property. */
  static Object value(Object value) {
    return value == null || value instanceof String || value instanceof Secret
        ? value
        : json(value);
  }

  static Map<String, Object> json(Object value) {
    return Map.of("type", "json", "json", value);
  }

  static void check(Check check, Map<String, Object> bindings) {
    bindings.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches()) {
            check.fault(
                "bindings." + name,
                "is no name that JavaScript takes",
                "Use letters, digits and _, and start with a letter.");
          }
          if (value instanceof Map<?, ?> binding) {
            check(check, "bindings." + name, Fields.of(binding));
          }
        });
    List<String> ais = named(bindings, "ai");
    if (ais.size() > 1) {
      check.fault(
          "bindings." + ais.get(1),
          "is a second binding of type ai, after " + ais.get(0),
          "A Worker has at most one.");
    }
  }

  private static void check(Check check, String property, Fields binding) {
    if (holdsSecret(binding.at("json").tree()) || holdsSecret(binding.at("props").tree())) {
      check.fault(
          property,
          "holds a secret inside JSON, which the service would show to others",
          "Bind the secret by itself.");
    }
    oneOf(check, property, binding, "jurisdiction", List.of("eu", "fedramp", "fedramp-high", "us"));
    oneOf(check, property, binding, "format", List.of("raw", "pkcs8", "spki", "jwk"));
    oneOf(check, property, binding.at("simple"), "period", List.of("10", "60"));
    if (binding.text("type", "").equals("secret_key")
        && binding.at("key_jwk").tree() instanceof Secret key
        && !isJson(key)) {
      check.fault(property, "has a key of the format jwk that is no JSON", null);
    }
  }

  private static void oneOf(
      Check check, String property, Fields binding, String field, List<String> allowed) {
    String value = binding.text(field);
    if (value != null && !allowed.contains(value)) {
      check.fault(
          property,
          "has the " + field + " \"" + value + "\"",
          "It can be " + String.join(", ", allowed) + ".");
    }
  }

  private static boolean isJson(Secret key) {
    try {
      return Json.read(key.unencrypted()) instanceof Map;
    } catch (MalformedJsonException e) {
      return false;
    }
  }

  /** The names of the bindings of a type. */
  static List<String> named(Map<String, Object> bindings, String type) {
    return bindings.entrySet().stream()
        .filter(each -> each.getValue() instanceof Map<?, ?> map && type.equals(map.get("type")))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /**
   * The bindings as an upload sends them.
   *
   * @param before what was uploaded before; null if that is not known
   * @param there the settings of the Worker that is there; of nothing if there is none
   */
  static List<Map<String, Object>> body(Props wanted, Props before, Fields there) {
    Map<String, Object> bindings = new LinkedHashMap<>();
    if (wanted.bindings() != null) {
      bindings.putAll(wanted.bindings());
    }
    Set<String> left = left(wanted, before);
    for (Fields each : there.at("bindings").elements()) {
      String name = each.text("name");
      boolean isOthers = !left.isEmpty() && KEPT.contains(each.text("type", ""));
      // What was inherited from another name has this one now, and the other may be gone.
      boolean isKept = isOthers && !left.contains(name) && !bindings.containsKey(name);
      if (isKept || isInherited(bindings.get(name))) {
        bindings.put(name, INHERITED);
      }
    }
    return body(bindings);
  }

  /**
   * The secrets that the script bound and binds no more, of a Worker that keeps those of others:
   * then each of those is inherited by its name, as all cannot be kept.
   */
  static Set<String> left(Props wanted, Props before) {
    Set<String> left = new TreeSet<>();
    if (Boolean.TRUE.equals(wanted.keepSecrets()) && before != null && before.bindings() != null) {
      before
          .bindings()
          .forEach(
              (name, value) -> {
                if (value instanceof Secret || KEPT.contains(Fields.of(value).text("type", ""))) {
                  left.add(name);
                }
              });
      if (wanted.bindings() != null) {
        left.removeAll(wanted.bindings().keySet());
      }
    }
    return left;
  }

  private static boolean isInherited(Object binding) {
    return binding instanceof Map<?, ?> map && "inherit".equals(map.get("type"));
  }

  /** The bindings as the API takes them. */
  static List<Map<String, Object>> body(Map<String, Object> bindings) {
    List<Map<String, Object>> body = new ArrayList<>();
    bindings.forEach(
        (name, value) -> {
          if (value != null && !isAwaited(value)) {
            Map<String, Object> binding = new LinkedHashMap<>();
            binding.put("name", name);
            fill(binding, value);
            body.add(binding);
          }
        });
    return body;
  }

  // Worker.named of one that is not there yet.
  private static boolean isAwaited(Object value) {
    return value instanceof Map<?, ?> map
        && "service".equals(map.get("type"))
        && map.get("service") == null;
  }

  /**
   * The bindings that the service tells, as properties.
   *
   * @param told as in the API
   * @param known those that were applied last, for what the service does not tell: secrets, and
   *     what was inherited
   */
  static Map<String, Object> read(List<Fields> told, Map<String, Object> known) {
    Map<String, Object> bindings = new LinkedHashMap<>();
    for (Fields each : told) {
      String name = each.text("name");
      String type = each.text("type", "");
      Object before = known.get(name);
      if (type.equals("plain_text")) {
        bindings.put(name, each.text("text", ""));
      } else if (type.equals("secret_text") && before instanceof Secret || isInherited(before)) {
        bindings.put(name, before);
      } else {
        bindings.put(name, typed(type, each, before));
      }
    }
    return bindings;
  }

  private static Map<String, Object> typed(String type, Fields told, Object before) {
    Map<String, Object> binding = new LinkedHashMap<>();
    if (told.tree() instanceof Map<?, ?> fields) {
      fields.forEach(
          (key, value) -> {
            // One endpoint of D1 calls its id one thing, another another.
            String field = key.equals("database_id") ? "id" : key.toString();
            if (isProperty(type, field, value)) {
              binding.put(field, value);
            }
          });
    }
    if (before instanceof Map<?, ?> map && type.equals(map.get("type"))) {
      HIDDEN.stream().filter(map::containsKey).forEach(each -> binding.put(each, map.get(each)));
    }
    return binding;
  }

  // Of a type that we do not make, all is told: that it is there is a difference.
  private static boolean isProperty(String type, String field, Object value) {
    if (field.equals("type")) {
      return true;
    }
    List<String> ours = FIELDS.get(type);
    boolean assumed = field.equals("entrypoint") && "default".equals(value);
    return value != null
        && !(field.equals("name") || field.equals("text") || HIDDEN.contains(field))
        && (ours == null || ours.contains(field) && !assumed);
  }

  private static void fill(Map<String, Object> binding, Object value) {
    if (value instanceof Secret secret) {
      binding.put("type", "secret_text");
      binding.put("text", secret.unencrypted());
    } else if (value instanceof Map<?, ?> typed) {
      String type = String.valueOf(typed.get("type"));
      binding.put("type", type);
      for (String field : FIELDS.getOrDefault(type, List.of())) {
        if (typed.get(field) != null) {
          binding.put(field, plain(field, typed.get(field)));
        }
      }
    } else {
      binding.put("type", "plain_text");
      binding.put("text", value.toString());
    }
  }

  private static Object plain(String field, Object value) {
    if (value instanceof Secret key) {
      return field.equals("key_jwk") ? Json.read(key.unencrypted()) : key.unencrypted();
    }
    return value;
  }

  private static boolean holdsSecret(Object json) {
    if (json instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(Bindings::holdsSecret);
    }
    if (json instanceof Collection<?> list) {
      return list.stream().anyMatch(Bindings::holdsSecret);
    }
    return json instanceof Secret;
  }
}
