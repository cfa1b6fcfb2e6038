package alchemy.http;

import alchemy.provider.Context;
import alchemy.provider.Env;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine gives a provider, against a recorded server. */
public final class ProviderCall implements Context {
  private final Waits waits = new Waits();
  private final JsonClient client = waits.client();
  private final Map<String, String> env = new LinkedHashMap<>();
  private final List<String> saved = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private Map<String, ?> savedOutputs = Map.of();
  private Path root = Path.of(".");
  private String name = "app-id-stage-x1y2";

  public ProviderCall with(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  public ProviderCall named(String other) {
    name = other;
    return this;
  }

  public ProviderCall at(Path folder) {
    root = folder;
    return this;
  }

  public List<Long> waits() {
    return waits.millis();
  }

  public List<String> savedIds() {
    return saved;
  }

  public Map<String, ?> savedOutputs() {
    return savedOutputs;
  }

  public List<String> shown() {
    return progress;
  }

  @Override
  public String app() {
    return "app";
  }

  @Override
  public String stage() {
    return "stage";
  }

  @Override
  public String instance() {
    return "x1y2";
  }

  @Override
  public String id() {
    return "id";
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Env env() {
    return variable -> Optional.ofNullable(env.get(variable));
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public JsonClient http() {
    return client;
  }

  @Override
  public void saved(String remoteId, Map<String, ?> outputs) {
    saved.add(remoteId);
    savedOutputs = Map.copyOf(outputs);
  }

  @Override
  public boolean isForeign(String remoteId) {
    return !saved.contains(remoteId);
  }

  @Override
  public void progress(String text) {
    progress.add(text);
  }

  @Override
  public void pause(Duration time) {
    waits.pause(time);
  }
}
