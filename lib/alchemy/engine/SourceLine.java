package alchemy.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A line of the user's script.
 *
 * @param file the file's name, as {@code alchemy.run.java}; {@code jshell} for a snippet
 * @param line from 1, in the file or snippet
 */
public record SourceLine(String file, int line) {
  /** Stands for a row of state whose script is not there any more. */
  public static final SourceLine UNKNOWN = new SourceLine("", 0);

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** The nearest line on the stack that is neither this library's nor the JDK's. */
  public static SourceLine ofCaller() {
    Optional<StackWalker.StackFrame> frame =
        WALKER.walk(frames -> frames.filter(each -> isUsers(each.getDeclaringClass())).findFirst());
    return frame
        .map(
            each ->
                of(
                    each.getFileName(),
                    each.getLineNumber(),
                    () -> Thread.currentThread().getStackTrace()))
        .orElse(UNKNOWN);
  }

  /** The line of the script that threw, or that called what threw. */
  public static SourceLine of(Throwable thrown) {
    for (StackTraceElement each : thrown.getStackTrace()) {
      if (isUsers(each.getClassName()) && each.getFileName() != null) {
        return of(each.getFileName(), each.getLineNumber(), thrown::getStackTrace);
      }
    }
    return UNKNOWN;
  }

  /** Reads what {@link #toString} wrote. */
  public static SourceLine parse(String text) {
    int colon = text == null ? -1 : text.lastIndexOf(':');
    return colon < 0
        ? UNKNOWN
        : new SourceLine(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  // JShell compiles each snippet into a class of its own, behind lines that nobody wrote. Of these
  // there are as many as before the call of its method; a snippet's lines are counted from there.
  private static SourceLine of(String file, int line, Supplier<StackTraceElement[]> stack) {
    if (file != null && !file.startsWith("#") && !file.startsWith("$JShell$")) {
      return new SourceLine(file, line);
    }
    int first =
        Arrays.stream(stack.get())
            .filter(each -> each.getMethodName().equals("do_it$"))
            .mapToInt(StackTraceElement::getLineNumber)
            .findFirst()
            .orElse(line);
    return new SourceLine("jshell", line - first + 1);
  }

  private static boolean isUsers(Class<?> type) {
    return type.getClassLoader() != null
        && !(isLibrary(type.getName())
            && type.getProtectionDomain().getCodeSource() != null
            && type.getProtectionDomain()
                .getCodeSource()
                .equals(SourceLine.class.getProtectionDomain().getCodeSource()));
  }

  private static boolean isUsers(String className) {
    try {
      return isUsers(
          Class.forName(className, false, Thread.currentThread().getContextClassLoader()));
    } catch (ClassNotFoundException e) {
      return true; // a snippet of a shell: not ours, and not to be found by name
    }
  }

  private static boolean isLibrary(String className) {
    return className.startsWith("alchemy.");
  }

  @Override
  public String toString() {
    return file.isEmpty() ? "" : file + ":" + line;
  }
}
