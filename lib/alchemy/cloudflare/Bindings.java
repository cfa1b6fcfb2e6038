package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.http.Fields;
import alchemy.provider.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a Worker sees in its {@code env}. As a property a binding is a text, a secret, or a map with
 * a type; a value that is none of these is wrapped as JSON.
 *
 * <pre>
 *   property                               API
 *   text                                   plain_text, text
 *   secret                                 secret_text, text
 *   {type: json, json: VALUE}              json, json
 *   {type: hyperdrive, id: ID}             hyperdrive, id
 *   {type: service, service: NAME}         service, service
 * </pre>
 */
final class Bindings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "json",
          List.of("json"),
          "hyperdrive",
          List.of("id"),
          "service",
          List.of("service", "entrypoint"));
  private static final Set<String> NO_PROPERTIES = Set.of("name", "text", "key_base64", "key_jwk");

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
          if (value instanceof Map<?, ?> typed && holdsSecret(typed.get("json"))) {
            check.fault(
                "bindings." + name,
                "holds a secret inside JSON, which the service would show to others",
                "Bind the secret by itself.");
          }
        });
  }

  /** The bindings as the API takes them. */
  static List<Map<String, Object>> body(Map<String, Object> bindings) {
    List<Map<String, Object>> body = new ArrayList<>();
    bindings.forEach(
        (name, value) -> {
          if (value != null) {
            Map<String, Object> binding = new LinkedHashMap<>();
            binding.put("name", name);
            fill(binding, value);
            body.add(binding);
          }
        });
    return body;
  }

  /**
   * The bindings that the service tells, as properties.
   *
   * @param told as in the API
   * @param known those that were applied last, for the secrets, which the service does not tell
   */
  static Map<String, Object> read(List<Fields> told, Map<String, Object> known) {
    Map<String, Object> bindings = new LinkedHashMap<>();
    for (Fields each : told) {
      String name = each.text("name");
      String type = each.text("type", "");
      if (type.equals("plain_text")) {
        bindings.put(name, each.text("text", ""));
      } else if (type.equals("secret_text") && known.get(name) instanceof Secret secret) {
        bindings.put(name, secret);
      } else {
        bindings.put(name, typed(type, each));
      }
    }
    return bindings;
  }

  private static Map<String, Object> typed(String type, Fields told) {
    Map<String, Object> binding = new LinkedHashMap<>();
    if (told.tree() instanceof Map<?, ?> fields) {
      fields.forEach(
          (field, value) -> {
            if (isProperty(type, field.toString(), value)) {
              binding.put(field.toString(), value);
            }
          });
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
    return ours == null ? !NO_PROPERTIES.contains(field) : ours.contains(field) && !assumed;
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
          binding.put(field, typed.get(field));
        }
      }
    } else {
      binding.put("type", "plain_text");
      binding.put("text", value.toString());
    }
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
