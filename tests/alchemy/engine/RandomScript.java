package alchemy.engine;

import alchemy.App;
import alchemy.Handle;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.Settings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A script as data, that can be declared. What it means and how it is spelled are two things: order
 * of keys, types of numbers, defaults written out are drawn anew each time.
 */
record RandomScript(List<Spec> specs) {
  /** The names of all properties, in the order of the record. */
  static final List<String> PROPERTIES =
      Arrays.stream(RandomBox.Props.class.getRecordComponents())
          .map(each -> each.getName())
          .toList();

  enum Kind {
    PLAIN,
    DATA,
    UNIQUE,
    REFERENCE;

    RandomBox provider() {
      return switch (this) {
        case PLAIN -> new RandomBox();
        case DATA -> new RandomBox.Data();
        case UNIQUE -> new RandomBox.Unique();
        case REFERENCE -> new RandomBox.Reference();
      };
    }

    boolean holdsData() {
      return this == DATA || this == UNIQUE;
    }
  }

  /**
   * One resource.
   *
   * @param whole its properties come from one supplier of the whole record
   * @param handles what it is built from without reading it
   */
  record Spec(String id, Kind kind, boolean whole, Map<String, Value> values, Set<String> handles) {
    Spec {
      values = Collections.unmodifiableMap(new TreeMap<>(values));
      handles = Collections.unmodifiableSet(new LinkedHashSet<>(handles));
    }

    /** What it is built from. */
    Set<String> needs() {
      Set<String> needs = new LinkedHashSet<>(handles);
      values.values().forEach(each -> each.collect(needs));
      return needs;
    }
  }

  /** A value of a property. */
  sealed interface Value {
    /** Adds the ids of all that it reads. */
    void collect(Set<String> ids);
  }

  /** A text, number, boolean or secret. */
  record Known(Object value) implements Value {
    @Override
    public void collect(Set<String> ids) {}
  }

  /** Reads one output, behind a text; a secret output stands alone. */
  record Reads(String text, String id, String component) implements Value {
    @Override
    public void collect(Set<String> ids) {
      ids.add(id);
    }
  }

  /** A map. */
  record Branch(Map<String, Value> entries) implements Value {
    @Override
    public void collect(Set<String> ids) {
      entries.values().forEach(each -> each.collect(ids));
    }
  }

  /** A list. */
  record Items(List<Value> items) implements Value {
    @Override
    public void collect(Set<String> ids) {
      items.forEach(each -> each.collect(ids));
    }
  }

  RandomScript {
    specs = List.copyOf(specs);
  }

  Spec spec(String id) {
    return specs.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
  }

  /** Declares all resources; whatever can be said in two ways is said in one of them. */
  void declare(App app, Random spelling) {
    new Declaring(app, spelling).all();
  }

  private final class Declaring {
    private final App app;
    private final Random spelling;
    private final Map<String, Resource> resources = new HashMap<>();

    Declaring(App app, Random spelling) {
      this.app = app;
      this.spelling = spelling;
    }

    void all() {
      for (Spec each : specs) {
        int slash = each.id().indexOf('/');
        App scope = slash < 0 ? app : app.scope(each.id().substring(0, slash));
        String id = each.id().substring(slash + 1);
        RandomBox provider = each.kind().provider();
        Map<String, Object> spelled = spelled(each);
        Resource made =
            each.whole()
                ? Resource.of(scope, id, provider, () -> props(spelled))
                : resource(scope.declare(id, provider, new Filled(), s -> fill(s, each, spelled)));
        resources.put(each.id(), made);
      }
    }

    private Resource resource(Handle<?> handle) {
      return () -> handle;
    }

    private void fill(Filled settings, Spec spec, Map<String, Object> spelled) {
      spec.handles().forEach(each -> settings.follow(resources.get(each)));
      spelled.forEach(
          (name, value) -> {
            if (value instanceof Map<?, ?> map && !map.isEmpty()) {
              map.forEach((key, each) -> settings.entry(name, key.toString(), each));
            } else {
              settings.property(name, value);
            }
          });
    }

