package alchemy.provider;

import alchemy.http.JsonClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What the engine gives a provider for one call about one resource. */
public interface Context {
  /** The app's name. */
  String app();

  /** The stage's name. */
  String stage();

  /** The stage's random instance id, for services that have tags. */
  String instance();

  /** The resource's id in the script, scopes included: {@code us-east-1/database}. */
  String id();

  /** The resource's generated physical name, drawn once and kept; used where no name was set. */
  String name();

  /** The environment. */
  Env env();

  /** The folder that relative paths start from: the script's. */
  Path root();

  /** The shared HTTP client. */
  JsonClient http();

  /**
   * Records what the service just did, durably, before anything else can fail.
   *
   * @param remoteId the service's id of this resource
   * @param outputs the outputs known so far, by component name; one-time secrets above all
   */
  void saved(String remoteId, Map<String, ?> outputs);

  /**
   * True for an object that a create of this resource would find in its place: no row of the stage
   * stands for it, and no create that was interrupted can have made it.
   */
  boolean isForeign(String remoteId);

  /** Shows a person what is being waited for. */
  void progress(String text);

  /** Tells a person what they should know, though nothing failed. */
  default void note(String text) {
    progress(text);
  }

  /**
   * Waits, for polling and for retries.
   *
   * @throws CancelledException if the run was interrupted
   */
  void pause(Duration time);
}
