package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.Secret;
import alchemy.json.Records;
import alchemy.provider.Later;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks the suppliers of one node, one at a time, on the body's thread. Remembers which nodes they
 * read; what touched an unknown value has no result, even if the script caught the stop.
 */
final class Evaluation implements Reader {
  private final Graph graph;
  private final String subject;
  private final SourceLine line;
  private final Function<Node, View> views;
  private final Leaves leaves;
  private final Arrivals arrivals;
  private final String id;
  private final Map<String, Node> later = new LinkedHashMap<>();
  private final Set<Node> reads = new LinkedHashSet<>();
  private final List<Fault> faults = new ArrayList<>();
  private Node touched;

  /**
   * @param subject how faults call what is evaluated
   * @param line where the script says it
   * @param views what is known of the nodes that a supplier reads
   */
  Evaluation(
      Graph graph, String subject, SourceLine line, Function<Node, View> views, Leaves leaves) {
    this(graph, subject, line, views, leaves, Arrivals.NONE, "");
  }

  private Evaluation(
      Graph graph,
      String subject,
      SourceLine line,
      Function<Node, View> views,
      Leaves leaves,
      Arrivals arrivals,
      String id) {
    this.arrivals = arrivals;
    this.id = id;
    this.graph = graph;
    this.subject = subject;
    this.line = line;
    this.views = views;
    this.leaves = leaves;
  }

  /** For a node's properties. */
  static Evaluation of(Node node, Function<Node, View> views, Leaves leaves, Arrivals arrivals) {
    return new Evaluation(
        node.graph(), node.toString(), node.line(), views, leaves, arrivals, node.id());
  }

  /** The nodes that properties mean without waiting for them, by the properties' paths. */
  Map<String, Node> later() {
    return later;
  }

  /** A node's canonical properties; leaves that are not known yet are {@link Unknown}. */
  Map<String, Object> properties(Node node) {
    return Canonical.of(declared(node), Kinds.props(node.provider()));
  }

  /** What a node is built from: handles that were passed, and what its suppliers read so far. */
  Set<Node> needs(Node node) {
    Set<Node> needs = new LinkedHashSet<>(node.parents());
    needs.addAll(reads);
    return needs;
  }

  private Map<String, Object> declared(Node node) {
    Reader before = graph.reader();
    graph.reader(this);
    try {
      if (node.whole() == null) {
        return branch(node.declared(), "");
      }
      Object all = ask(node.whole(), null);
      if (all instanceof Record record && !(all instanceof Unknown)) {
        return branch(Records.encode(record), "");
      }
      Map<String, Object> unknown = new LinkedHashMap<>();
      for (var each : Kinds.props(node.provider()).getRecordComponents()) {
        unknown.put(each.getName(), new Unknown(touched));
      }
      return unknown;
    } finally {
      graph.reader(before);
    }
  }

  /** One value that a script gave for an output of the app. */
  Object value(Supplier<?> supplier, String name) {
    Reader before = graph.reader();
    graph.reader(this);
    try {
      return resolve(ask(supplier, name), name);
    } finally {
      graph.reader(before);
    }
  }

  /** What went wrong in suppliers, offline: a build error, a concatenated secret. */
  List<Fault> faults() {
    return faults;
  }

  /** The first node whose value was not there; null if all were. */
  Node missing() {
    return touched;
  }

  @Override
  public Object output(Node read, String component) {
    View view = view(read);
    if (!view.knows(component)) {
      throw unknown(read);
    }
    return leaves.output(read.provider(), view.outputs(), component);
  }

  @Override
  public Record outputs(Node read) {
    View view = view(read);
    if (!view.knowsAll()) {
      throw unknown(read);
    }
    return leaves.outputs(read.provider(), view.outputs());
  }

  private View view(Node read) {
    reads.add(read);
    // Looking at another node may evaluate its suppliers, which set themselves as the reader.
    View view = views.apply(read);
    graph.reader(this);
    return view;
  }

  private UnknownValue unknown(Node read) {
    if (touched == null) {
      touched = read;
    }
    return new UnknownValue(read);
  }

  private Object ask(Supplier<?> supplier, String path) {
    Node earlier = touched;
    touched = null;
    try {
      Object value = supplier.get();
      if (touched != null) {
        return new Unknown(touched);
      }
      return value;
    } catch (UnknownValue e) {
      return new Unknown(e.node());
    } catch (AlchemyException e) {
      faults.add(new Fault(subject, null, "cannot be planned: " + e.getMessage(), null, line));
      return null;
    } catch (RuntimeException e) {
      if (touched != null) {
        return new Unknown(touched);
      }
      SourceLine thrown = SourceLine.of(e);
      faults.add(
          new Fault(
              subject,
              path,
              "could not be computed: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
              null,
              thrown.file().isEmpty() ? line : thrown));
      return null;
    } finally {
      touched = earlier != null ? earlier : touched;
    }
  }

  private Map<String, Object> branch(Map<?, ?> declared, String path) {
    Map<String, Object> tree = new LinkedHashMap<>();
    String inner = path == null ? "" : path; // an output as a whole has none
    declared.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (Secret.isInName(name)) {
            faults.add(
                new Fault(
                    subject,
                    inner.isEmpty() ? null : inner,
                    "has a name that holds a secret, which state would store in plain text",
                    "Let the secret be a value.",
                    line));
          }
          tree.put(name, resolve(value, inner.isEmpty() ? name : inner + "." + name));
        });
    return tree;
  }

  private Object resolve(Object value, String path) {
    if (value instanceof Supplier<?> supplier) {
      return resolve(ask(supplier, path), path);
    }
    if (value instanceof Later meant) {
      return arrived(meant, path);
    }
    Object tree = value instanceof Unknown ? value : Records.toTree(value);
    if (tree instanceof Map<?, ?> map) {
      return branch(map, path);
    }
    if (tree instanceof List<?> list) {
      List<Object> resolved = new ArrayList<>();
      list.forEach(each -> resolved.add(resolve(each, path)));
      return resolved;
    }
    return tree instanceof String text ? text(text, path) : tree;
  }

  private Object arrived(Later meant, String path) {
    Node target = Arrivals.target(graph, id, meant);
    if (target == null) {
      faults.add(
          new Fault(
              subject,
              path,
              "means "
                  + meant.type()
                  + " \""
                  + meant.id()
                  + "\", which the script does not declare",
              "It declares: " + String.join(", ", graph.nodes().stream().map(Node::id).toList()),
              line));
      return null;
    }
    later.put(path, target);
    return arrivals.remoteId(target);
  }

  // A text that holds a secret is one, whoever put it there.
  private Object text(String text, String path) {
    if (text.contains("Secret(***)")) {
      faults.add(
          new Fault(
              subject,
              path,
              "contains Secret(***), the mask of a secret",
              "Build it with Secret.format(\"...%s...\", secret).",
              line));
      return text;
    }
    return Secret.isIn(text) ? Secret.of(text) : text;
  }
}
