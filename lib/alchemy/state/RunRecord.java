package alchemy.state;

import alchemy.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the history keeps of one finished run. It holds names and no values, so no secret.
 *
 * @param runId the run's, as its lock named it
 * @param command what it ran, without arguments
 * @param who the person, on a build server the one that it says, at the machine
 * @param started when it took the lock
 * @param ended when it gave its result
 * @param outcome how it ended
 * @param changes what it changed or tried to change, in order
 */
public record RunRecord(
    String runId,
    String command,
    String who,
    Instant started,
    Instant ended,
    Outcome outcome,
    List<Change> changes) {
  private static final List<String> ACTORS =
      List.of(
          "GITHUB_ACTOR",
          "GITLAB_USER_LOGIN",
          "CIRCLE_USERNAME",
          "BUILDKITE_BUILD_CREATOR",
          "BITBUCKET_STEP_TRIGGERER_UUID");

  /** How a run ended. */
  public enum Outcome {
    /** All that it was to do is done. */
    DONE,
    /** Something failed; what was done by then is in its changes. */
    FAILED,
    /** Somebody ended it. */
    INTERRUPTED;

    /** As it is stored and shown. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What one step did.
   *
   * @param id the resource
   * @param type its type
   * @param action the verb, as {@code create}
   * @param from the id that it had before, if it got another one, else null
   * @param properties the names of the properties that changed, none for a new resource
   * @param failed true if it was tried and did not succeed
   */
  public record Change(
      String id, String type, String action, String from, List<String> properties, boolean failed) {
    public Change {
      Objects.requireNonNull(action, "action");
      id = Secret.mask(id);
      from = from == null ? null : Secret.mask(from);
      type = Secret.mask(type);
      properties = properties.stream().map(Secret::mask).toList();
    }

    private Map<String, Object> toTree() {
      Map<String, Object> tree = new TreeMap<>();
      tree.put("id", id);
      tree.put("type", type);
      tree.put("action", action);
      if (from != null) {
        tree.put("from", from);
      }
      if (!properties.isEmpty()) {
        tree.put("properties", properties);
      }
      if (failed) {
        tree.put("failed", true);
      }
      return tree;
    }

    private static Change read(Object tree) throws BadFieldException {
      Fields fields = Fields.of("change", tree);
      return new Change(
          fields.text("id"),
          fields.text("type"),
          fields.text("action"),
          fields.textOrNull("from"),
          fields.texts("properties"),
          fields.has("failed") && fields.truth("failed"));
    }
  }

  public RunRecord {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(ended, "ended");
    Objects.requireNonNull(outcome, "outcome");
    command = Secret.mask(command);
    who = Secret.mask(who);
    changes = List.copyOf(changes);
  }

  /**
   * A run that ends now.
   *
   * @param variables the environment: where {@code CI} is set, the build server names who began it
   */
  public static RunRecord of(
      Holder holder,
      Function<String, Optional<String>> variables,
      Outcome outcome,
      List<Change> changes) {
    Stream<String> actors = ACTORS.stream().flatMap(each -> variables.apply(each).stream());
    String person =
        variables
            .apply("CI")
            .flatMap(ci -> actors.findFirst())
            .orElseGet(() -> System.getProperty("user.name", "somebody"));
    return new RunRecord(
        holder.runId(),
        holder.command(),
        person + "@" + holder.host(),
        holder.since(),
        Instant.now(),
        outcome,
        changes);
  }

  /** As JSON; names here are a promise to every stored history. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("run", runId);
    tree.put("command", command);
    tree.put("who", who);
    tree.put("started", started.toString());
    tree.put("ended", ended.toString());
    tree.put("outcome", outcome.toString());
    tree.put("changes", changes.stream().map(Change::toTree).toList());
    return tree;
  }

  static RunRecord read(Object tree) throws BadFieldException {
    Fields fields = Fields.of("run", tree);
    List<Change> changes = new ArrayList<>();
    for (Object each : fields.list("changes")) {
      changes.add(Change.read(each));
    }
    return new RunRecord(
        fields.text("run"),
        fields.text("command"),
        fields.text("who"),
        fields.instant("started"),
        fields.instant("ended"),
        outcome(fields.text("outcome")),
        changes);
  }

  private static Outcome outcome(String text) throws BadFieldException {
    for (Outcome each : Outcome.values()) {
      if (each.toString().equals(text)) {
        return each;
      }
    }
    throw new BadFieldException("run.outcome", "is none that this library knows");
  }
}
