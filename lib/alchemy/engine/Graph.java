package alchemy.engine;

import alchemy.provider.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What a script declared: nodes in their order, outputs, and the faults found while recording. */
public final class Graph {
  /** An output of the app, and where the script says it. */
  record Output(Supplier<?> value, SourceLine line) {}

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Node> folded = new LinkedHashMap<>();
  private final Map<String, Output> outputs = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Set<String> varying = new HashSet<>();
  private final Set<Node> renamed = new LinkedHashSet<>();
  private Reader reader;

  /** Records a resource; a fault in its id is reported later, with all others. */
  public Node declare(
      String id,
      Provider<?, ?> provider,
      Map<String, Object> declared,
      Supplier<? extends Record> whole,
      Set<Node> parents) {
    SourceLine line = SourceLine.ofCaller();
    Node node = new Node(this, id, provider, declared, whole, parents, line, folded.size());
    for (String segment : id.split("/", -1)) {
      if (!isSegment(segment)) {
        faults.add(
            Fault.of(node, "id", "\"" + segment + "\" is not a valid id")
                .fix("Use a letter, then letters, digits, - and _; at most 63."));
      }
    }
    Node twin = folded.putIfAbsent(id.toLowerCase(Locale.ROOT), node);
    if (twin == null) {
      nodes.put(id, node);
    } else {
      faults.add(
          Fault.of(node, "id", "is declared twice; the first is at " + twin.line())
              .fix("Give one of them another id, or use app.scope(...)."));
    }
    return node;
  }

  /** True if a resource may be called so, scopes included. */
  static boolean isId(String id) {
    return Arrays.stream(id.split("/", -1)).allMatch(Graph::isSegment);
  }

  private static boolean isSegment(String segment) {
    return SEGMENT.matcher(segment).matches();
  }

  /** Records an output of the app. */
  public void output(String name, Supplier<?> value) {
    outputs.put(name, new Output(value, SourceLine.ofCaller()));
  }

  /** Records a fault that is not a resource's, as a missing variable. */
  public void fault(Fault fault) {
    faults.add(fault);
  }

  /** Remembers a text that another machine or stage has another one for, and gives it back. */
  public String varying(String text) {
    varying.add(text);
    return text;
  }

  /** Those texts. */
  public Set<String> varying() {
    return varying;
  }

  /** Answers the getters of this graph's resources. */
  public Reader reader() {
    return reader;
  }

  /** The nodes by their ids, in the order of the script. */
  public Collection<Node> nodes() {
    return nodes.values();
  }

  /** One by its id; null if none was declared. */
  public Node node(String id) {
    return nodes.get(id);
  }

  /** Those that were called otherwise before. */
  Set<Node> renamed() {
    return renamed;
  }

  Map<String, Output> outputs() {
    return outputs;
  }

  List<Fault> faults() {
    return faults;
  }

  void reader(Reader reader) {
    this.reader = reader;
  }
}
