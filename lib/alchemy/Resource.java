package alchemy;

import alchemy.provider.Provider;
import java.util.function.Supplier;

/**
 * Something that a script declares and a provider makes. Wherever a resource is passed to another
 * one, it is an edge of the graph: it is made before, and deleted after.
 *
 * <p>An interface, so that its static methods are not inherited by {@code Project} and the others.
 */
public interface Resource {
  /** The link to the resource's place in the graph; for authors of resources. */
  Handle<?> handle();

  /**
   * Declares a resource of an own kind in the app that is open.
   *
   * @param id the resource's id in the script; its identity in state
   * @param provider a named static class with a constructor without arguments
   * @param props gives the properties; may read other resources, and must be pure
   */
  static <P extends Record, O extends Record> OwnResource<O> of(
      String id, Provider<P, O> provider, Supplier<P> props) {
    return of(App.current(), id, provider, props);
  }

  /** The same in a given app or scope. */
  static <P extends Record, O extends Record> OwnResource<O> of(
      App app, String id, Provider<P, O> provider, Supplier<P> props) {
    return new OwnResource<>(app.declare(id, provider, props));
  }
}
