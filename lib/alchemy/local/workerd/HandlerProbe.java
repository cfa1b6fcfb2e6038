package alchemy.local.workerd;

import alchemy.local.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Finds out which handlers a Worker has. workerd does not tell, so a module that imports the
 * Worker's main module looks, in a process of its own: the one that serves must not run code twice,
 * nor hold anything that the Worker did not bring.
 */
final class HandlerProbe {
  private static final String NAME = "alchemy-handler-probe.js";
  private static final String SOURCE =
      """
      import * as worker from %1$s;
      export * from %1$s;
      const known = ["fetch", "scheduled", "queue", "email", "tail", "tailStream", "trace", "test"];
      const has = (value, name) => value != null && typeof value[name] === "function";
      export default {
        fetch() {
          const main = worker.default;
          const found = typeof main === "function" ? main.prototype : main;
          const entrypoints = Object.keys(worker).filter((name) => name !== "default");
          return Response.json({ events: known.filter((name) => has(found, name)), entrypoints });
        },
      };
      """;

  private HandlerProbe() {}

  /**
   * Starts the Worker behind the probe, asks, and ends it. Its output is dropped, since the Worker
   * itself says the same.
   *
   * @throws WorkerRefusedException if it does not start
   */
  static Exports of(WorkerProcess.Starter starter, WorkerSpec spec) {
    var main = new String(Json.write("/" + spec.modules().get(0).name()), StandardCharsets.UTF_8);
    var source = SOURCE.formatted(main).getBytes(StandardCharsets.UTF_8);
    var probe = new WorkerModule(NAME, ModuleType.ES_MODULE, source);
    var process = starter.start(WorkerConfig.bare(spec.behind(probe)), line -> {});
    try {
      return Json.convert(Json.read(ask(process.port())), Exports.class);
    } finally {
      process.stop(Duration.ZERO);
    }
  }

  private static byte[] ask(int port) {
    try {
      var url = URI.create("http://127.0.0.1:" + port + "/").toURL();
      var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout((int) WorkerProcess.START.toMillis());
      connection.setReadTimeout((int) WorkerProcess.START.toMillis());
      try (var body = connection.getInputStream()) {
        return body.readAllBytes();
      }
    } catch (SocketTimeoutException e) {
      throw WorkerRefusedException.notReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
