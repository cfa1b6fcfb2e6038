package alchemy.cli;

import alchemy.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * One request to a Worker of the local cloud. Not by {@code java.net.http}: its client takes a
 * tenth of a second to make and a third to leave, for one request.
 */
final class WorkerRequest {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int FIRST_ERROR = 400;

  private final URI uri;

  private WorkerRequest(URI uri) {
    this.uri = uri;
  }

  /** A request to the first of the Workers. */
  static WorkerRequest of(Map<String, String> urls, String path) {
    String url =
        urls.values().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "The script declares no Worker with a URL, so there is nothing to fetch."));
    try {
      return new WorkerRequest(
          URI.create(url.replaceAll("/+$", "") + (path.startsWith("/") ? "" : "/") + path));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--fetch needs a path, as in --fetch /users?page=2");
    }
  }

  /** Prints the answer; exit code 1 if its status is an error. */
  int print(Terminal terminal) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) ANSWER.toMillis());
    connection.setInstanceFollowRedirects(false);
    int status = status(connection);
    byte[] body;
    try (InputStream stream =
        status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
      body = stream == null ? new byte[0] : stream.readAllBytes();
    }
    terminal.raw(masked(body));
    if (status < FIRST_ERROR) {
      return Exit.DONE;
    }
    terminal.note(uri + " answered with status " + status);
    return Exit.FAILED;
  }

  // A run that only uses a local cloud may outlive the one that started it.
  private int status(HttpURLConnection connection) throws IOException {
    try {
      return connection.getResponseCode();
    } catch (ConnectException e) {
      throw new LocalCloudFailedException(
          e,
          "The Worker does not answer any more.",
          uri + ": the local cloud has ended, as it does with the run that started it.",
          "Run the command again.");
    }
  }

  // As it came, unless it shows a secret; a line of its own, so that a prompt does not stick to it.
  private static byte[] masked(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    byte[] shown = Secret.isIn(text) ? Secret.mask(text).getBytes(StandardCharsets.UTF_8) : body;
    if (shown.length > 0 && shown[shown.length - 1] != '\n') {
      shown = Arrays.copyOf(shown, shown.length + 1);
      shown[shown.length - 1] = '\n';
    }
    return shown;
  }
}
