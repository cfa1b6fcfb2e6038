package alchemy.json;

import alchemy.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Turns records into trees of maps, lists, texts, numbers, booleans and secrets, and back. Absent
 * components are left out of a tree and are null in a record.
 */
public final class Records {
  private Records() {}

  /** The record as a tree, its components in their order. */
  public static Map<String, Object> encode(Record record) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (RecordComponent each : record.getClass().getRecordComponents()) {
      Object value = toTree(valueOf(record, each));
      if (value != null) {
        tree.put(each.getName(), value);
      }
    }
    return tree;
  }

  /** A value as a tree: records become maps, enums and the JDK's value types text. */
  public static Object toTree(Object value) {
    if (value instanceof Record record) {
      return encode(record);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> tree = new LinkedHashMap<>();
      map.forEach((key, each) -> tree.put(String.valueOf(key), toTree(each)));
      return tree;
    }
    if (value instanceof Collection<?> collection) {
      List<Object> tree = new ArrayList<>();
      collection.forEach(each -> tree.add(toTree(each)));
      if (value instanceof Set) {
        // It has no order of its own, or one that differs from one process to the next.
        tree.sort(Comparator.comparing(String::valueOf));
      }
      return tree;
    }
    if (value instanceof Enum<?>
        || value instanceof Instant
        || value instanceof Duration
        || value instanceof Path
        || value instanceof URI) {
      return value.toString();
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float) {
      return Double.valueOf(value.toString()); // through the text, so that 0.1f is 0.1
    }
    return value;
  }

  /**
   * The tree as a record.
   *
   * @param leaf turns a leaf as stored into a value, as a sealed secret into a secret
   * @throws IllegalArgumentException if a component's value does not fit its type
   */
  public static <T extends Record> T decode(
      Map<String, ?> tree, Class<T> type, UnaryOperator<Object> leaf) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      arguments[i] =
          fromTree(tree.get(components[i].getName()), components[i].getGenericType(), leaf);
      if (arguments[i] == null && types[i].isPrimitive()) {
        arguments[i] = zero(types[i]);
      }
    }
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalArgumentException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type.getName() + " can't be made from a tree", e);
    }
  }

  /** One stored value as a value of a type; see {@link #decode}. */
  public static Object fromTree(Object stored, Type type, UnaryOperator<Object> leaf) {
    if (stored == null) {
      return null;
    }
    Class<?> raw =
        type instanceof ParameterizedType of ? (Class<?>) of.getRawType() : classOf(type);
    if (stored instanceof Map<?, ?> map && !isLeaf(map, leaf)) {
      return fromMap(map, type, raw, leaf);
    }
    if (stored instanceof Collection<?> collection) {
      Type element =
          type instanceof ParameterizedType of ? of.getActualTypeArguments()[0] : Object.class;
      List<Object> list = new ArrayList<>();
      collection.forEach(each -> list.add(fromTree(each, element, leaf)));
      return raw == Set.class ? new LinkedHashSet<>(list) : list;
    }
    return convert(leaf.apply(stored), raw);
  }

  // A map may itself stand for one value, as a reference to a variable does.
  private static boolean isLeaf(Map<?, ?> map, UnaryOperator<Object> leaf) {
    return leaf.apply(map) != map;
  }

  private static Object fromMap(
      Map<?, ?> map, Type type, Class<?> raw, UnaryOperator<Object> leaf) {
    if (raw.isRecord()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      map.forEach((key, each) -> tree.put(String.valueOf(key), each));
      return decode(tree, raw.asSubclass(Record.class), leaf);
    }
    Type element =
        type instanceof ParameterizedType of ? of.getActualTypeArguments()[1] : Object.class;
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, each) -> result.put(String.valueOf(key), fromTree(each, element, leaf)));
    return result;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object convert(Object value, Class<?> type) {
    if (value == null || type.isInstance(value)) {
      return value;
    }
    String text = value instanceof Secret secret ? secret.unencrypted() : value.toString();
    if (type == String.class) {
      return text;
    }
    if (type == Secret.class) {
      return Secret.of(text);
    }
    if (type.isEnum()) {
      return Enum.valueOf((Class) type, text);
    }
    if (value instanceof Number number) {
      return number(number, type);
    }
    if (type == Instant.class) {
      return Instant.parse(text);
    }
    if (type == Duration.class) {
      return Duration.parse(text);
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type == URI.class) {
      return URI.create(text);
    }
    if (type == boolean.class && value instanceof Boolean) {
      return value;
    }
    throw new IllegalArgumentException(
        "a " + value.getClass().getSimpleName() + " where a " + type.getSimpleName() + " belongs");
  }

  private static Object number(Number number, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return Math.toIntExact(number.longValue());
    }
    if (type == long.class || type == Long.class) {
      return number.longValue();
    }
    if (type == double.class || type == Double.class) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("a number where a " + type.getSimpleName() + " belongs");
  }

  private static Object zero(Class<?> primitive) {
    if (primitive == boolean.class) {
      return false;
    }
    return number(0L, primitive);
  }

  private static Class<?> classOf(Type type) {
    return type instanceof Class<?> known ? known : Object.class;
  }

  private static Object valueOf(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(component + " can't be read", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(component + " can't be read", e);
    }
  }
}
