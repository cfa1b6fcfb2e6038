package alchemy.engine;

import alchemy.Secret;
import alchemy.json.Records;
import alchemy.provider.Candidate;
import alchemy.provider.Context;
import alchemy.provider.Default;
import alchemy.provider.Existing;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Replaces;
import alchemy.provider.Volatile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A kind of thing in a {@link RandomService}, careful as a good provider is: an update sends only
 * what differs from what the engine says was applied last.
 */
class RandomBox implements Provider<RandomBox.Props, RandomBox.Outputs> {
  /** One property of each sort that the engine knows. */
  public record Props(
      @Replaces String name,
      @Replaces @Default("small") String size,
      @Replaces String home,
      @Default("3") Integer weight,
      String content,
      Map<String, Object> labels,
      List<Object> tags,
      Secret lock,
      @Policy Boolean delete,
      @Policy String token) {}

  /** The digest may come out the same after a change, or not. */
  public record Outputs(String id, String name, Secret key, @Volatile String digest) {}

  /** Holds data. */
  static final class Data extends RandomBox {
    @Override
    public String type() {
      return "random:Data";
    }

    @Override
    public boolean holdsData() {
      return true;
    }
  }

  /** Holds data under a name that no other one may have. */
  static final class Unique extends RandomBox {
    @Override
    public String type() {
      return "random:Unique";
    }

    @Override
    public boolean holdsData() {
      return true;
    }

    @Override
    public boolean uniqueName() {
      return true;
    }
  }

  /** Only refers to something. */
  static final class Reference extends RandomBox {
    @Override
    public String type() {
      return "random:Reference";
    }

    @Override
    public boolean isReference() {
      return true;
    }
  }

  @Override
  public String type() {
    return "random:Plain";
  }

  @Override
  public Duration settleTime(Context context) {
    return Duration.ZERO;
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    String name = wanted.name() == null ? context.name() : wanted.name();
    if (isReference()) {
      service(context).call("create", context.id());
      return outputs("ref-" + name, name, wanted);
    }
    var thing =
        service(context)
            .create(
                context.id(),
                type(),
                name,
                wanted.size(),
                wanted.home(),
                fields(wanted),
                uniqueName());
    context.saved(thing.id(), Map.of("key", key(thing.id())));
    return outputs(thing.id(), name, wanted);
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    if (isReference()) {
      return Optional.ofNullable(existing.outputs());
    }
    return Optional.ofNullable(service(context).read(existing.remoteId()))
        .map(
            thing ->
                new Outputs(thing.id(), thing.name(), key(thing.id()), digest(thing.fields())));
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    String name = wanted.name() == null ? context.name() : wanted.name();
    return service(context).find(type(), name, wanted.home()).stream()
        .map(each -> new Candidate(each.id(), each.made()))
        .toList();
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    if (isReference()) {
      service(context).call("update", context.id());
      return outputs(existing.remoteId(), existing.outputs().name(), wanted);
    }
    Map<String, Object> changed = new TreeMap<>(fields(wanted));
    if (existing.props() == null) {
      List.of("content", "labels", "lock", "tags", "weight")
          .forEach(each -> changed.putIfAbsent(each, null));
    } else {
      Map<String, Object> known = fields(existing.props());
      known.keySet().forEach(each -> changed.putIfAbsent(each, null));
      changed.keySet().removeIf(each -> Objects.equals(known.get(each), changed.get(each)));
    }
    var thing =
        service(context)
            .update(context.id(), existing.remoteId(), wanted.size(), wanted.home(), changed);
    return outputs(thing.id(), thing.name(), wanted);
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    service(context).delete(context.id(), existing.remoteId(), uniqueName());
  }

  private static RandomService service(Context context) {
    return RandomService.open(context.env().find("BOXES").orElseThrow());
  }

  private static Outputs outputs(String id, String name, Props wanted) {
    return new Outputs(id, name, key(id), digest(fields(wanted)));
  }

  static Secret key(String id) {
    return Secret.of("k" + Math.floorMod(id.hashCode(), 99_999));
  }

  /** What can be changed in place, in the form in which the service compares it. */
  static Map<String, Object> fields(Props props) {
    Map<String, Object> fields = new TreeMap<>();
    Records.encode(props)
        .forEach(
            (name, value) -> {
              Object kept = ModelValues.plain(value);
              if (kept != null
                  && List.of("content", "labels", "lock", "tags", "weight").contains(name)
                  && !Map.of().equals(kept)) {
                fields.put(name, kept);
              }
            });
    return fields;
  }

  static String digest(Map<String, Object> fields) {
    return "digest-of-" + String.valueOf(fields.get("content")).length();
  }
}
