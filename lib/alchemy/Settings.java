package alchemy;

import alchemy.engine.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a builder lambda fills in: properties by the names of the provider's components, each a
 * value or a {@link Supplier} that is asked later. For authors of resources to extend.
 *
 * @param <S> the extending class
 */
public abstract class Settings<S extends Settings<S>> {
  private final String type;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Set<Node> parents = new LinkedHashSet<>();
  private final Set<String> formerIds = new LinkedHashSet<>();
  private boolean adopts;

  /**
   * Starts with nothing set.
   *
   * @param type how messages call the resource, as {@code "Database"}
   */
  protected Settings(String type) {
    this.type = type;
  }

  /**
   * Says that the resource had another id before: its row moves along, and nothing is asked of the
   * service. May stay in the script, for stages that were not deployed since.
   *
   * @param formerId the whole id, as {@code alchemy state list} shows it
   */
  public final S renamedFrom(String formerId) {
    formerIds.add(given("renamedFrom", formerId));
    return self();
  }

  /**
   * Takes over what already exists under this name and parent instead of failing or making a second
   * one. What would change is shown first, and asked for.
   */
  public final S adopt(boolean value) {
    adopts = value;
    return self();
  }

  /**
   * Sets a property.
   *
   * @throws NullValueException if the value is null, which never means "the default"
   */
  protected final S set(String property, Object value) {
    values.put(property, given(property, value));
    return self();
  }

  /** Sets an entry of a property that is a map, as a Worker's binding. */
  @SuppressWarnings("unchecked")
  protected final S put(String property, String key, Object value) {
    given(property + "'s name", key);
    ((Map<String, Object>) values.computeIfAbsent(property, any -> new LinkedHashMap<>()))
        .put(key, given(property + "." + key, value));
    return self();
  }

  /** Makes a resource come before this one. */
  protected final S after(Resource resource) {
    Handle<?> handle = given("resource", resource).handle();
    if (handle != null) {
      parents.add(handle.node());
    }
    return self();
  }

  /**
   * Sets a property to a value of another resource, which thereby comes before this one.
   *
   * @param value reads the other resource, as {@code project::id}
   */
  protected final S set(String property, Resource resource, Supplier<?> value) {
    after(given(property, resource));
    return set(property, value);
  }

  /** True if the property was set. */
  protected final boolean has(String property) {
    return values.containsKey(property);
  }

  /** The value, which must not be null. */
  protected final <T> T given(String property, T value) {
    if (value == null) {
      throw App.broken(new NullValueException(type, property));
    }
    return value;
  }

  final Map<String, Object> values() {
    return values;
  }

  final Set<Node> parents() {
    return parents;
  }

  /** Tells the node who it is. */
  final Node identify(Node node) {
    formerIds.forEach(node::renamedFrom);
    node.adopt(adopts);
    return node;
  }

  @SuppressWarnings("unchecked")
  private S self() {
    return (S) this;
  }
}
