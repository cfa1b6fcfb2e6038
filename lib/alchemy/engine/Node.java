package alchemy.engine;

import alchemy.provider.Provider;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A declared resource: the graph's node. Its declared properties are a tree whose leaves may be
 * suppliers, or one supplier of the whole record.
 */
public final class Node {
  private final Graph graph;
  private final String id;
  private final Provider<?, ?> provider;
  private final Map<String, Object> declared;
  private final Supplier<? extends Record> whole;
  private final Set<Node> parents;
  private final SourceLine line;
  private final int order;
  private final Set<String> formerIds = new LinkedHashSet<>();
  private boolean adopts;
  private Object resource;

  Node(
      Graph graph,
      String id,
      Provider<?, ?> provider,
      Map<String, Object> declared,
      Supplier<? extends Record> whole,
      Set<Node> parents,
      SourceLine line,
      int order) {
    this.graph = graph;
    this.id = id;
    this.provider = provider;
    this.declared = declared;
    this.whole = whole;
    this.parents = new LinkedHashSet<>(parents);
    this.line = line;
    this.order = order;
  }

  /** The graph it belongs to. */
  public Graph graph() {
    return graph;
  }

  /** The id in the script, scopes included. */
  public String id() {
    return id;
  }

  /** The kind, as {@code "prisma:Database"}. */
  public String type() {
    return provider.type();
  }

  /** Where the script declares it. */
  public SourceLine line() {
    return line;
  }

  /** The properties as declared; empty where one supplier gives them all. */
  public Map<String, Object> declared() {
    return declared;
  }

  /** What the script holds of it; null before it is known. */
  public Object resource() {
    return resource;
  }

  /** Says what the script holds of it. */
  public void resource(Object resource) {
    this.resource = resource;
  }

  /** Says that it was called so before; its row is taken along. */
  public void renamedFrom(String formerId) {
    formerIds.add(formerId);
    graph.renamed().add(this);
  }

  /** Says whether it takes over what exists under its name. */
  public void adopt(boolean value) {
    adopts = value;
  }

  /** Grows from one that was declared to the next. */
  int order() {
    return order;
  }

  Set<String> formerIds() {
    return formerIds;
  }

  boolean adopts() {
    return adopts;
  }

  Provider<?, ?> provider() {
    return provider;
  }

  Supplier<? extends Record> whole() {
    return whole;
  }

  Set<Node> parents() {
    return parents;
  }

  @Override
  public String toString() {
    return type() + " \"" + id + "\"";
  }
}
