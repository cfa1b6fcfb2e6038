package alchemy.engine;

import alchemy.http.JsonClient;
import alchemy.json.Records;
import alchemy.provider.Context;
import alchemy.provider.Env;
import alchemy.state.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A provider's call about one row: what the provider is told, and what it saves. */
final class Call implements Context {
  private final Run run;
  private final Step step;
  private Row row;

  Call(Run run, Step step, Row row) {
    this.run = run;
    this.step = step;
    this.row = row;
  }

  /** The row as it is now, with all that the provider saved. */
  Row row() {
    return row;
  }

  /** Makes the row durable as it is to be now. */
  void commit(Row changed) {
    row = run.rows().put(changed, row);
  }

  /** Lets the row stand for an object that was found, unless another row does; true if it does. */
  boolean claim(String remoteId) {
    Row claimed =
        row.with().remoteId(remoteId).serverTime(run.serverTime().orElse(row.serverTime())).build();
    boolean ours = run.rows().claim(claimed);
    row = ours ? claimed : row;
    return ours;
  }

  @Override
  public void saved(String remoteId, Map<String, ?> outputs) {
    Map<String, Object> known = new LinkedHashMap<>(row.outputs());
    outputs.forEach(
        (name, value) -> {
          if (value != null) {
            known.put(name, Records.toTree(value));
          }
        });
    commit(
        row.with()
            .remoteId(remoteId)
            .outputs(known)
            .serverTime(run.serverTime().orElse(row.serverTime()))
            .build());
  }

  @Override
  public boolean isForeign(String remoteId) {
    boolean makes = step instanceof Step.Create || step instanceof Step.Replace;
    return makes
        && !run.rows().owns(row.type(), row.place(), remoteId)
        && run.rows().all().stream()
            .noneMatch(each -> each.id().equals(row.id()) && each.isOpenCreate());
  }

  @Override
  public void progress(String text) {
    run.listener().progress(step, text);
  }

  @Override
  public void note(String text) {
    run.listener().note(text);
  }

  @Override
  public void pause(Duration time) {
    run.pause(time);
  }

  @Override
  public String app() {
    return run.app();
  }

  @Override
  public String stage() {
    return run.options().stage();
  }

  @Override
  public String instance() {
    return run.rows().loaded().instanceId();
  }

  @Override
  public String id() {
    return row.id();
  }

  @Override
  public String name() {
    return row.name();
  }

  @Override
  public Env env() {
    return run.options().env();
  }

  @Override
  public Path root() {
    return run.options().root();
  }

  @Override
  public JsonClient http() {
    return run.http();
  }
}
