package alchemy.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What of JSON Schema the contracts use, taken strictly: a field that an object's schema does not
 * name is a fault unless {@code additionalProperties} lets it be. An object without any field named
 * is free.
 */
final class Schema {
  // Of the branches of a union the one is meant against which least tells; a wrong word in a field
  // that names the branch tells most.
  private static final int OTHER_BRANCH = 1_000;
  private static final int MISSING = 20;
  private static final int WRONG = 15;

  private final Map<?, ?> definitions;

  Schema(Map<?, ?> definitions) {
    this.definitions = definitions;
  }

  /** A place in a tree, what is wrong there, and how much that tells against a branch. */
  private record Fault(String text, int weight) {}

  /** What is wrong with a tree, each as {@code "origin.port: is a text, not a number"}. */
  List<String> faults(Object schema, Object tree) {
    return check(schema, tree, "").stream().map(Fault::text).toList();
  }

  private List<Fault> check(Object given, Object tree, String at) {
    Map<?, ?> schema = (Map<?, ?>) given;
    if (schema.get("$ref") instanceof String name) {
      return check(
          Objects.requireNonNull(definitions.get(name), () -> "no schema " + name), tree, at);
    }
    List<Fault> faults = new ArrayList<>();
    if (schema.get("anyOf") instanceof List<?> branches) {
      faults.addAll(
          branches.stream()
              .map(each -> check(each, tree, at))
              .min(Comparator.comparingInt(each -> each.stream().mapToInt(Fault::weight).sum()))
              .orElseThrow());
    }
    if (schema.containsKey("const") && !same(schema.get("const"), tree)) {
      return List.of(fault(at, "is not " + schema.get("const"), OTHER_BRANCH));
    }
    if (schema.get("enum") instanceof List<?> words
        && words.stream().noneMatch(each -> same(each, tree))) {
      return List.of(fault(at, "is none of " + words, WRONG));
    }
    if (schema.containsKey("type") && !isOneOf(schema.get("type"), tree)) {
      return List.of(fault(at, "is " + kind(tree) + ", not " + schema.get("type"), WRONG));
    }
    if (tree instanceof Map<?, ?> object) {
      checkObject(schema, object, at, faults);
    } else if (tree instanceof List<?> list) {
      checkList(schema, list, at, faults);
    } else if (tree instanceof String text) {
      checkText(schema, text, at, faults);
    } else if (tree instanceof Number number) {
      checkRange(schema, "minimum", "maximum", number.doubleValue(), at, faults);
    }
    return faults;
  }

  private void checkObject(Map<?, ?> schema, Map<?, ?> object, String at, List<Fault> faults) {
    Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : null;
    Object more = schema.get("additionalProperties");
    object.forEach(
        (name, value) -> {
          String place = at.isEmpty() ? name.toString() : at + "." + name;
          if (properties != null && properties.containsKey(name)) {
            faults.addAll(check(properties.get(name), value, place));
          } else if (more instanceof Map) {
            faults.addAll(check(more, value, place));
          } else if (Boolean.FALSE.equals(more) || more == null && properties != null) {
            faults.add(fault(place, "is not in the contract", 1));
          }
        });
    if (schema.get("required") instanceof List<?> required) {
      for (Object name : required) {
        if (!object.containsKey(name)) {
          faults.add(
              fault(at.isEmpty() ? name.toString() : at + "." + name, "is missing", MISSING));
        }
      }
    }
  }

  private void checkList(Map<?, ?> schema, List<?> list, String at, List<Fault> faults) {
    checkRange(schema, "minItems", "maxItems", list.size(), at, faults);
    if (schema.get("items") != null) {
      for (int i = 0; i < list.size(); i++) {
        faults.addAll(check(schema.get("items"), list.get(i), at + "[" + i + "]"));
      }
    }
  }

  private static void checkText(Map<?, ?> schema, String text, String at, List<Fault> faults) {
    checkRange(schema, "minLength", "maxLength", text.codePointCount(0, text.length()), at, faults);
    if (schema.get("pattern") instanceof String pattern
        && !Pattern.compile(pattern).matcher(text).find()) {
      faults.add(fault(at, "does not match " + pattern, WRONG));
    }
    if ("date-time".equals(schema.get("format"))
        && !text.matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d([.]\\d+)?(Z|[+-]\\d\\d:\\d\\d)")) {
      faults.add(fault(at, "is no time", WRONG));
    }
  }

  private static void checkRange(
      Map<?, ?> schema, String least, String most, double value, String at, List<Fault> faults) {
    if (schema.get(least) instanceof Number low && value < low.doubleValue()) {
      faults.add(fault(at, least + " is " + low, WRONG));
    }
    if (schema.get(most) instanceof Number high && value > high.doubleValue()) {
      faults.add(fault(at, most + " is " + high, WRONG));
    }
  }

  private static Fault fault(String at, String text, int weight) {
    return new Fault((at.isEmpty() ? "the whole" : at) + ": " + text, weight);
  }

  private static boolean isOneOf(Object types, Object tree) {
    return types instanceof Collection<?> several
        ? several.stream().anyMatch(each -> isOf(each, tree))
        : isOf(types, tree);
  }

  private static boolean isOf(Object type, Object tree) {
    return switch (type.toString()) {
      case "object" -> tree instanceof Map;
      case "array" -> tree instanceof List;
      case "string" -> tree instanceof String;
      case "boolean" -> tree instanceof Boolean;
      case "null" -> tree == null;
      case "number" -> tree instanceof Number;
      case "integer" -> tree instanceof Number number && number.doubleValue() % 1 == 0;
      default -> throw new IllegalArgumentException("no type " + type);
    };
  }

  private static boolean same(Object wanted, Object tree) {
    return wanted instanceof Number one && tree instanceof Number other
        ? one.doubleValue() == other.doubleValue()
        : Objects.equals(wanted, tree);
  }

  private static String kind(Object tree) {
    return tree == null
        ? "null"
        : tree instanceof Map
            ? "an object"
            : tree instanceof List
                ? "an array"
                : tree instanceof String
                    ? "a string"
                    : tree instanceof Boolean ? "a boolean" : "the number " + tree;
  }
}
