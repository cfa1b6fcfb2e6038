package alchemy.engine;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/**
 * What a run would do, or did.
 *
 * @param app the app's name
 * @param stage the stage's name
 * @param steps in the order of the script, then what left it
 * @param stopped where a getter asked for what only a deploy can know, so that the plan is partial;
 *     null if it is whole
 * @param edges what the steps' resources are built from
 */
public record Plan(
    String app, String stage, List<Step> steps, SourceLine stopped, List<Edge> edges) {
  /**
   * One resource that another one is built from, by their steps' keys.
   *
   * @param from what is there first
   * @param to what is built from it
   * @param later true if it is only meant, so that neither waits for the other
   */
  public record Edge(String from, String to, boolean later) {}

  public Plan {
    steps = List.copyOf(steps);
    edges = List.copyOf(edges);
  }

  Plan(String app, String stage, List<Step> steps, SourceLine stopped) {
    this(app, stage, steps, stopped, List.of());
  }

  /**
   * The step of a resource.
   *
   * @throws NoSuchElementException if the plan has none of that id
   */
  public Step step(String id) {
    return steps.stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("No step for \"" + id + "\" in\n" + this));
  }

  /** True if the plan ends at a getter. */
  public boolean isPartial() {
    return stopped != null;
  }

  /** True if a run would do anything, if only to the state. */
  public boolean acts() {
    return steps.stream().anyMatch(Step::acts);
  }

  /** The plan as plain text, for a test's message. */
  @Override
  public String toString() {
    return steps.stream()
        .map(
            each ->
                each.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT)
                    + " "
                    + each.title()
                    + " ("
                    + each.reason().text()
                    + ")")
        .collect(Collectors.joining("\n", "plan of " + app + ", stage " + stage + ":\n", ""));
  }
}
