package alchemy.engine;

import alchemy.engine.RandomScript.Branch;
import alchemy.engine.RandomScript.Items;
import alchemy.engine.RandomScript.Kind;
import alchemy.engine.RandomScript.Known;
import alchemy.engine.RandomScript.Reads;
import alchemy.engine.RandomScript.Spec;
import alchemy.engine.RandomScript.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A stage as the rules have it, written from them and not from the engine: what is there, what a
 * script would do to it, and what is there after that. Knows nothing of half done steps.
 */
final class ModelStage {
  enum Status {
    CREATED,
    RETAINED,
    REPLACED
  }

  /** What is known of one object. */
  record Row(
      String key,
      String id,
      Kind kind,
      Status status,
      String remoteId,
      String name,
      Map<String, Object> props,
      Set<String> deps,
      boolean delete) {
    Object output(String component) {
      return switch (component) {
        case "id" -> remoteId;
        case "name" -> name;
        case "key" -> ModelValues.plain(RandomBox.key(remoteId));
        default -> "digest-of-" + String.valueOf(props.get("content")).length();
      };
    }

    Row with(String newKey, Status newStatus, boolean newDelete) {
      return new Row(newKey, id, kind, newStatus, remoteId, name, props, deps, newDelete);
    }

    Row with(Set<String> newDeps) {
      return new Row(key, id, kind, status, remoteId, name, props, newDeps, delete);
    }
  }

  /** What a service answers to a create. */
  record Made(String remoteId, String name) {}

  /**
   * What really happened.
   *
   * @param cameOutEqual ids of what may have changed and did not
   * @param goneAfter the steps that let go what was replaced, as {@code "Delete first~1"}
   */
  record Done(
      ModelStage stage,
      Map<String, List<String>> calls,
      Set<String> cameOutEqual,
      Set<String> goneAfter) {}

  final Map<String, Row> rows;

  ModelStage(Map<String, Row> rows) {
    this.rows = new TreeMap<>(rows);
  }

  /** The properties that a script wants, in their one form; what is not known is marked. */
  static Map<String, Object> wanted(Spec spec, Function<Reads, Object> known) {
    Map<String, Object> wanted = new TreeMap<>();
    boolean unknown = false;
    for (String each : RandomScript.PROPERTIES) {
      Object value = spec.values().containsKey(each) ? value(spec.values().get(each), known) : null;
      unknown |= String.valueOf(value).contains(ModelValues.UNKNOWN.toString());
      boolean isDefault =
          "size".equals(each) && "small".equals(value)
              || "weight".equals(each) && "3".equals(String.valueOf(value));
      if (value != null && !Map.of().equals(value) && !isDefault) {
        wanted.put(each, value);
      }
    }
    if (spec.whole() && unknown) {
      RandomScript.PROPERTIES.forEach(each -> wanted.put(each, ModelValues.UNKNOWN));
    }
    return wanted;
  }

  private static Object value(Value value, Function<Reads, Object> known) {
    if (value instanceof Reads reads) {
      Object read = known.apply(reads);
      return read instanceof String text ? reads.text() + text : read;
    }
    if (value instanceof Branch branch) {
      Map<String, Object> tree = new HashMap<>();
      branch.entries().forEach((key, each) -> tree.put(key, value(each, known)));
      return ModelValues.plain(tree);
    }
    if (value instanceof Items items) {
      List<Object> list = new ArrayList<>();
      items.items().forEach(each -> list.add(value(each, known)));
      return list;
    }
    return ModelValues.plain(((Known) value).value());
  }

  /** The policy: what holds data is protected unless the script says otherwise. */
  static boolean mayDelete(Spec spec) {
    return spec.values().get("delete") instanceof Known known
        ? (boolean) known.value()
        : !spec.kind().holdsData();
  }

  /** The rows that other rows are built from, directly or not; those that stay themselves apart. */
  Set<String> parentsOf(Set<String> staying) {
    Set<String> parents = new TreeSet<>();
    List<String> open = new ArrayList<>(staying);
    while (!open.isEmpty()) {
      Row row = rows.get(open.remove(0));
      if (row != null) {
        row.deps().stream().filter(parents::add).forEach(open::add);
      }
    }
    parents.removeAll(staying);
    return parents;
  }

  /** True if something retained lives in the row's object. */
  boolean isHeld(String key) {
    Set<String> retained = new TreeSet<>();
    rows.values().stream()
        .filter(each -> each.status() == Status.RETAINED)
        .forEach(each -> retained.add(each.key()));
    return parentsOf(retained).contains(key);
  }

