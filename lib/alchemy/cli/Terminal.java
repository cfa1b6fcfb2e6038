package alchemy.cli;

import alchemy.Secret;
import alchemy.provider.CancelledException;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * The three standard streams of a command: results go out, everything else goes to the error
 * stream, all of it masked. Safe for use by several threads.
 */
final class Terminal {
  private static final int ESCAPE = 27;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final IntPredicate isTerminal;
  private final boolean dumb;
  private final boolean plain;
  private final CountDownLatch lastWord = new CountDownLatch(1);
  private TerminalKeys keys;

  /**
   * Streams.
   *
   * @param isTerminal tells of file descriptor 0, 1 or 2 whether it is a terminal
   * @param env where {@code NO_COLOR} and {@code TERM} are looked up
   */
  Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      IntPredicate isTerminal,
      Map<String, String> env) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.isTerminal = isTerminal;
    this.dumb = env.getOrDefault("TERM", "").equals("dumb");
    this.plain = dumb || !env.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** This process's streams, in UTF-8 whatever the locale says. */
  static Terminal ofProcess() {
    return new Terminal(
        System.in,
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        new TerminalCheck(),
        System.getenv());
  }

  /** Prints a line of the command's result. */
  synchronized void result(String line) {
    out.print(Secret.mask(line) + "\n");
    out.flush();
  }

  /** Prints a line of JSON whose values are masked: masking its text could break its syntax. */
  synchronized void json(String line) {
    out.print(line + "\n");
    out.flush();
  }

  /** Prints a result as it came, as the answer of a Worker. */
  synchronized void raw(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** Prints a line for people: progress, a plan before it is applied, an error. */
  synchronized void note(String line) {
    control(line + "\n");
  }

  /** Prints to the error stream without ending the line, as a cursor's movement. */
  synchronized void control(String text) {
    err.print(Secret.mask(text));
    err.flush();
  }

  /**
   * Shows what a person has asked to see, secret or not, to that person: it is no result that goes
   * on.
   */
  synchronized void reveal(String line) {
    err.print(line + "\n");
    err.flush();
  }

  /** Lets keys be pressed; a question that is asked meanwhile takes whole lines all the same. */
  TerminalKeys keys(TerminalKeys pressed) {
    keys = pressed;
    return pressed;
  }

  /** The key that was pressed, or 0 for none; does not wait. */
  char key() {
    try {
      int key = in.available() == 0 ? 0 : in.read();
      // An arrow and its like are none of ours: "ESC [", parameters, and a letter.
      for (boolean more = key == ESCAPE; more && in.available() > 0; ) {
        key = in.read();
        more = key < '@' || key == '[' || key == 'O';
        key = 0;
      }
      return (char) Math.max(key, 0);
    } catch (IOException e) {
      return 0; // a terminal that is gone: nobody presses a key
    }
  }

  /** Tells that the command has no more to say. */
  void lastWord() {
    lastWord.countDown();
  }

  /** Waits until the command has no more to say, or that long. */
  void awaitLastWord(Duration longest) throws InterruptedException {
    if (!lastWord.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      note("interrupted: why it ended could not be told");
    }
  }

  /** True if a question can be asked and seen. */
  boolean canAsk() {
    return isTerminal.test(0) && isTerminal.test(2);
  }

  /** True if the terminal says that it only prints. */
  boolean isDumb() {
    return dumb;
  }

  /** True if lines on the error stream may be drawn again. */
  boolean isLive() {
    return !plain && isTerminal.test(2);
  }

  /** How results may look. */
  Style resultStyle() {
    return new Style(!plain && isTerminal.test(1));
  }

  /** How notes may look. */
  Style noteStyle() {
    return new Style(isLive());
  }

  /** Asks for what must not be seen, on the terminal of this process; empty if nothing is typed. */
  Secret askHidden(String question) {
    Console console = System.console();
    if (console == null) {
      throw new UsageException(
          "Standard output is no terminal, so the answer could be seen.", "Do not redirect it.");
    }
    char[] typed = console.readPassword("%s", question);
    return Secret.of(typed == null ? "" : new String(typed));
  }

  /**
   * Asks; empty at the end of the input.
   *
   * @throws CancelledException if the thread was interrupted before the answer
   */
  Optional<String> ask(String question) {
    if (keys == null) {
      return answer(question);
    }
    keys.pause();
    try {
      return answer(question);
    } finally {
      keys.resume();
    }
  }

  private Optional<String> answer(String question) {
    control(question);
    // A read cannot be interrupted, so that another thread does it.
    FutureTask<Optional<String>> answer = new FutureTask<>(this::line);
    Thread reader = new Thread(answer, "question");
    reader.setDaemon(true);
    reader.start();
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException(e.getCause()));
    }
  }

  /** All that is given to read, where nobody is asked. */
  String input() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private Optional<String> line() throws IOException {
    // Byte by byte: a reader would take more than the line, which may be the script's.
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int read = in.read();
    if (read < 0) {
      return Optional.empty();
    }
    for (; read >= 0 && read != '\n'; read = in.read()) {
      line.write(read);
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8).trim());
  }
}
