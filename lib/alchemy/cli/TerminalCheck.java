package alchemy.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/**
 * Whether a standard stream of this process is a terminal. {@code System.console()} cannot tell: it
 * knows nothing of the error stream, and is never null from Java 22 on.
 */
final class TerminalCheck implements IntPredicate {
  private final Boolean[] known = new Boolean[3];

  @Override
  public synchronized boolean test(int descriptor) {
    if (known[descriptor] == null) {
      known[descriptor] = ask(descriptor);
    }
    return known[descriptor];
  }

  private static boolean ask(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
      if (File.separatorChar == '\\') {
        return System.console() != null;
      }
      return testCommand(descriptor);
    } catch (IOException e) {
      return false; // as good as no terminal: nothing is asked and nothing is drawn
    }
  }

  // macOS has no /proc; the shell's own test costs some milliseconds.
  private static boolean testCommand(int descriptor) throws IOException {
    try {
      return new ProcessBuilder("/bin/sh", "-c", "test -t " + descriptor)
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
