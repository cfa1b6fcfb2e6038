package alchemy.engine;

import alchemy.json.Records;
import alchemy.provider.Actual;
import alchemy.provider.Provider;
import alchemy.state.Row;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was found at the service when it was looked for, before a plan was made.
 *
 * @param remoteId the service's id; null if there was nothing
 * @param props the properties there, canonical; null where the kind cannot tell
 * @param outputs what the service answered
 * @param told the names of the properties that the service told, defaults included
 * @param modified when somebody else wrote to it; null if nobody did, or it can be read back
 * @param imported true if a person named the object
 */
record Observed(
    String remoteId,
    Map<String, Object> props,
    Map<String, Object> outputs,
    Set<String> told,
    Instant modified,
    boolean imported) {
  /** Nothing was there. */
  static final Observed NOTHING = new Observed(null, null, Map.of(), Set.of(), null, false);

  /** It is there, and as it should be. */
  static final Observed SETTLED = new Observed("", null, Map.of(), Set.of(), null, false);

  static Observed of(
      Provider<?, ?> provider, String remoteId, Actual<?, ?> actual, boolean imported) {
    Map<String, Object> props = actual.props() == null ? null : Records.encode(actual.props());
    return new Observed(
        remoteId,
        props == null ? null : Canonical.of(props, Kinds.props(provider)),
        Records.encode(actual.outputs()),
        props == null ? Set.of() : props.keySet(),
        actual.modified(),
        imported);
  }

  boolean isThere() {
    return remoteId != null;
  }

  /** The properties that it should have, its generated name among them if it was renamed there. */
  Map<String, Object> named(Map<String, Object> set, Row row) {
    if (set.containsKey("name") || name() == null || row.name() == null) {
      return set;
    }
    Map<String, Object> named = new TreeMap<>(set);
    named.put("name", row.name());
    return named;
  }

  /** The name that it has there; null if the kind does not tell, or it is the generated one. */
  String name() {
    return props != null && props.get("name") instanceof String text ? text : null;
  }
}
