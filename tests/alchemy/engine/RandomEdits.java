package alchemy.engine;

import alchemy.Secret;
import alchemy.engine.RandomScript.Branch;
import alchemy.engine.RandomScript.Items;
import alchemy.engine.RandomScript.Kind;
import alchemy.engine.RandomScript.Known;
import alchemy.engine.RandomScript.Reads;
import alchemy.engine.RandomScript.Spec;
import alchemy.engine.RandomScript.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Draws scripts and what somebody does to them from one day to the next. */
final class RandomEdits {
  private static final List<String> CHANGEABLE =
      List.of(
          "name", "size", "home", "weight", "content", "content", "labels", "labels", "tags",
          "lock", "delete", "delete", "token");

  private final Random random;
  // A resource reads only what was drawn before it, so that there is no circle.
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Map<String, Spec> gone = new TreeMap<>();
  private List<Spec> specs = new ArrayList<>();
  private int drawn;

  RandomEdits(Random random) {
    this.random = random;
  }

  RandomScript first() {
    int count = 3 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      add();
    }
    return script();
  }

  RandomScript next() {
    int count = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      edit();
    }
    return script();
  }

  /** Goes back to an earlier script. */
  void reset(RandomScript script) {
    Set<String> ids = new LinkedHashSet<>();
    script.specs().forEach(each -> ids.add(each.id()));
    specs.stream()
        .filter(each -> !ids.contains(each.id()))
        .forEach(each -> gone.put(each.id(), each));
    specs = new ArrayList<>(script.specs());
    ids.forEach(gone::remove);
  }

  private void edit() {
    switch (random.nextInt(12)) {
      case 0, 1 -> add();
      case 2 -> remove();
      case 3 -> bringBack();
      case 4 -> retarget();
      default -> change();
    }
  }

  private void add() {
    if (specs.size() >= 15) {
      return;
    }
    int rank = ++drawn;
    String id = (random.nextInt(5) == 0 ? "east/" : "") + "r" + rank;
    ranks.put(id, rank);
    Kind kind =
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> Kind.PLAIN;
          case 4, 5, 6 -> Kind.DATA;
          case 7, 8 -> Kind.UNIQUE;
          default -> Kind.REFERENCE;
        };
    boolean whole = kind != Kind.UNIQUE && random.nextInt(3) == 0;
    Map<String, Value> values = new HashMap<>();
    for (String each : RandomScript.PROPERTIES) {
      if (random.nextInt(5) < 2) {
        put(values, each, value(each, kind, rank));
      }
    }
    specs.add(new Spec(id, kind, whole, values, whole ? Set.of() : handles(rank)));
  }

  private void remove() {
    if (specs.size() > 1) {
      Spec removed = specs.remove(random.nextInt(specs.size()));
      gone.put(removed.id(), removed);
    }
  }

  private void bringBack() {
    if (!gone.isEmpty() && specs.size() < 15) {
      List<String> ids = new ArrayList<>(gone.keySet());
      specs.add(gone.remove(ids.get(random.nextInt(ids.size()))));
    }
  }

  private void retarget() {
    int at = random.nextInt(specs.size());
    Spec spec = specs.get(at);
    if (!spec.whole()) {
      specs.set(
          at,
          new Spec(spec.id(), spec.kind(), false, spec.values(), handles(ranks.get(spec.id()))));
    }
  }

  private void change() {
    int at = random.nextInt(specs.size());
    Spec spec = specs.get(at);
    String name = CHANGEABLE.get(random.nextInt(CHANGEABLE.size()));
    Map<String, Value> values = new HashMap<>(spec.values());
    put(
        values,
        name,
        random.nextInt(5) == 0 ? null : value(name, spec.kind(), ranks.get(spec.id())));
    specs.set(at, new Spec(spec.id(), spec.kind(), spec.whole(), values, spec.handles()));
  }

  private static void put(Map<String, Value> values, String name, Value value) {
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
  }

  private Value value(String name, Kind kind, int rank) {
    return switch (name) {
      case "name" -> new Known("n" + ++drawn);
      case "size" -> new Known(List.of("small", "medium", "large").get(random.nextInt(3)));
      case "home" ->
          kind != Kind.UNIQUE && random.nextBoolean()
              ? reads("", rank, "id", "name", "digest")
              : new Known("street " + random.nextInt(3));
      case "weight" -> new Known(2 + random.nextInt(3));
      case "content" ->
          random.nextInt(3) > 0
              ? reads("of ", rank, "id", "id", "name", "digest")
              : new Known("text " + random.nextInt(1, 200));
      case "labels" -> labels(rank, 2);
      case "tags" -> tags(rank);
      case "lock" ->
          random.nextBoolean()
              ? reads("", rank, "key")
              : new Known(Secret.of("open-sesame-" + random.nextInt(4)));
      case "delete" -> new Known(random.nextInt(3) > 0);
      default -> new Known("token " + random.nextInt(3));
    };
  }

  private Value labels(int rank, int depth) {
    Map<String, Value> entries = new TreeMap<>();
    for (String each : List.of("a", "b", "c.d", "e f")) {
      if (random.nextBoolean()) {
        entries.put(
            each, depth > 0 && random.nextInt(4) == 0 ? labels(rank, depth - 1) : leaf(rank));
      }
    }
    return new Branch(entries);
  }

  private Value tags(int rank) {
    List<Value> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(leaf(rank));
    }
    return new Items(items);
  }

  private Value leaf(int rank) {
    Value read = random.nextInt(4) == 0 ? reads("see ", rank, "id", "digest") : null;
    if (read != null) {
      return read;
    }
    return switch (random.nextInt(4)) {
      case 0 -> new Known(random.nextInt(4));
      case 1 -> new Known(random.nextBoolean());
      case 2 -> new Known(Secret.of("open-sesame-" + random.nextInt(4)));
      default -> new Known("word " + random.nextInt(4));
    };
  }

  private Value reads(String text, int rank, String... components) {
    List<Spec> before = specs.stream().filter(each -> ranks.get(each.id()) < rank).toList();
    return before.isEmpty()
        ? null
        : new Reads(
            text,
            before.get(random.nextInt(before.size())).id(),
            components[random.nextInt(components.length)]);
  }

  private Set<String> handles(int rank) {
    Set<String> handles = new LinkedHashSet<>();
    for (Spec each : specs) {
      if (ranks.get(each.id()) < rank && random.nextInt(6) == 0) {
        handles.add(each.id());
      }
    }
    return handles;
  }

  /** What is there now, without what refers to nothing, in an order that a script can have. */
  private RandomScript script() {
    Set<String> ids = new LinkedHashSet<>();
    specs.forEach(each -> ids.add(each.id()));
    List<Spec> open = new ArrayList<>();
    specs.forEach(each -> open.add(without(each, ids)));
    specs = new ArrayList<>(open);
    if (random.nextInt(3) == 0) {
      Collections.shuffle(open, random);
    }
    // A handle has to be there when it is passed; what is only read later may come later.
    List<Spec> ordered = new ArrayList<>();
    Set<String> declared = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      Spec next =
          open.stream()
              .filter(each -> declared.containsAll(each.handles()))
              .findFirst()
              .orElseThrow();
      open.remove(next);
      ordered.add(next);
      declared.add(next.id());
    }
    return new RandomScript(ordered);
  }

  private static Spec without(Spec spec, Set<String> ids) {
    Map<String, Value> values = new HashMap<>();
    spec.values()
        .forEach(
            (name, value) -> {
              Set<String> read = new LinkedHashSet<>();
              value.collect(read);
              if (ids.containsAll(read)) {
                values.put(name, value);
              }
            });
    Set<String> handles = new LinkedHashSet<>(spec.handles());
    handles.retainAll(ids);
    return new Spec(spec.id(), spec.kind(), spec.whole(), values, handles);
  }
}
