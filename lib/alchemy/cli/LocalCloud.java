package alchemy.cli;

import alchemy.json.Json;
import alchemy.provider.Env;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The local cloud while {@code dev} runs. It starts beside everything else; only who needs one of
 * its addresses or tokens waits for it.
 */
final class LocalCloud implements AutoCloseable {
  private static final String TOKENS = "PRISMA_SERVICE_TOKEN_";
  private static final int SECONDS_TO_END = 6;

  private final CompletableFuture<Map<String, String>> variables = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final BiConsumer<String, Map<String, Object>> told;
  private final Consumer<String> progress;
  private Process process;
  private boolean closed;

  private LocalCloud(Consumer<String> progress, BiConsumer<String, Map<String, Object>> told) {
    this.progress = progress;
    this.told = told;
  }

  /**
   * Starts it and returns at once.
   *
   * @param data its data folder
   * @param progress hears of downloads
   * @param told hears of Workers: {@code log} with {@code worker} and {@code text}, {@code request}
   *     with {@code worker}, {@code method}, {@code path}, {@code status} and {@code ms}
   */
  static LocalCloud start(
      Invocation invocation,
      Path data,
      Consumer<String> progress,
      BiConsumer<String, Map<String, Object>> told) {
    LocalCloud cloud = new LocalCloud(progress, told);
    Thread thread = new Thread(() -> cloud.live(invocation, data), "local-cloud");
    thread.setDaemon(true);
    thread.start();
    return cloud;
  }

  /**
   * An environment in which its addresses and tokens stand before all others: a token of a real
   * account must not reach it, nor its own one a real service. Each {@code
   * PRISMA_SERVICE_TOKEN_NAME} is the token of a workspace called {@code name}.
   */
  Env over(Env below) {
    return name -> own(name).or(() -> below.find(name));
  }

  /**
   * Waits until it serves.
   *
   * @throws LocalCloudFailedException if it does not start
   */
  void await() {
    ready();
  }

  /** The address of its page, with the token that opens it. */
  String page() {
    return ready().get("page");
  }

  /** Completes when its process has ended. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Lets nobody wait for it any more. */
  void giveUp() {
    variables.completeExceptionally(
        new LocalCloudFailedException("Interrupted while the local cloud was starting."));
  }

  /** Ends it, and with it PostgreSQL and the Workers. */
  @Override
  public void close() {
    Process running;
    synchronized (this) {
      closed = true;
      running = process;
    }
    if (running == null) {
      return;
    }
    try {
      running.getOutputStream().close();
      if (!running.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        running.destroy();
        if (!running.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
          running.destroyForcibly();
        }
      }
    } catch (IOException e) {
      running.destroy();
    } catch (InterruptedException e) {
      running.destroy();
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> own(String name) {
    switch (name) {
      case "PRISMA_API_BASE_URL",
      "PRISMA_SERVICE_TOKEN",
      "CLOUDFLARE_API_BASE_URL",
      "CLOUDFLARE_API_TOKEN",
      "CLOUDFLARE_ACCOUNT_ID":
        return Optional.of(ready().get(name));
      default:
        if (!name.startsWith(TOKENS) || name.length() == TOKENS.length()) {
          return Optional.empty();
        }
        String workspace =
            name.substring(TOKENS.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        return Optional.of(ready().get("PRISMA_SERVICE_TOKEN") + "." + workspace);
    }
  }

  private Map<String, String> ready() {
    try {
      return variables.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof alchemy.AlchemyException known) {
        throw known;
      }
      throw new LocalCloudFailedException(
          e.getCause(),
          "The local cloud did not start.",
          String.valueOf(e.getCause().getMessage()));
    }
  }

  private void live(Invocation invocation, Path data) {
    try {
      Process started = launch(LocalProcess.of(invocation, data, true, progress));
      if (started == null) {
        return;
      }
      try (BufferedReader events =
          new BufferedReader(
              new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = events.readLine(); line != null; line = events.readLine()) {
          heard(line);
        }
      }
      int code = started.waitFor();
      variables.completeExceptionally(
          new LocalCloudFailedException(
              "The local cloud did not start.",
              "Its process ended with exit code " + code + "; what it said is above."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      variables.completeExceptionally(e);
    } finally {
      ended.complete(null);
    }
  }

  private synchronized Process launch(ProcessBuilder builder) throws IOException {
    process = closed ? null : builder.start();
    return process;
  }

  private void heard(String line) {
    if (!line.startsWith("{") || !(Json.read(line) instanceof Map<?, ?> event)) {
      progress.accept(line);
      return;
    }
    switch (String.valueOf(event.get("event"))) {
      case "ready" ->
          variables.complete(
              Map.of(
                  "page", text(event, "page"),
                  "PRISMA_API_BASE_URL", text(event, "prisma"),
                  "PRISMA_SERVICE_TOKEN", text(event, "prismaToken"),
                  "CLOUDFLARE_API_BASE_URL", text(event, "cloudflare"),
                  "CLOUDFLARE_API_TOKEN", text(event, "cloudflareToken"),
                  "CLOUDFLARE_ACCOUNT_ID", text(event, "accountId")));
      case "log", "request" -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        event.forEach((name, value) -> fields.put(name.toString(), value));
        told.accept(fields.remove("event").toString(), fields);
      }
      default -> progress.accept(text(event, "text"));
    }
  }

  private static String text(Map<?, ?> event, String field) {
    Object value = event.get(field);
    if (value == null) {
      throw new LocalCloudFailedException(
          "The local cloud speaks another version's language.",
          "Its \"" + event.get("event") + "\" has no " + field + ".");
    }
    return value.toString();
  }
}
