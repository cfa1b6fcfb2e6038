package alchemy.cli;

import alchemy.Body;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a script's {@code main} to learn what it declares. On this thread {@code Alchemy.run} runs
 * no command, but hands the body over.
 */
final class Declaring extends Thread {
  private final String main;
  private final Invocation invocation;
  private Invocation result;
  private Throwable fault;

  Declaring(ClassLoader classes, String main, Invocation invocation) {
    super("script");
    setContextClassLoader(classes);
    setDaemon(true);
    this.main = main;
    this.invocation = invocation;
  }

  /** What the script says. */
  Invocation result() {
    start();
    try {
      join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptBuildException("Interrupted while the script was running.");
    }
    if (fault != null) {
      throw new ScriptBuildException(
          fault, "The script failed outside its body.", fault.toString());
    }
    if (result == null) {
      throw new ScriptBuildException(
          "The script declares nothing any more.", "Its main has to call Alchemy.run.");
    }
    return result;
  }

  void declared(String app, Body body) {
    result = invocation.of(app, body);
  }

  @Override
  public void run() {
    try {
      List<String> words = new ArrayList<>(invocation.words());
      if (!invocation.scriptArgs().isEmpty()) {
        words.add("--");
        words.addAll(invocation.scriptArgs());
      }
      Method method =
          Class.forName(main, true, getContextClassLoader())
              .getDeclaredMethod("main", String[].class);
      method.setAccessible(true);
      method.invoke(null, (Object) words.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      fault = e.getCause();
    } catch (ReflectiveOperationException | LinkageError e) {
      fault = e;
    }
  }
}
