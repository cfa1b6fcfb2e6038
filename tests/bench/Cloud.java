package bench;

import alchemy.json.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The local cloud, which holds each request back for a while, and what it was asked. */
final class Cloud implements AutoCloseable {
  /** A request that was answered. */
  record Asked(String method, String path, int status, long millis) {
    boolean writes() {
      return !method.equals("GET");
    }

    boolean done() {
      return status < 300;
    }
  }

  private final Process process;
  private final Path log;
  private final Map<?, ?> ready;

  private Cloud(Process process, Path log, Map<?, ?> ready) {
    this.process = process;
    this.log = log;
    this.ready = ready;
  }

  static Cloud start(int latency) throws IOException {
    Path data = Files.createTempDirectory("bench-cloud");
    List<String> command = new ArrayList<>(List.of("sh", Bench.HOME.resolve("alchemy").toString()));
    command.addAll(List.of("local", "--json", "--data", data.toString()));
    if (latency > 0) {
      command.addAll(List.of("--latency", latency + "ms"));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().keySet().removeIf(Timed::isOurs);
    Process process = builder.start();
    // Also when the measurement is broken off.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    String first = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (first == null) {
      throw new IOException("the local cloud did not start");
    }
    return new Cloud(process, data.resolve("requests.ndjson"), (Map<?, ?>) Json.read(first));
  }

  /** The variables that point a client at it. */
  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("PRISMA_API_BASE_URL", text("prisma"));
    variables.put("PRISMA_SERVICE_TOKEN", text("prismaToken"));
    variables.put("CLOUDFLARE_API_BASE_URL", text("cloudflare"));
    variables.put("CLOUDFLARE_BASE_URL", text("cloudflare"));
    variables.put("CLOUDFLARE_API_TOKEN", text("cloudflareToken"));
    variables.put("CLOUDFLARE_ACCOUNT_ID", text("accountId"));
    return variables;
  }

  private String text(String name) {
    return (String) ready.get(name);
  }

  /** All that it was asked so far. */
  List<Asked> asked() throws IOException {
    if (Files.notExists(log)) {
      return List.of();
    }
    return Files.readAllLines(log).stream()
        .map(line -> (Map<?, ?>) Json.read(line))
        .map(
            each ->
                new Asked(
                    (String) each.get("method"),
                    (String) each.get("path"),
                    ((Number) each.get("status")).intValue(),
                    ((Number) each.get("ms")).longValue()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IOException("the local cloud did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    AppFolder.delete(log.getParent());
  }
}
