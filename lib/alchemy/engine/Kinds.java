package alchemy.engine;

import alchemy.Secret;
import alchemy.provider.Provider;
import alchemy.provider.Volatile;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a provider's class tells about its kind: the types of its properties and outputs. */
final class Kinds {
  private Kinds() {}

  static Class<? extends Record> props(Provider<?, ?> provider) {
    return argument(provider, 0);
  }

  static Class<? extends Record> outputs(Provider<?, ?> provider) {
    return argument(provider, 1);
  }

  /** The outputs that an update may change. */
  static Set<String> volatiles(Provider<?, ?> provider) {
    return Arrays.stream(outputs(provider).getRecordComponents())
        .filter(each -> each.isAnnotationPresent(Volatile.class))
        .map(RecordComponent::getName)
        .collect(Collectors.toSet());
  }

  /** The names of the outputs. */
  static List<String> outputNames(Provider<?, ?> provider) {
    return Arrays.stream(outputs(provider).getRecordComponents())
        .map(RecordComponent::getName)
        .toList();
  }

  /** The names of the outputs that are secrets. */
  static Set<String> secrets(Provider<?, ?> provider) {
    return Arrays.stream(outputs(provider).getRecordComponents())
        .filter(each -> each.getType() == Secret.class)
        .map(RecordComponent::getName)
        .collect(Collectors.toSet());
  }

  /** True if the kind answers secrets, and none of them is known. */
  static boolean lacksSecrets(Provider<?, ?> provider, Map<String, ?> known) {
    return yieldsSecrets(provider)
        && secrets(provider).stream().allMatch(each -> known.get(each) == null);
  }

  /** True if the kind answers secrets, which must be sealed. */
  static boolean yieldsSecrets(Provider<?, ?> provider) {
    return !secrets(provider).isEmpty();
  }

  static Type componentType(Class<? extends Record> type, String component) {
    return Arrays.stream(type.getRecordComponents())
        .filter(each -> each.getName().equals(component))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    type.getName() + " has no component called " + component))
        .getGenericType();
  }

  /** The provider that a row names; empty if its class is not on the class path any more. */
  static Optional<Provider<?, ?>> named(String className) {
    try {
      Class<?> type =
          Class.forName(className, true, Thread.currentThread().getContextClassLoader());
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return Optional.of((Provider<?, ?>) constructor.newInstance());
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  private static Class<? extends Record> argument(Provider<?, ?> provider, int index) {
    for (Class<?> type = provider.getClass(); type != null; type = type.getSuperclass()) {
      for (Type each : type.getGenericInterfaces()) {
        if (each instanceof ParameterizedType parameterized
            && parameterized.getRawType() == Provider.class
            && parameterized.getActualTypeArguments()[index] instanceof Class<?> argument) {
          return argument.asSubclass(Record.class);
        }
      }
    }
    throw new IllegalArgumentException(
        provider.getClass().getName()
            + " must implement Provider<P, O> directly, with records of its own for P and O");
  }
}
