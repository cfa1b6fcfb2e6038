package alchemy.engine;

import alchemy.AlchemyException;

/** Something that would lose data, or is at the wrong place, was refused; nothing was done. */
public final class RefusedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  /** Refuses, saying what and why in the details. */
  public RefusedException(String summary, String... details) {
    super(summary, details);
  }

  static RefusedException notTargeted(Node node) {
    return new RefusedException(
        "The script reads what this run is not about.",
        node.line() + ": " + node + " is not deployed yet.",
        "Name it, too:",
        "    --target " + node.id());
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
