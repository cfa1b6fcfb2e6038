package alchemy;

import alchemy.engine.Node;
import java.util.Optional;

/**
 * A resource's link to the graph, through which its getters read. For authors of resources; a
 * script has no need of it.
 *
 * @param <O> the provider's outputs
 */
public final class Handle<O extends Record> {
  private final Node node;

  Handle(Node node) {
    this.node = node;
  }

  /** The resource's id in the script, scopes included. */
  public String id() {
    return node.id();
  }

  /** All outputs; see {@link OwnResource#output()}. */
  @SuppressWarnings("unchecked")
  public O outputs() {
    return (O) node.graph().reader().outputs(node);
  }

  /** One output by the name of its component; null if the service gave none. */
  @SuppressWarnings("unchecked")
  public <T> T output(String component) {
    return (T) node.graph().reader().output(node, component);
  }

  /** What the script set for a property, as a value or a supplier; empty if it set nothing. */
  public Optional<Object> declared(String property) {
    return Optional.ofNullable(node.declared().get(property));
  }

  /** Makes it the handle of a resource, by which {@link App#resource} finds that; gives itself. */
  public Handle<O> of(Resource resource) {
    node.resource(resource);
    return this;
  }

  Node node() {
    return node;
  }

  @Override
  public String toString() {
    return node.toString();
  }
}
