package alchemy.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Gets archives from a registry over HTTP. Safe for use by several threads. */
final class RegistryClient {
  private static final int MOST_REDIRECTS = 5;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(5);

  private final NpmConfig config;
  private final Map<String, String> env;
  private HttpClient client;

  RegistryClient(NpmConfig config, Map<String, String> env) {
    this.config = config;
    this.env = env;
  }

  /**
   * Gets a file. Redirects are followed by hand, since credentials go only to the place that the
   * user gave them for.
   *
   * @throws IOException if the answer is not 200; its message holds no credentials
   */
  void get(URI address, Path target) throws IOException {
    URI at = address;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(ANSWER).GET();
      config.authorization(at).ifPresent(value -> request.header("Authorization", value));
      HttpResponse<InputStream> answer = send(at, request.build());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() == 200) {
          Files.copy(body, target, StandardCopyOption.REPLACE_EXISTING);
          return;
        }
        Optional<String> location = answer.headers().firstValue("Location");
        if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
          throw new IOException("The registry answered " + answer.statusCode());
        }
        URI next = at.resolve(location.get());
        if ("https".equals(at.getScheme()) && !"https".equals(next.getScheme())) {
          throw new IOException("The registry redirects to an address that is not encrypted");
        }
        at = next;
      }
    }
    throw new IOException("The registry redirects more than " + MOST_REDIRECTS + " times");
  }

  private HttpResponse<InputStream> send(URI at, HttpRequest request) throws IOException {
    try {
      return client(at).send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while fetching");
    }
  }

  // Made late and once: a client costs 100 ms.
  private synchronized HttpClient client(URI first) {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT);
      config
          .proxy(first, env)
          .ifPresent(
              proxy ->
                  builder.proxy(
                      ProxySelector.of(
                          new InetSocketAddress(
                              proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort()))));
      client = builder.build();
    }
    return client;
  }
}
