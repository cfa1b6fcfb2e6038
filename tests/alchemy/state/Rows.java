package alchemy.state;

import alchemy.Secret;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows and holders for tests. */
final class Rows {
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456789Z");

  private Rows() {}

  static Row plain(String id) {
    return Row.of(id, "test:Thing", "test.ThingProvider").status(RowStatus.CREATED).build();
  }

  static Row withSecret(String id, String secret) {
    return plain(id).with().outputs(Map.of("password", Secret.of(secret))).build();
  }

  /** A row in which no component has its default. */
  static Row full(String id) {
    Map<String, Object> props = new LinkedHashMap<>();
    props.put("name", "shop");
    props.put("nothing", null);
    props.put("count", 3L);
    props.put("ratio", 0.5);
    props.put("on", true);
    props.put("$ref", "a name that begins like ours");
    props.put(
        "a/b~c", Arrays.asList("x", null, Map.of("deep", Secret.of("deep-" + id + "-secret"))));
    return plain(id)
        .with()
        .key(id + "~2")
        .status(RowStatus.UPDATING)
        .place("https://api.example.com workspace-1")
        .name("app-" + id)
        .remoteId("thing-1")
        .props(props)
        .intended(Map.of("name", "shop2"))
        .outputs(Map.of("url", Secret.of("postgres://" + id + ":pw@host/db"), "port", 5432L))
        .dependencies(List.of("project", "other"))
        .delete(true)
        .createdAt(NOON)
        .serverTime(NOON.plusSeconds(1))
        .line("alchemy.run.java:12")
        .build();
  }

  static Holder holder(String runId) {
    return new Holder(runId, "this-host", 4711, NOON, "deploy");
  }
}
