package alchemy.cli;

import java.lang.reflect.Proxy;

/**
 * Handles a signal in another way than the JVM does. By reflection: the class is there on every
 * JDK, but naming it makes each compile warn.
 */
final class Signals {
  private Signals() {}

  /** Runs the action each time that the signal, as {@code INT} or {@code TERM}, comes. */
  static void handle(String signal, Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object calling =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      type.getMethod("handle", type, handler)
          .invoke(null, type.getConstructor(String.class).newInstance(signal), calling);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This JVM does not let signals be handled", e);
    }
  }
}