    private Map<String, Object> spelled(Spec spec) {
      List<String> names = new ArrayList<>(spec.values().keySet());
      Collections.shuffle(names, spelling);
      Map<String, Object> spelled = new LinkedHashMap<>();
      names.forEach(each -> spelled.put(each, spell(each, spec.values().get(each))));
      writeOut(spelled, "size", "small");
      writeOut(spelled, "weight", 3);
      writeOut(spelled, "labels", Map.of());
      return spelled;
    }

    private void writeOut(Map<String, Object> spelled, String name, Object value) {
      if (spelling.nextInt(4) == 0) {
        spelled.putIfAbsent(name, value);
      }
    }

    private Object spell(String name, Value value) {
      if (value instanceof Reads reads) {
        return (Supplier<Object>) () -> read(reads);
      }
      if (value instanceof Branch branch) {
        List<String> keys = new ArrayList<>(branch.entries().keySet());
        Collections.shuffle(keys, spelling);
        Map<String, Object> map = new LinkedHashMap<>();
        keys.forEach(each -> map.put(each, spell(each, branch.entries().get(each))));
        return spelling.nextBoolean() ? map : new HashMap<>(map);
      }
      if (value instanceof Items items) {
        List<Object> list = new ArrayList<>();
        items.items().forEach(each -> list.add(spell(name, each)));
        return spelling.nextBoolean() ? list : Arrays.asList(list.toArray());
      }
      Object known = ((Known) value).value();
      if (known instanceof Secret secret) {
        return secret.map(text -> text);
      }
      return known instanceof Integer number && !name.equals("weight") ? number(number) : known;
    }

    private Object number(int number) {
      return switch (spelling.nextInt(5)) {
        case 0 -> number;
        case 1 -> (long) number;
        case 2 -> (double) number;
        case 3 -> new BigDecimal(number).setScale(2);
        default -> (short) number;
      };
    }

    private Object read(Reads reads) {
      Object value = resources.get(reads.id()).handle().output(reads.component());
      return value instanceof Secret ? value : reads.text() + value;
    }

    @SuppressWarnings("unchecked")
    private RandomBox.Props props(Map<String, Object> spelled) {
      Map<String, Object> now = new HashMap<>();
      // In the order of the record, as an expression of a constructor's arguments has it.
      PROPERTIES.forEach(each -> now.put(each, evaluated(spelled.get(each))));
      return new RandomBox.Props(
          (String) now.get("name"),
          (String) now.get("size"),
          (String) now.get("home"),
          (Integer) now.get("weight"),
          (String) now.get("content"),
          (Map<String, Object>) now.get("labels"),
          (List<Object>) now.get("tags"),
          (Secret) now.get("lock"),
          (Boolean) now.get("delete"),
          (String) now.get("token"));
    }

    private Object evaluated(Object spelled) {
      if (spelled instanceof Supplier<?> supplier) {
        return supplier.get();
      }
      if (spelled instanceof Map<?, ?> map) {
        Map<String, Object> now = new LinkedHashMap<>();
        map.forEach((key, each) -> now.put(key.toString(), evaluated(each)));
        return now;
      }
      if (spelled instanceof List<?> list) {
        List<Object> now = new ArrayList<>();
        list.forEach(each -> now.add(evaluated(each)));
        return now;
      }
      return spelled;
    }
  }

  private static final class Filled extends Settings<Filled> {
    Filled() {
      super("Random");
    }

    void property(String name, Object value) {
      set(name, value);
    }

    void entry(String name, String key, Object value) {
      put(name, key, value);
    }

    void follow(Resource resource) {
      after(resource);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    specs.forEach(each -> text.append("\n    ").append(each));
    return text.toString();
  }
}
