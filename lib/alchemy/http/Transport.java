package alchemy.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The JDK's client, made at the first request: making it costs 110 ms, and on 17 having made it
 * adds 300 ms to the end of the process, which a deploy without any change is spared.
 *
 * <p>Shared by the whole process, so that connections are used again; it holds nothing else.
 */
final class Transport {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration WHOLE = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(8);
  // HTTP/2 servers take a hundred requests at once on a connection, and the JDK's client fails
  // those beyond as if they had been sent.
  private static final Semaphore AT_ONCE = new Semaphore(100);

  private Transport() {}

  private static final class Holder {
    static final HttpClient CLIENT = make();

    private static HttpClient make() {
      // The JDK 17 keeps idle connections for 20 minutes, servers for less than one; a POST on a
      // connection that the server has closed is a lost answer.
      if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
        System.setProperty("jdk.httpclient.keepalive.timeout", "15");
      }
      return HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .proxy(new EnvironmentProxy(System.getenv(), ProxySelector.getDefault()))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
    }
  }

  /** Makes the client, unless it is made. */
  static boolean isMade() {
    return Holder.CLIENT != null;
  }

  /**
   * Sends once. An interrupt leaves the request up to 8 s to be answered, since it may be changing
   * something; the thread stays interrupted.
   */
  static HttpResponse<byte[]> send(Request request) throws IOException {
    AT_ONCE.acquireUninterruptibly();
    try {
      return sent(request);
    } finally {
      AT_ONCE.release();
    }
  }

  private static HttpResponse<byte[]> sent(Request request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        Holder.CLIENT.sendAsync(toJdk(request), HttpResponse.BodyHandlers.ofByteArray());
    boolean interrupted = Thread.interrupted();
    long left = (interrupted ? GRACE : WHOLE).toNanos();
    long end = System.nanoTime() + left;
    try {
      while (true) {
        try {
          return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          end = Math.min(end, System.nanoTime() + GRACE.toNanos());
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException(
          interrupted ? "interrupted" : "no answer within " + WHOLE.toSeconds() + " s");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** True if the connection was never made, so that the service cannot have seen the request. */
  static boolean wasNeverSent(IOException e) {
    return e instanceof ConnectException
        || e instanceof HttpConnectTimeoutException
        || e instanceof SSLHandshakeException;
  }

  private static HttpRequest toJdk(Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .method(
                request.method(),
                request.body().length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(request.body()));
    if ("http".equalsIgnoreCase(request.uri().getScheme())) {
      builder.version(HttpClient.Version.HTTP_1_1); // no attempt to upgrade, which costs a round
    }
    request.headers().forEach(builder::setHeader);
    return builder.build();
  }
}
