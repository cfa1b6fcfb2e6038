package alchemy.cloudflare;

import alchemy.bundle.Bundle;
import alchemy.cloudflare.WorkerProvider.Outputs;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.ProviderCall;
import alchemy.http.RecordedServer;
import alchemy.http.RecordedServer.Heard;
import alchemy.json.Json;
import alchemy.provider.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Worker called w at a service that says what it is told to say. */
abstract class WorkerCase {
  static final String SCRIPT = "/accounts/acc/workers/scripts/w";
  static final String UPLOAD = "PUT " + SCRIPT + "?excludeScript=true&bindings_inherit=strict";
  static final String DONE = "{\"success\":true,\"result\":null}";
  static final String NONE =
      "{\"success\":false,\"errors\":[{\"code\":10007,\"message\":\"none\"}]}";
  static final String SETTINGS = "{\"success\":true,\"result\":{}}";
  static final String UPLOADED =
      "{\"success\":true,\"result\":{\"id\":\"w\",\"etag\":\"e2\",\"tag\":\"t1\","
          + "\"deployment_id\":\"d2\",\"created_on\":\"2026-01-01T00:00:00Z\"}}";
  static final Outputs KNOWN =
      Workers.outputs(
          "id", "w", "name", "w", "tag", "t1", "compatibilityDate", "2026-01-01", "etag", "e1");

  @TempDir Path root;
  final WorkerProvider workers = new WorkerProvider();
  final ProviderCall call = new ProviderCall().named("w");
  RecordedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordedServer();
    call.with("CLOUDFLARE_API_BASE_URL", server.base())
        .with("CLOUDFLARE_API_TOKEN", "cloudflare-token")
        .with("CLOUDFLARE_ACCOUNT_ID", "acc")
        .at(root);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Without a URL, so that none has to be asked for. */
  static Props props(Object... set) {
    Object[] all = new Object[set.length + 6];
    System.arraycopy(set, 0, all, 6, set.length);
    all[0] = "script";
    all[1] = "export default {}";
    all[2] = "code";
    all[3] = Bundle.inline("export default {}").hash();
    all[4] = "url";
    all[5] = false;
    return Workers.props(all);
  }

  Outputs update(Props before, Props wanted) {
    return update(before, KNOWN, wanted);
  }

  Outputs update(Props before, Outputs known, Props wanted) {
    return workers.update(call, new Existing<>("w", before, known), wanted);
  }

  RecordedServer says(String result) {
    return server.says(200, "{\"success\":true,\"result\":" + result + "}");
  }

  /** The metadata of the last upload. */
  Map<?, ?> metadata() {
    return server.heard().stream()
        .filter(each -> each.line().equals(UPLOAD))
        .reduce((first, last) -> last)
        .map(WorkerCase::metadata)
        .orElseThrow();
  }

  static Map<?, ?> metadata(Heard upload) {
    String text = upload.text();
    int start = text.indexOf("\r\n\r\n") + 4;
    return (Map<?, ?>) Json.read(text.substring(start, text.indexOf("\r\n", start)));
  }

  Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }
}
