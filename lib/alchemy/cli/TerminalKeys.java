package alchemy.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A terminal that gives each key at once and shows none. A small shell changes it, and puts it back
 * when our pipe to it ends, which the kernel sees to however this process ends.
 */
final class TerminalKeys implements AutoCloseable {
  // Not from the background: changing the terminal of whoever is in front would stop us. The fields
  // of /proc after the command's name are state, parent, group, session, terminal, and the group
  // that is in front.
  private static final String GUARD =
      """
      trap '' INT QUIT TERM HUP TSTP TTOU
      saved=$(stty -g </dev/tty) || exit 1
      keys() {
        if read -r stat </proc/$$/stat; then set -- ${stat##*) }
        else set -- - - $(ps -o pgid= -p $$) - - $(ps -o tpgid= -p $$)
        fi
        [ "$3" = "$6" ] && stty -icanon -echo min 1 time 0 </dev/tty && echo keys || echo lines
      }
      keys
      while read -r wish; do
        case $wish in
          keys) keys ;;
          lines) stty "$saved" </dev/tty; echo lines ;;
        esac
      done
      stty "$saved" </dev/tty
      """;

  private static final Path SHELL = Path.of("/bin/sh");

  private final Process guard;
  private final BufferedReader answers;

  private TerminalKeys(Process guard) {
    this.guard = guard;
    this.answers =
        new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Lets keys be pressed; null if there is no terminal for that. */
  static TerminalKeys open(Terminal terminal) throws IOException {
    if (!terminal.canAsk() || terminal.isDumb() || !Files.isExecutable(SHELL)) {
      return null;
    }
    Process guard =
        new ProcessBuilder(SHELL.toString(), "-c", GUARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    TerminalKeys keys = new TerminalKeys(guard);
    if (!"keys".equals(keys.answers.readLine())) {
      keys.close();
      return null;
    }
    // Whoever had the terminal while we were stopped may have changed it.
    Signals.handle("CONT", keys::resume);
    return terminal.keys(keys);
  }

  /** Lets lines be typed, and seen. */
  void pause() {
    wish("lines");
  }

  /** Lets keys be pressed again. */
  void resume() {
    wish("keys");
  }

  private synchronized void wish(String word) {
    try {
      OutputStream wishes = guard.getOutputStream();
      wishes.write((word + "\n").getBytes(StandardCharsets.UTF_8));
      wishes.flush();
      answers.readLine();
    } catch (IOException e) {
      guard.destroy(); // it has ended, and the terminal is as it was
    }
  }

  /** Puts the terminal back. */
  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
      guard.waitFor();
    } catch (IOException e) {
      guard.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
