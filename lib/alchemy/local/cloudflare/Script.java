package alchemy.local.cloudflare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Worker as the account knows it, apart from the code: what is not versioned, and which version
 * is deployed. Immutable.
 *
 * @param tag the Worker's immutable id
 * @param nextNumber the number of the next version
 * @param settings {@code logpush}, {@code observability}, {@code tail_consumers}, and its tags
 * @param versions ids, the newest first
 * @param deployments as answers show them, the newest first; never empty
 */
record Script(
    String name,
    String tag,
    String created,
    String modified,
    int nextNumber,
    boolean enabled,
    boolean previews,
    Map<String, Object> settings,
    List<Object> schedules,
    List<String> versions,
    List<Map<String, Object>> deployments) {
  private static final int KEPT_VERSIONS = 10;
  private static final int KEPT_DEPLOYMENTS = 10;

  static Script fresh(String name, String tag, String now) {
    return new Script(
        name, tag, now, now, 1, false, false, Map.of(), List.of(), List.of(), List.of());
  }

  /** The id of the version that serves. */
  String deployed() {
    var versions = (List<?>) deployments.get(0).get("versions");
    return (String) ((Map<?, ?>) versions.get(0)).get("version_id");
  }

  boolean isDeployed() {
    return !deployments.isEmpty();
  }

  Script withVersion(String id, String now) {
    var ids = new ArrayList<String>();
    ids.add(id);
    ids.addAll(versions);
    while (ids.size() > KEPT_VERSIONS) {
      // The deployed version stays, however old it is.
      int last = ids.size() - 1;
      ids.remove(isDeployed() && ids.get(last).equals(deployed()) ? last - 1 : last);
    }
    return new Script(
        name,
        tag,
        created,
        now,
        nextNumber + 1,
        enabled,
        previews,
        settings,
        schedules,
        List.copyOf(ids),
        deployments);
  }

  Script withDeployment(Map<String, Object> deployment, String now) {
    var all = new ArrayList<Map<String, Object>>();
    all.add(deployment);
    all.addAll(deployments.subList(0, Math.min(deployments.size(), KEPT_DEPLOYMENTS - 1)));
    return new Script(
        name,
        tag,
        created,
        now,
        nextNumber,
        enabled,
        previews,
        settings,
        schedules,
        versions,
        List.copyOf(all));
  }

  Script withSubdomain(boolean newEnabled, boolean newPreviews) {
    return new Script(
        name,
        tag,
        created,
        modified,
        nextNumber,
        newEnabled,
        newPreviews,
        settings,
        schedules,
        versions,
        deployments);
  }

  Script withSchedules(List<Object> newSchedules) {
    return new Script(
        name,
        tag,
        created,
        modified,
        nextNumber,
        enabled,
        previews,
        settings,
        newSchedules,
        versions,
        deployments);
  }

  /** What is not given stays as it is. */
  Script withSettings(Map<String, Object> given, String now) {
    Map<String, Object> merged = new LinkedHashMap<>(settings);
    merged.putAll(given);
    return new Script(
        name,
        tag,
        created,
        now,
        nextNumber,
        enabled,
        previews,
        merged,
        schedules,
        versions,
        deployments);
  }

  Map<String, Object> stored() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("tag", tag);
    tree.put("created", created);
    tree.put("modified", modified);
    tree.put("nextNumber", nextNumber);
    tree.put("enabled", enabled);
    tree.put("previews", previews);
    tree.put("settings", settings);
    tree.put("schedules", schedules);
    tree.put("versions", versions);
    tree.put("deployments", deployments);
    return tree;
  }

  @SuppressWarnings("unchecked")
  static Script read(String name, Map<String, Object> tree) {
    return new Script(
        name,
        (String) tree.get("tag"),
        (String) tree.get("created"),
        (String) tree.get("modified"),
        (Integer) tree.get("nextNumber"),
        (Boolean) tree.get("enabled"),
        (Boolean) tree.get("previews"),
        (Map<String, Object>) tree.get("settings"),
        (List<Object>) tree.get("schedules"),
        (List<String>) tree.get("versions"),
        (List<Map<String, Object>>) tree.get("deployments"));
  }
}
