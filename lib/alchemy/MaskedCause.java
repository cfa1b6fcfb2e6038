package alchemy;

/** Stands for an exception of somebody else whose message told a secret. */
final class MaskedCause extends Exception {
  private static final long serialVersionUID = 1L;

  // Causes and suppressed exceptions can make a circle.
  private static final int DEEPEST = 20;

  private final String text;

  private MaskedCause(Throwable told, int depth) {
    super(Secret.mask(told.getMessage()), copy(told.getCause(), depth));
    text = Secret.mask(told.toString());
    setStackTrace(told.getStackTrace());
    for (Throwable each : told.getSuppressed()) {
      if (depth < DEEPEST) {
        addSuppressed(new MaskedCause(each, depth + 1));
      }
    }
  }

  /** The exception itself if it tells no secret, nor do its causes or what it suppressed. */
  static Throwable of(Throwable cause) {
    // One of ours was masked when it was made, and what is decided by its kind must stay decided.
    boolean harmless = cause instanceof AlchemyException || !tells(cause, 0);
    return harmless ? cause : new MaskedCause(cause, 0);
  }

  private static Throwable copy(Throwable told, int depth) {
    return told == null || depth == DEEPEST ? null : new MaskedCause(told, depth + 1);
  }

  private static boolean tells(Throwable each, int depth) {
    if (each == null || depth == DEEPEST) {
      return false;
    }
    if (!Secret.mask(each.toString()).equals(each.toString())
        || tells(each.getCause(), depth + 1)) {
      return true;
    }
    for (Throwable suppressed : each.getSuppressed()) {
      if (tells(suppressed, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // it stands for one of another class
  public String toString() {
    return text;
  }
}
