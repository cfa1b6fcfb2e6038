package alchemy.engine;

import alchemy.state.StageWriter;
import alchemy.state.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The end of a run in the middle of it: before or after a call or a write. From then on every call
 * and every write of that run ends, too, as if the process were not there any more.
 */
final class RandomCrash {
  static final RandomCrash NEVER = new RandomCrash(Integer.MAX_VALUE);

  private int left;

  /**
   * @param points how many points are passed before it ends
   */
  RandomCrash(int points) {
    left = points;
  }

  /** A moment at which a run may end. */
  synchronized void point() {
    if (this != NEVER && --left < 0) {
      throw new Died();
    }
  }

  /** True once the run has ended here. */
  synchronized boolean happened() {
    return left < 0;
  }

  /** What ends a run that dies; an error, so that nothing handles it. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("died", null, false, false);
    }
  }

  /** A store whose writers die with this crash. */
  StateStore over(StateStore store) {
    return wrapped(
        StateStore.class,
        (method, arguments) -> {
          Object answer = call(store, method, arguments);
          return answer instanceof StageWriter writer ? over(writer) : answer;
        });
  }

  private StageWriter over(StageWriter writer) {
    return wrapped(
        StageWriter.class,
        (method, arguments) -> {
          if (!List.of("commit", "outputs", "finish").contains(method.getName())) {
            return call(writer, method, arguments);
          }
          point();
          Object answer = call(writer, method, arguments);
          point();
          return answer;
        });
  }

  /** What happens before each commit. */
  interface Before {
    void commit(List<?> changes) throws Throwable;
  }

  /** A store in which something happens before each commit. */
  static StateStore beforeCommits(StateStore store, Before before) {
    return wrapped(
        StateStore.class,
        (method, arguments) -> {
          Object answer = call(store, method, arguments);
          return answer instanceof StageWriter writer ? before(writer, before) : answer;
        });
  }

  private static StageWriter before(StageWriter writer, Before before) {
    return wrapped(
        StageWriter.class,
        (method, arguments) -> {
          if (method.getName().equals("commit")) {
            before.commit((List<?>) arguments[0]);
          }
          return call(writer, method, arguments);
        });
  }

  private interface Behaviour {
    Object answer(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T wrapped(Class<T> type, Behaviour behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> behaviour.answer(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
