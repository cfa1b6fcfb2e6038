package alchemy.local.cloudflare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object of a request, read field by field; what has the wrong type is refused with the
 * given error code. A field that is null counts as absent, as at Cloudflare.
 */
record Fields(Map<String, Object> tree, String what, int code) {

  @SuppressWarnings("unchecked")
  static Fields of(Object tree, String what, int code) {
    if (!(tree instanceof Map)) {
      throw ApiErrorException.invalid(code, what + " is not a JSON object");
    }
    return new Fields((Map<String, Object>) tree, what, code);
  }

  boolean has(String name) {
    return tree.get(name) != null;
  }

  String text(String name) {
    if (!(tree.get(name) instanceof String text) || text.isEmpty()) {
      throw refused(name, has(name) ? "must be a text that is not empty" : "is required");
    }
    return text;
  }

  String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  String oneOf(String name, String otherwise, String... values) {
    var value = text(name, otherwise);
    if (!List.of(values).contains(value)) {
      throw refused(name, "must be one of " + String.join(", ", values));
    }
    return value;
  }

  boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!(tree.get(name) instanceof Boolean flag)) {
      throw refused(name, "must be true or false");
    }
    return flag;
  }

  int whole(String name, int least, int most) {
    if (!(tree.get(name) instanceof Number number)
        || number.doubleValue() != number.intValue()
        || number.intValue() < least
        || number.intValue() > most) {
      var range = "must be a whole number from " + least + " to " + most;
      throw refused(name, has(name) ? range : "is required");
    }
    return number.intValue();
  }

  int whole(String name, int least, int most, int otherwise) {
    return has(name) ? whole(name, least, most) : otherwise;
  }

  Fields object(String name) {
    return of(tree.get(name), what + "." + name, code);
  }

  List<?> list(String name) {
    if (!has(name)) {
      return List.of();
    }
    if (!(tree.get(name) instanceof List<?> list)) {
      throw refused(name, "must be a list");
    }
    return list;
  }

  List<String> texts(String name) {
    var list = list(name);
    if (!list.stream().allMatch(String.class::isInstance)) {
      throw refused(name, "must be a list of texts");
    }
    return list.stream().map(String.class::cast).toList();
  }

  /** Only these fields, as far as they are there, in this order. */
  Map<String, Object> only(String... names) {
    Map<String, Object> some = new LinkedHashMap<>();
    for (var name : names) {
      if (has(name)) {
        some.put(name, tree.get(name));
      }
    }
    return some;
  }

  ApiErrorException refused(String name, String why) {
    return ApiErrorException.invalid(code, what + "." + name + " " + why);
  }
}
