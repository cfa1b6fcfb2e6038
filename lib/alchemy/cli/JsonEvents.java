package alchemy.cli;

import alchemy.Secret;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.PropertyChange;
import alchemy.engine.Step;
import alchemy.json.Json;
import alchemy.json.Records;
import alchemy.state.Sealed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happens, for programs: one JSON object a line on standard output, each with {@code v} (the
 * format's version) and {@code event}. Secrets are {@code (secret)}.
 */
final class JsonEvents implements Listener {
  static final int VERSION = 1;

  private final Terminal terminal;

  JsonEvents(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void planned(Plan plan) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("app", plan.app());
    fields.put("stage", plan.stage());
    fields.put("partial", plan.isPartial());
    List<Object> steps = new ArrayList<>();
    plan.steps().forEach(each -> steps.add(describe(each)));
    fields.put("steps", steps);
    event("plan", fields);
  }

  @Override
  public void started(Step step) {
    step("started", step, Map.of());
  }

  @Override
  public void progress(Step step, String text) {
    Map<String, Object> fields = name(step);
    fields.put("text", text);
    event("progress", fields);
  }

  @Override
  public void finished(Step step, Duration took, boolean nothing) {
    step(nothing ? "unchanged" : "finished", step, Map.of("ms", took.toMillis()));
  }

  @Override
  public void failed(Step step, Throwable why) {
    step("failed", step, Map.of("message", String.valueOf(why.getMessage())));
  }

  @Override
  public void skipped(Step step, List<String> because) {
    step("skipped", step, Map.of("because", because));
  }

  @Override
  public void note(String text) {
    event("note", Map.of("text", text));
  }

  void outputs(Map<String, ?> outputs) {
    event("outputs", Map.of("outputs", shown(outputs)));
  }

  void done(Duration took) {
    event("done", Map.of("ms", took.toMillis()));
  }

  void error(String message, int exit) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("message", message);
    fields.put("exit", exit);
    event("error", fields);
  }

  void event(String event, Map<String, ?> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("v", VERSION);
    line.put("event", event);
    fields.forEach((name, value) -> line.put(name, shown(value)));
    terminal.json(new String(Json.write(line, false), StandardCharsets.UTF_8));
  }

  /** A tree as JSON text, secrets hidden. */
  static String text(Object tree, boolean pretty) {
    return new String(Json.write(shown(tree), pretty), StandardCharsets.UTF_8);
  }

  /** A tree whose secrets are hidden, also those inside of texts. */
  static Object shown(Object value) {
    Object tree = value instanceof Record ? Records.toTree(value) : value;
    if (tree instanceof Secret || tree instanceof Sealed) {
      return "(secret)";
    }
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(Secret.mask(String.valueOf(key)), shown(each)));
      return copy;
    }
    if (tree instanceof Collection<?> collection) {
      List<Object> copy = new ArrayList<>();
      collection.forEach(each -> copy.add(shown(each)));
      return copy;
    }
    if (tree instanceof Number && Secret.isIn(tree.toString())) {
      return "(secret)";
    }
    if (tree == null || tree instanceof Number || tree instanceof Boolean) {
      return tree instanceof Integer number ? (Object) number.longValue() : tree;
    }
    return Secret.mask(tree.toString());
  }

  private void step(String status, Step step, Map<String, ?> more) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", status);
    fields.putAll(name(step));
    fields.putAll(more);
    event("step", fields);
  }

  private static Map<String, Object> name(Step step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("action", Action.of(step).verb());
    fields.put("id", step.id());
    fields.put("type", step.type());
    return fields;
  }

  private static Object value(Object value) {
    return value == PropertyChange.DEFAULT ? null : value;
  }

  private static Map<String, Object> describe(Step step) {
    Map<String, Object> fields = name(step);
    fields.put("reason", step.reason().name());
    fields.put("line", step.line() == null ? "" : step.line().toString());
    if (step.detail() != null) {
      fields.put("detail", Secret.mask(step.detail()));
    }
    if (step instanceof Step.Move move) {
      fields.put("from", move.from());
    }
    fields.put("acts", step.acts());
    fields.put("protects", step.protects());
    fields.put("needsApproval", step.needsApproval());
    fields.put("changes", changes(step.changes()));
    return fields;
  }

  static List<Object> changes(List<PropertyChange> all) {
    List<Object> changes = new ArrayList<>();
    for (PropertyChange each : all) {
      Map<String, Object> change = new LinkedHashMap<>();
      change.put("path", each.path());
      change.put("before", value(each.before()));
      change.put("after", value(each.after()));
      change.put("certainty", each.certainty().name());
      change.put("replaces", each.replaces());
      changes.add(change);
    }
    return changes;
  }
}
