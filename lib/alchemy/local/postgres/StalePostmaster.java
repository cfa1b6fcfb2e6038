package alchemy.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The server of an earlier process that was killed, if it still runs. Its guard stops it as well,
 * but may be in the middle of that, or killed too. The caller holds the lock of the data folder, so
 * a server in it belongs to nobody.
 */
final class StalePostmaster {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private StalePostmaster() {}

  /** Ends it, and returns when it is gone. */
  static void stop(Path data) throws IOException {
    var found = find(data);
    if (found.isEmpty()) {
      return;
    }
    var process = found.get();
    try {
      // SIGINT is PostgreSQL's fast shutdown; the SIGTERM of destroy() would wait for its clients.
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      ended(process);
      if (process.isAlive()) {
        process.destroyForcibly();
        ended(process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void ended(ProcessHandle process) throws InterruptedException, IOException {
    try {
      process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  // The pid alone proves nothing after a reboot: it may be anybody's. So the process must have been
  // started with this very data folder.
  private static Optional<ProcessHandle> find(Path data) throws IOException {
    var file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0)))
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .filter(given -> List.of(given).contains(data.toString()))
                    .isPresent());
  }
}
