package alchemy.engine;

/**
 * Ends a script's body where it reads what only a deploy can know. An error, so that a script's
 * {@code catch (Exception e)} does not hide it.
 */
final class PlanStopped extends Error {
  private static final long serialVersionUID = 1L;

  PlanStopped(Node node) {
    super(node + " is known only after a deploy", null, false, false);
  }
}
