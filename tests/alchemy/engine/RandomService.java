package alchemy.engine;

import alchemy.AlchemyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service in this JVM, for runs of random scripts. It refuses what a strict service refuses,
 * fails a call on demand, and writes down each call and all that nobody may ever do to it.
 */
final class RandomService {
  private static final Map<String, RandomService> OPEN = new ConcurrentHashMap<>();

  /** One object; {@code fields} holds what can be changed in place. */
  record Thing(
      String id,
      String type,
      String name,
      String size,
      String home,
      Map<String, Object> fields,
      Instant made) {}

  /** One call of a provider that may change something. */
  record Call(String call, String resource, String thing) {
    @Override
    public String toString() {
      return call + " " + resource;
    }
  }

  private final Map<String, Thing> things = new TreeMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private RandomCrash crash = RandomCrash.NEVER;
  private String refusedCall;
  private boolean refusedAfter;
  private int asked;
  private int made;

  static RandomService open(String name) {
    return OPEN.computeIfAbsent(name, any -> new RandomService());
  }

  static void close(String name) {
    OPEN.remove(name);
  }

  synchronized Map<String, Thing> things() {
    return new TreeMap<>(things);
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How often it was asked anything at all, reads included. */
  synchronized int asked() {
    return asked;
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** From now on a run ends where this says. */
  synchronized void crash(RandomCrash where) {
    crash = where;
  }

  /** From now on this call fails, with or without having done its work; null for none. */
  synchronized void refuse(String call, boolean afterTheWork) {
    refusedCall = call;
    refusedAfter = afterTheWork;
  }

  synchronized Thing create(
      String resource,
      String type,
      String name,
      String size,
      String home,
      Map<String, Object> fields,
      boolean unique) {
    begin("create", resource, null);
    if (unique && things.values().stream().anyMatch(each -> each.name().equals(name))) {
      throw new Refused("the name " + name + " is taken");
    }
    String id = "box" + ++made + "x";
    Thing thing = new Thing(id, type, name, size, home, fields, Instant.now());
    things.put(id, thing);
    end("create", resource);
    return thing;
  }

  /** A call that makes nothing, as of a mere reference. */
  synchronized void call(String call, String resource) {
    begin(call, resource, null);
    end(call, resource);
  }

  synchronized Thing update(
      String resource, String id, String size, String home, Map<String, Object> changed) {
    begin("update", resource, id);
    Thing thing = things.get(id);
    if (thing == null) {
      throw new Refused(id + " is not there");
    }
    if (!Objects.equals(thing.size(), size) || !Objects.equals(thing.home(), home)) {
      violations.add(resource + ": an update of what cannot be changed in place");
    }
    Map<String, Object> fields = new TreeMap<>(thing.fields());
    changed.forEach(
        (name, value) -> {
          if (value == null) {
            fields.remove(name);
          } else {
            fields.put(name, value);
          }
        });
    Thing now = new Thing(id, thing.type(), thing.name(), size, home, fields, thing.made());
    things.put(id, now);
    end("update", resource);
    return now;
  }

  /**
   * Deletes.
   *
   * @param first nothing is kept from being deleted by what refers to it: its name is needed again
   */
  synchronized void delete(String resource, String id, boolean first) {
    begin("delete", resource, id);
    things.remove(id);
    for (Thing each : things.values()) {
      if (!first && (id.equals(each.home()) || each.fields().toString().contains(id))) {
        violations.add(resource + ": " + id + " was deleted while " + each.id() + " refers to it");
      }
    }
    end("delete", resource);
  }

  synchronized Thing read(String id) {
    asked++;
    crash.point();
    return things.get(id);
  }

  synchronized List<Thing> find(String type, String name, String home) {
    asked++;
    crash.point();
    return things.values().stream()
        .filter(each -> each.type().equals(type) && each.name().equals(name))
        .filter(each -> Objects.equals(each.home(), home))
        .toList();
  }

  private void begin(String call, String resource, String thing) {
    asked++;
    crash.point();
    calls.add(new Call(call, resource, thing));
    if (!refusedAfter && (call + " " + resource).equals(refusedCall)) {
      throw new Refused(call);
    }
  }

  private void end(String call, String resource) {
    if (refusedAfter && (call + " " + resource).equals(refusedCall)) {
      throw new Refused(call);
    }
    crash.point();
  }

  static final class Refused extends AlchemyException {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super("The service refused.", why);
    }
  }
}