  /**
   * What is there once a plan was carried out.
   *
   * @param made what the service answered for what was made
   */
  Done done(RandomScript script, ModelPlan plan, Function<String, Made> made) {
    return new Doing(new ModelStage(rows), script, plan, made).all();
  }

  private static final class Doing {
    private final ModelStage now;
    private final RandomScript script;
    private final ModelPlan plan;
    private final Function<String, Made> made;
    private final Map<String, List<String>> calls = new LinkedHashMap<>();
    private final Set<String> cameOutEqual = new TreeSet<>();
    private final Set<String> goneAfter = new TreeSet<>();
    private final Set<String> settled = new TreeSet<>();

    Doing(ModelStage now, RandomScript script, ModelPlan plan, Function<String, Made> made) {
      this.now = now;
      this.script = script;
      this.plan = plan;
      this.made = made;
    }

    Done all() {
      script.specs().forEach(this::settle);
      for (ModelPlan.Step each : plan.letGo()) {
        letGo(each.key(), each.kind());
      }
      // What this run replaced goes last, unless something retained lives in it.
      for (ModelPlan.Step each : plan.make().values()) {
        if (each.kind().equals("Replace")) {
          for (Row row : List.copyOf(now.rows.values())) {
            if (row.id().equals(each.key()) && row.status() == Status.REPLACED) {
              boolean held = now.isHeld(row.key());
              String how = row.kind() == Kind.REFERENCE ? "Forget" : held ? "Retain" : "Delete";
              goneAfter.add(how + " " + row.key());
              letGo(row.key(), how);
            }
          }
        }
      }
      return new Done(now, calls, cameOutEqual, goneAfter);
    }

    private void letGo(String key, String how) {
      Row row = now.rows.get(key);
      if (how.equals("Retain")) {
        now.rows.put(key, row.with(key, Status.RETAINED, row.delete()));
        return;
      }
      if (how.equals("Delete")) {
        call("delete", row.id());
      }
      now.rows.remove(key);
    }

    private void settle(Spec spec) {
      if (!settled.add(spec.id())) {
        return;
      }
      spec.needs().forEach(each -> settle(script.spec(each)));
      String id = spec.id();
      Map<String, Object> wanted =
          wanted(spec, reads -> now.rows.get(reads.id()).output(reads.component()));
      Row row = now.rows.get(id);
      if (row == null) {
        make(spec, wanted, "create");
        return;
      }
      var changes = ModelValues.differences(row.props(), wanted);
      if (changes.stream().anyMatch(ModelValues.Change::replaces)) {
        replace(spec, row, wanted, changes);
        return;
      }
      if (!changes.isEmpty()) {
        call("update", id);
      } else if (Set.of("Update", "Replace").contains(plan.make().get(id).kind())) {
        cameOutEqual.add(id);
      }
      put(spec, wanted, new Made(row.remoteId(), row.name()));
    }

    private void replace(
        Spec spec, Row row, Map<String, Object> wanted, List<ModelValues.Change> changes) {
      boolean goes = row.delete() && mayDelete(spec);
      boolean sameName = changes.stream().noneMatch(each -> each.path().equals("name"));
      if (spec.kind() == Kind.UNIQUE && sameName && goes) {
        call("delete", spec.id());
        make(spec, wanted, "create");
        return;
      }
      int n = 1;
      while (now.rows.containsKey(spec.id() + "~" + n)) {
        n++;
      }
      String aside = spec.id() + "~" + n;
      now.rows.put(aside, row.with(aside, goes ? Status.REPLACED : Status.RETAINED, goes));
      for (Row each : List.copyOf(now.rows.values())) {
        if (each.deps().contains(spec.id())) {
          Set<String> deps = new TreeSet<>(each.deps());
          deps.remove(spec.id());
          deps.add(aside);
          now.rows.put(each.key(), each.with(deps));
        }
      }
      make(spec, wanted, "create");
    }

    private void make(Spec spec, Map<String, Object> wanted, String call) {
      call(call, spec.id());
      put(spec, wanted, made.apply(spec.id()));
    }

    private void put(Spec spec, Map<String, Object> wanted, Made object) {
      String id = spec.id();
      now.rows.put(
          id,
          new Row(
              id,
              id,
              spec.kind(),
              Status.CREATED,
              object.remoteId(),
              object.name(),
              wanted,
              new TreeSet<>(spec.needs()),
              mayDelete(spec)));
    }

    private void call(String call, String id) {
      calls.computeIfAbsent(id, any -> new ArrayList<>()).add(call);
    }
  }
}
