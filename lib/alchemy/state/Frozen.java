package alchemy.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deep, unmodifiable copies of trees. {@code List.copyOf} refuses null, which JSON has. */
final class Frozen {
  private Frozen() {}

  static Map<String, Object> map(Map<String, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(key, tree(value)));
    return Collections.unmodifiableMap(copy);
  }

  static Map<String, Object> mapOrNull(Map<String, ?> map) {
    return map == null ? null : map(map);
  }

  private static Object tree(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put((String) key, tree(each)));
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(each -> copy.add(tree(each)));
      return Collections.unmodifiableList(copy);
    }
    return value;
  }
}
