package alchemy.engine;

import java.util.Optional;

/**
 * A line of the user's script.
 *
 * @param file the file's name, as {@code alchemy.run.java}
 * @param line from 1
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
    return frame.map(SourceLine::of).orElse(UNKNOWN);
  }

  /** The line of the script that threw, or that called what threw. */
  public static SourceLine of(Throwable thrown) {
    for (StackTraceElement each : thrown.getStackTrace()) {
      if (isUsers(each.getClassName()) && each.getFileName() != null) {
        return new SourceLine(each.getFileName(), each.getLineNumber());
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

  private static SourceLine of(StackWalker.StackFrame frame) {
    String file = frame.getFileName();
    // JShell compiles each snippet into a class of its own and calls its file by a number.
    String shown =
        file == null || file.startsWith("#") ? "jshell" + (file == null ? "" : file) : file;
    return new SourceLine(shown, frame.getLineNumber());
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
