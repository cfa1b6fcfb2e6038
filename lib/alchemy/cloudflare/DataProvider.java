package alchemy.cloudflare;

import alchemy.http.Endpoint;
import alchemy.http.Fields;
import alchemy.http.ServiceException;
import alchemy.json.Records;
import alchemy.provider.Actual;
import alchemy.provider.Candidate;
import alchemy.provider.Context;
import alchemy.provider.Existing;
import alchemy.provider.Volatile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes what holds data. How kinds differ is said in their {@link Kind}, and in what an API's body
 * has of their properties.
 */
abstract class DataProvider<P extends Record & DataProvider.Common>
    extends NamedProvider<P, DataProvider.Outputs> {
  private final Kind<P> kind;

  DataProvider(Kind<P> kind) {
    this.kind = kind;
  }

  /** What the properties of all kinds have. */
  interface Common extends NamedProvider.Common {
    String jurisdiction();
  }

  /** What is known of each once it is made. */
  record Outputs(String id, @Volatile String name, Instant createdAt) {}

  /**
   * Where a kind's API is, and what it calls things.
   *
   * @param props the class of its properties
   * @param type its name in state
   * @param label as a person calls it
   * @param path of the list
   * @param id the field with the id
   * @param name the field with the name
   * @param created the field with the time of its making; null if it has none
   * @param renames whether an update can change the name
   * @param taken the codes of a name that is taken
   */
  record Kind<P>(
      Class<P> props,
      String type,
      String label,
      String path,
      String id,
      String name,
      String created,
      boolean renames,
      Set<String> taken) {}

  /** The fields that only a create takes, as far as they are set. */
  Map<String, Object> fixed(P props) {
    return one("jurisdiction", props.jurisdiction());
  }

  /** The fields that an update can change; those that are not set have their defaults. */
  abstract Map<String, Object> open(P props);

  /** The properties that the service tells, beside name and jurisdiction. */
  abstract Map<String, Object> told(Fields told);

  /** Sends an update. */
  void send(CloudflareApi api, String path, Map<String, Object> changed) {
    api.patch(path, changed);
  }

  /** What precedes the service's id in ours. */
  String prefix(P props) {
    return "";
  }

  /** The API for what has an id. */
  CloudflareApi reaching(CloudflareApi api, String id) {
    return api;
  }

  private String path(String id) {
    return kind.path() + "/" + Endpoint.encode(id.substring(id.indexOf('/') + 1));
  }

  /** Those of a name, which the service may know better than a list. */
  Stream<Fields> called(CloudflareApi api, String name) {
    return api.list(kind.path()).stream().filter(each -> name.equals(each.text(kind.name())));
  }

  @Override
  public String type() {
    return kind.type();
  }

  /** Before the intent of a create, without a time what has the name cannot be told from ours. */
  @Override
  public void verify(Context context, P wanted) {
    if (kind.created() == null) {
      find(context, wanted).stream()
          .map(Candidate::remoteId)
          .filter(context::isForeign)
          .findFirst()
          .ifPresent(
              id -> {
                throw new NameTakenException(
                    context, kind.label(), name(context, wanted), id, null);
              });
    }
  }

  @Override
  public Outputs create(Context context, P wanted) {
    Map<String, Object> body = new LinkedHashMap<>(fixed(wanted));
    body.put(kind.name(), name(context, wanted));
    body.putAll(changed(decode(Map.of()), wanted));
    String prefix = prefix(wanted);
    CloudflareApi api = reaching(api(context, wanted), prefix);
    try {
      Fields made = api.post(kind.path(), body, kind.id());
      return saved(context, outputs(made, prefix + made.text(kind.id())));
    } catch (ServiceException e) {
      throw taken(context, wanted, e, kind.label(), kind.taken(), null);
    }
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<P, Outputs> existing) {
    return find(context, existing).map(now -> outputs(now, existing.remoteId()));
  }

  @Override
  public Optional<Actual<P, Outputs>> inspect(Context context, Existing<P, Outputs> existing) {
    return find(context, existing)
        .map(
            now ->
                new Actual<>(
                    outputs(now, existing.remoteId()), props(context, now, existing), null));
  }

  @Override
  public List<Candidate> find(Context context, P wanted) {
    String prefix = prefix(wanted);
    return called(reaching(api(context, wanted), prefix), name(context, wanted))
        .map(each -> new Candidate(prefix + each.text(kind.id()), time(each)))
        .toList();
  }

  @Override
  public Outputs update(Context context, Existing<P, Outputs> existing, P wanted) {
    Outputs known = existing.outputs();
    String id = existing.remoteId();
    String name = name(context, wanted, known == null ? null : known.name());
    boolean named = existing.props() != null && known != null && name.equals(known.name());
    Map<String, Object> body = new LinkedHashMap<>(changed(existing.props(), wanted));
    if (kind.renames() && !named) {
      body.put(kind.name(), name);
    }
    if (!body.isEmpty()) {
      try {
        send(reaching(api(context, wanted), id), path(id), body);
      } catch (ServiceException e) {
        throw taken(context, wanted, e, kind.label(), kind.taken(), id);
      }
    }
    return saved(context, new Outputs(id, name, known == null ? null : known.createdAt()));
  }

  @Override
  public void delete(Context context, Existing<P, Outputs> existing) {
    reaching(api(context, existing.props()), existing.remoteId()).delete(path(existing.remoteId()));
  }

  @Override
  public boolean holdsData() {
    return true;
  }

  /** What an update can change and has to; all of it where it is not known what is there. */
  private Map<String, Object> changed(P before, P wanted) {
    Map<String, Object> changed = new LinkedHashMap<>(open(wanted));
    if (before != null) {
      changed.entrySet().removeAll(open(before).entrySet());
    }
    return changed;
  }

  // What the service does not tell is as it was set.
  private P props(Context context, Fields now, Existing<P, Outputs> existing) {
    P set = existing.props();
    Map<String, Object> props = set == null ? new LinkedHashMap<>() : Records.encode(set);
    String name = now.text(kind.name());
    boolean generated = (set == null || set.name() == null) && generated(context).equals(name);
    props.put("name", generated ? null : name);
    String where = now.text("jurisdiction");
    if (where != null) {
      props.put("jurisdiction", where.equals("default") ? null : where);
    }
    props.putAll(told(now));
    return decode(props);
  }

  private P decode(Map<String, Object> props) {
    return Records.decode(props, kind.props(), value -> value);
  }

  private Optional<Fields> find(Context context, Existing<P, Outputs> existing) {
    String id = existing.remoteId();
    return reaching(api(context, existing.props()), id).find(path(id));
  }

  private Outputs outputs(Fields told, String id) {
    return new Outputs(id, told.text(kind.name()), time(told));
  }

  private Instant time(Fields told) {
    return kind.created() == null ? null : told.time(kind.created());
  }

  static Map<String, Object> one(String field, Object value) {
    return value == null ? Map.of() : Map.of(field, value);
  }

  private static Outputs saved(Context context, Outputs outputs) {
    context.saved(outputs.id(), Records.encode(outputs));
    return outputs;
  }

  // The strictest of the services takes no _, and nothing but letters and digits at the ends.
  @Override
  String generated(Context context) {
    return super.generated(context).replace('_', '-').replaceAll("^-+|-+$", "");
  }
}
