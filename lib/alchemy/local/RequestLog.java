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

/**
 * {@code requests.ndjson} in the data folder: one line a request, without body, query or token. A
 * line is written before its answer is sent, so that a client that has an answer finds the line.
 */
final class RequestLog implements AutoCloseable {
  private final FileChannel channel;
  private final Clock clock;

  RequestLog(Path folder, Clock clock) {
    this.clock = clock;
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

  synchronized void add(String method, String path, int status, Duration took) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", clock.instant().toString());
    line.put("method", method);
    line.put("path", path);
    line.put("status", status);
    line.put("ms", took.toMillis());
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
