package alchemy;

/**
 * A resource of an own kind, declared with {@link Resource#of}.
 *
 * @param <O> what its provider answers
 */
public final class OwnResource<O extends Record> implements Resource {
  private final Handle<O> handle;

  OwnResource(Handle<O> handle) {
    this.handle = handle.of(this);
  }

  /**
   * What the provider answered. Read in a script's body, it first brings the resource and its
   * ancestors up to date; read in a supplier, it waits for its turn.
   */
  public O output() {
    return handle.outputs();
  }

  /** As {@link Settings#renamedFrom}. */
  public OwnResource<O> renamedFrom(String formerId) {
    handle.node().renamedFrom(formerId);
    return this;
  }

  /** As {@link Settings#adopt}. */
  public OwnResource<O> adopt(boolean value) {
    handle.node().adopt(value);
    return this;
  }

  @Override
  public Handle<O> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle.toString();
  }
}
