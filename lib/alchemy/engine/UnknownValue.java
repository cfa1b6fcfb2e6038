package alchemy.engine;

/**
 * Ends a supplier that reads what is not known yet. An error, so that a script's {@code catch
 * (Exception e)} does not hide it; has no stack trace, since it is thrown often.
 */
final class UnknownValue extends Error {
  private static final long serialVersionUID = 1L;

  private final transient Node node;

  UnknownValue(Node node) {
    super(node + " is not known yet", null, false, false);
    this.node = node;
  }

  Node node() {
    return node;
  }
}
