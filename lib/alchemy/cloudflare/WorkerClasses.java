package alchemy.cloudflare;

import alchemy.http.Fields;
import alchemy.http.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Durable Object classes that a Worker has. Each holds data, and comes and goes by a migration,
 * which the service takes only from where it stands: at its tag.
 *
 * @param live the classes that were made and not deleted, bound or not
 * @param tag the last migration's; null if there was none
 */
record WorkerClasses(List<String> live, String tag) {
  static final String RENAMED_FROM = "renamed_from";
  private static final String TYPE = "durable_object_namespace";
  private static final Pattern NUMBER = Pattern.compile("alchemy-(\\d+)");
  private static final Pattern EXPECTED =
      Pattern.compile("expected tag is ['\"]?([^'\",;\\s]*)['\"]?");

  /**
   * A step from what is live to what is wanted.
   *
   * @param body as the upload's metadata takes it; empty if there is nothing to do
   */
  record Migration(Optional<Map<String, Object>> body, WorkerClasses after) {}

  /** As the row remembers them. */
  static WorkerClasses of(WorkerProvider.Outputs known) {
    return known == null || known.classes() == null
        ? new WorkerClasses(List.of(), null)
        : new WorkerClasses(known.classes(), known.migrationTag());
  }

  /** The outputs with these. */
  WorkerProvider.Outputs in(WorkerProvider.Outputs outputs) {
    Map<String, Object> now = new LinkedHashMap<>();
    now.put("classes", isEmpty() ? null : live);
    now.put("migrationTag", tag);
    return outputs.with(now);
  }

  boolean isEmpty() {
    return live.isEmpty();
  }

  /** The classes of the Worker itself that it binds, each with its former name or an empty text. */
  static Map<String, String> bound(Map<?, ?> bindings) {
    Map<String, String> bound = new TreeMap<>();
    if (bindings != null) {
      for (Object each : bindings.values()) {
        Fields binding = Fields.of(each);
        if (TYPE.equals(binding.text("type")) && !binding.at("script_name").isPresent()) {
          String former = binding.text(RENAMED_FROM, "");
          bound.merge(
              binding.text("class_name", ""),
              former,
              (one, other) -> one + (one.isEmpty() ? other : ""));
        }
      }
    }
    return bound;
  }

  /** With those that a Worker's settings tell, which are only what it binds. */
  WorkerClasses and(Fields settings) {
    return new WorkerClasses(
        united(live, settings), tag == null ? settings.text("migration_tag") : tag);
  }

  private static List<String> united(List<String> live, Fields settings) {
    TreeSet<String> all = new TreeSet<>(live);
    for (Fields each : settings.at("bindings").elements()) {
      if (TYPE.equals(each.text("type")) && each.text("script_name") == null) {
        all.add(each.text("class_name", ""));
      }
    }
    return List.copyOf(all);
  }

  /**
   * The service's, after it refused a migration that starts at another tag than its own; empty if
   * it refused for another reason. What is bound no more is live still, unless that migration was
   * to take it away, which may have happened.
   *
   * @param aimed what the refused migration was to lead to
   */
  Optional<WorkerClasses> told(
      ServiceException refused, WorkerClasses aimed, Supplier<Optional<Fields>> settings) {
    Matcher expected = EXPECTED.matcher(refused.getMessage());
    if (refused.status() != 412 || !expected.find()) {
      return Optional.empty();
    }
    List<String> left = live.stream().filter(aimed.live()::contains).toList();
    String stands = expected.group(1);
    return Optional.of(
        new WorkerClasses(
            united(left, settings.get().orElse(Fields.of(null))),
            stands.isEmpty() ? null : stands));
  }

  /**
   * The migration to what a Worker binds.
   *
   * @param deletes whether a class that is bound no more goes, with its data
   */
  Migration to(Map<String, String> bound, boolean deletes) {
    TreeSet<String> stay = new TreeSet<>(live);
    List<Map<String, String>> renamed = new ArrayList<>();
    List<String> made = new ArrayList<>();
    bound.forEach(
        (name, former) -> {
          if (!stay.contains(name) && stay.remove(former)) {
            renamed.add(Map.of("from", former, "to", name));
          } else if (!stay.contains(name)) {
            made.add(name);
          }
        });
    List<String> deleted =
        deletes ? stay.stream().filter(each -> !bound.containsKey(each)).toList() : List.of();
    stay.removeAll(deleted);
    stay.addAll(bound.keySet());
    Map<String, Object> steps = new LinkedHashMap<>();
    steps.put("new_sqlite_classes", made);
    steps.put("renamed_classes", renamed);
    steps.put("deleted_classes", deleted);
    steps.values().removeIf(each -> ((List<?>) each).isEmpty());
    if (steps.isEmpty()) {
      return new Migration(Optional.empty(), new WorkerClasses(List.copyOf(stay), tag));
    }
    if (tag != null) {
      steps.put("old_tag", tag);
    }
    steps.put("new_tag", next());
    return new Migration(Optional.of(steps), new WorkerClasses(List.copyOf(stay), next()));
  }

  private String next() {
    Matcher ours = NUMBER.matcher(tag == null ? "" : tag);
    return "alchemy-" + (ours.matches() ? Long.parseLong(ours.group(1)) + 1 : 1);
  }
}
