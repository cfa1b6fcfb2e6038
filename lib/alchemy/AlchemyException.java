package alchemy;

/**
 * The one family of errors that this library throws. Each leaf names a situation; its message is
 * one summary line, constant for the leaf as far as possible, and at most a few indented lines that
 * say what failed, why, and what to do.
 *
 * <p>Unchecked, since a script should read like a declaration and has nothing better to do with an
 * error than to end.
 *
 * <p>No secret that the process has seen stands in its message or in what caused it, whoever wrote
 * that: it may end in a log that this library knows nothing of.
 */
public abstract class AlchemyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an error without a cause.
   *
   * @param summary the first line
   * @param details further lines, each shown indented; a command to copy is a line of its own
   */
  protected AlchemyException(String summary, String... details) {
    super(join(summary, details));
  }

  /**
   * Makes an error that keeps what caused it, for {@code --debug}; if that tells a secret, a copy
   * of it that does not.
   */
  protected AlchemyException(Throwable cause, String summary, String... details) {
    super(join(summary, details), MaskedCause.of(cause));
  }

  /** The exit code of a command that ends with this error: 1 unless the leaf says otherwise. */
  public int exitCode() {
    return 1;
  }

  private static String join(String summary, String... details) {
    return Secret.mask(
        details.length == 0 ? summary : summary + "\n  " + String.join("\n  ", details));
  }
}
