package alchemy.engine;

import alchemy.http.JsonClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What all steps of one run share. Safe for use by several threads. */
final class Run {
  private final String app;
  private final RunOptions options;
  private final Rows rows;
  private final Leaves leaves;
  private final Cancellation cancelled;
  private final Supplier<JsonClient> clients;
  private final Listener listener;
  private final Places places;
  private JsonClient http;

  Run(
      String app,
      RunOptions options,
      Rows rows,
      Leaves leaves,
      Cancellation cancelled,
      Supplier<JsonClient> clients,
      Recorded recorded) {
    this.app = app;
    this.options = options;
    this.rows = rows;
    this.leaves = leaves;
    this.cancelled = cancelled;
    this.clients = clients;
    this.listener = new OneAtATime(options.listener(), recorded);
    this.places = new Places(this);
  }

  String app() {
    return app;
  }

  RunOptions options() {
    return options;
  }

  Rows rows() {
    return rows;
  }

  Leaves leaves() {
    return leaves;
  }

  Listener listener() {
    return listener;
  }

  Places places() {
    return places;
  }

  boolean isCancelled() {
    return cancelled.isCancelled();
  }

  /** Made at the first request: a client costs a tenth of a second, which a no-op does not pay. */
  synchronized JsonClient http() {
    if (http == null) {
      http = clients.get();
    }
    return http;
  }

  /** The last time that a service's clock showed; empty before the first answer. */
  synchronized Optional<Instant> serverTime() {
    return http == null ? Optional.empty() : http.lastServerTime();
  }

  void pause(Duration time) {
    cancelled.pause(time);
  }
}
