package alchemy.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code requests.ndjson} in the data folder: one line a request, without body, query or token. A
 * line is written before its answer is sent, so that a client that has an answer finds the line.
 */
final class RequestLog implements AutoCloseable {
  private final FileChannel channel;
  private final Clock clock;
  private final Consumer<String> shown;
  private volatile Consumer<Map<String, Object>> listener = line -> {};

  /**
   * Opens the file.
   *
   * @param shown is given each request in words, for a person who wants to see them
   */
  RequestLog(Path folder, Clock clock, Consumer<String> shown) {
    this.clock = clock;
    this.shown = shown;
    try {
      this.channel =
          FileChannel.open(
              folder.resolve("requests.ndjson"),
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who is given each line from now on, without a secret as it is. */
  void onLine(Consumer<Map<String, Object>> newListener) {
    listener = newListener;
  }

  /**
   * Adds a line.
   *
   * @param fault what went wrong on request: "failed", "dropped", or nothing
   */
  synchronized void add(String method, String path, int status, Duration took, String fault)
      throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", clock.instant().toString());
    line.put("method", method);
    line.put("path", path);
    line.put("status", status);
    line.put("ms", took.toMillis());
    if (!fault.isEmpty()) {
      line.put("fault", fault);
    }
    shown.accept(
        (method + " " + path + " " + status + " " + took.toMillis() + " ms " + fault).strip());
    listener.accept(line);
    var json = Json.write(line);
    var buffer = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
