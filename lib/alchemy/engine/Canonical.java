package alchemy.engine;

import alchemy.Secret;
import alchemy.provider.Default;
import alchemy.provider.Policy;
import alchemy.provider.Replaces;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The form in which properties are compared and stored: names sorted, absent values and defaults
 * left out, credentials that came from a variable as the variable's name.
 */
final class Canonical {
  /** Stands for a secret that is in a variable, so that its value is not stored. */
  static final String VARIABLE = "$variable";

  private Canonical() {}

  static Map<String, Object> of(Map<String, ?> tree, Class<? extends Record> type) {
    Map<String, RecordComponent> components = new HashMap<>();
    for (RecordComponent each : type.getRecordComponents()) {
      components.put(each.getName(), each);
    }
    Map<String, Object> sorted = new TreeMap<>();
    tree.forEach(
        (name, value) -> {
          RecordComponent component = components.get(name);
          Object kept =
              component == null ? typed(value, Object.class) : component(value, component);
          if (kept != null) {
            sorted.put(name, kept);
          }
        });
    return sorted;
  }

  /** The names of the components that are never a difference. */
  static Set<String> policies(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(each -> each.isAnnotationPresent(Policy.class))
        .map(RecordComponent::getName)
        .collect(Collectors.toSet());
  }

  /** The names of the components whose change makes a new resource. */
  static Set<String> replacing(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(each -> each.isAnnotationPresent(Replaces.class))
        .map(RecordComponent::getName)
        .collect(Collectors.toSet());
  }

  /** The names of the components that have a default, which holds where they are not set. */
  static Set<String> defaults(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(each -> each.isAnnotationPresent(Default.class))
        .map(RecordComponent::getName)
        .collect(Collectors.toSet());
  }

  private static Object component(Object value, RecordComponent component) {
    Default otherwise = component.getAnnotation(Default.class);
    if (value == null || otherwise != null && String.valueOf(value).equals(otherwise.value())) {
      return null;
    }
    if (component.isAnnotationPresent(Policy.class)
        && value instanceof Secret secret
        && secret.variable().isPresent()) {
      return Map.of(VARIABLE, secret.variable().get());
    }
    return typed(value, component.getGenericType());
  }

  // Records have defaults of their own, in a map or a list as well.
  private static Object typed(Object value, Type type) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> tree = new TreeMap<>();
      if (type instanceof Class<?> record && record.isRecord()) {
        map.forEach((key, each) -> tree.put(String.valueOf(key), each));
        return of(tree, record.asSubclass(Record.class));
      }
      map.forEach(
          (key, each) -> {
            Object kept = typed(each, argument(type));
            if (kept != null) {
              tree.put(String.valueOf(key), kept);
            }
          });
      return tree;
    }
    if (value instanceof List<?> list) {
      List<Object> tree = new ArrayList<>();
      list.forEach(each -> tree.add(typed(each, argument(type))));
      return tree;
    }
    return value;
  }

  // The type of a collection's items, or of a map's values.
  private static Type argument(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      return arguments[arguments.length - 1];
    }
    return Object.class;
  }
}
