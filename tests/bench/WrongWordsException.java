package bench;

/** What was typed after {@code bench} cannot be measured; one line says why. */
final class WrongWordsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongWordsException(String why) {
    super(why);
  }
}
