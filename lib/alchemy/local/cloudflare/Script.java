package alchemy.local.cloudflare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A Worker as the account knows it, apart from the code: what is not versioned, and which version
 * is deployed. Immutable.
 *
 * @param tree as it is stored
 */
record Script(String name, Map<String, Object> tree) {
  private static final int KEPT_VERSIONS = 10;
  private static final int KEPT_DEPLOYMENTS = 10;

  static Script fresh(String name, String tag, String now) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("tag", tag);
    tree.put("created", now);
    tree.put("modified", now);
    tree.put("nextNumber", 1);
    tree.put("enabled", false);
    tree.put("previews", false);
    tree.put("settings", Map.of());
    tree.put("schedules", List.of());
    tree.put("versions", List.of());
    tree.put("deployments", List.of());
    return new Script(name, tree);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> T get(String field) {
    return (T) tree.get(field);
  }

  /** The Worker's immutable id. */
  String tag() {
    return get("tag");
  }

  String created() {
    return get("created");
  }

  String modified() {
    return get("modified");
  }

  /** The number of the next version. */
  int nextNumber() {
    return this.<Integer>get("nextNumber");
  }

  boolean enabled() {
    return this.<Boolean>get("enabled");
  }

  boolean previews() {
    return this.<Boolean>get("previews");
  }

  /** {@code logpush}, {@code observability}, {@code tail_consumers}, and its tags. */
  Map<String, Object> settings() {
    return get("settings");
  }

  List<Object> schedules() {
    return get("schedules");
  }

  /** Ids, the newest first. */
  List<String> versions() {
    return get("versions");
  }

  /** As answers show them, the newest first; never empty once it is stored. */
  List<Map<String, Object>> deployments() {
    return get("deployments");
  }

  /** Its classes of Durable Objects, and the last migration. */
  Migrations migrations() {
    return Migrations.read(tree.get("migrations"));
  }

  /** The id of the version that serves. */
  String deployed() {
    var versions = (List<?>) deployments().get(0).get("versions");
    return (String) ((Map<?, ?>) versions.get(0)).get("version_id");
  }

  boolean isDeployed() {
    return !deployments().isEmpty();
  }

  Script withVersion(String id, String now) {
    var ids = new ArrayList<String>();
    ids.add(id);
    ids.addAll(versions());
    while (ids.size() > KEPT_VERSIONS) {
      // The deployed version stays, however old it is.
      int last = ids.size() - 1;
      ids.remove(isDeployed() && ids.get(last).equals(deployed()) ? last - 1 : last);
    }
    return with("versions", List.copyOf(ids)).with("nextNumber", nextNumber() + 1).at(now);
  }

  /** A new deployment of a version, as answers show it. */
  static Map<String, Object> deployment(
      Version version, Map<String, Object> annotations, String now) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", UUID.randomUUID().toString());
    tree.put("created_on", now);
    tree.put("source", "api");
    tree.put("strategy", "percentage");
    tree.put("author_email", "");
    // The tag is the version's alone.
    Map<String, Object> own = new LinkedHashMap<>(annotations);
    own.remove("workers/tag");
    tree.put("annotations", own);
    tree.put("versions", List.of(Map.of("version_id", version.id(), "percentage", 100)));
    return tree;
  }

  Script withDeployment(Map<String, Object> deployment, String now) {
    var all = new ArrayList<Map<String, Object>>();
    all.add(deployment);
    all.addAll(deployments().subList(0, Math.min(deployments().size(), KEPT_DEPLOYMENTS - 1)));
    return with("deployments", List.copyOf(all)).at(now);
  }

  Script withSubdomain(boolean enabled, boolean previews) {
    return with("enabled", enabled).with("previews", previews);
  }

  Script withSchedules(List<Object> schedules) {
    return with("schedules", schedules);
  }

  Script withMigrations(Migrations migrations) {
    return with("migrations", migrations.stored());
  }

  /** What is not given stays as it is. */
  Script withSettings(Map<String, Object> given, String now) {
    Map<String, Object> merged = new LinkedHashMap<>(settings());
    merged.putAll(given);
    return with("settings", merged).at(now);
  }

  private Script at(String now) {
    return with("modified", now);
  }

  private Script with(String field, Object value) {
    var changed = new LinkedHashMap<>(tree);
    changed.put(field, value);
    return new Script(name, changed);
  }
}
