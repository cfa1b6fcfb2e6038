package alchemy.http;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sends requests and reads answers as JSON trees. Cheap to make; nothing is set up before the first
 * request. Safe for use by several threads.
 *
 * <p>What is tried again, and how it ends when no try succeeds:
 *
 * <pre>
 *                            repeatable                  not repeatable (POST, PATCH)
 * no connection              5 times, Unreachable        5 times, Unreachable
 * no answer                  5 times, Unreachable        never, AnswerLost
 * 408, 5xx                   5 times, the answer         never, AnswerLost
 * 429                        8 times, the answer         8 times, the answer
 * 2xx that is not JSON       never, UnreadableAnswer     never, AnswerLost
 * anything else              never, the answer           never, the answer
 * </pre>
 *
 * <p>Between tries it waits 0.2 s, doubling, with jitter, or what {@code Retry-After} says. A 429
 * holds back all requests of that token, for 2 s, doubling, where the service gives no time.
 * Connecting may take 10 s, a request 60 s. Redirects are never followed: they would carry the
 * token along.
 */
public final class JsonClient {
  private static final int SHOWN = 200;

  private final Map<String, Pace> paces = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<String>> learned = new ConcurrentHashMap<>();
  private final Map<String, Object> shared = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> serverTime = new AtomicReference<>();
  private final Exchange exchange;
  private final Retry retry;
  private final LongSupplier nanos;

  /** Sends one request once. */
  @FunctionalInterface
  public interface Exchange {
    /** The answer, whatever its status. */
    HttpResponse<byte[]> send(Request request) throws IOException;
  }

  /**
   * Begins to set up what the first request needs, which takes a tenth of a second, beside what the
   * caller does: for who knows that there will be one.
   */
  public static void begin() {
    Beside.ask(Transport::isMade);
  }

  /** Makes a client for a run. */
  public JsonClient() {
    this(Transport::send);
  }

  /** Makes a client that sends in a way of its own. */
  public JsonClient(Exchange exchange) {
    this(
        exchange,
        Clock.systemUTC(),
        System::nanoTime,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  JsonClient(Exchange exchange, Clock clock, LongSupplier nanos, DoubleSupplier random) {
    this.exchange = exchange;
    this.retry = new Retry(clock, random);
    this.nanos = nanos;
  }

  /**
   * Sends a request, again if that is harmless and may help.
   *
   * @param pause how to wait in between; a provider passes {@code context::pause}
   * @return the answer, whatever its status
   * @throws AnswerLostException if the service may have done what it was asked, or not
   * @throws UnreachableException if it did not get through, or changed nothing
   * @throws UnreadableAnswerException if the answer is not JSON
   */
  public Answer send(Request request, Pause pause) {
    Pace pace = paces.computeIfAbsent(request.pacedBy(), key -> new Pace(request.rate(), nanos));
    int refused = 0;
    boolean unsure = false;
    for (int attempt = 1; ; attempt++) {
      pace.await(pause);
      HttpResponse<byte[]> response;
      try {
        response = exchange.send(request);
      } catch (IOException e) {
        again(request, attempt, e, pause);
        unsure |= request.changes() && !Transport.wasNeverSent(e);
        continue;
      }
      noteTime(response);
      int status = response.statusCode();
      Optional<Duration> after = response.headers().firstValue("Retry-After").flatMap(retry::after);
      if (status == 429 && ++refused < Retry.ATTEMPTS_AT_429) {
        pace.shut(after.orElse(null));
        attempt--;
      } else if (isServersFault(status) && request.isRepeatable() && attempt < Retry.ATTEMPTS) {
        unsure |= request.changes();
        pause.pause(after.orElse(retry.backoff(attempt)));
      } else {
        if (status != 429) {
          pace.opened();
        }
        return answer(request, response, unsure);
      }
    }
  }

  /** The clock of the service that answered last, which is the one to compare its times with. */
  public Optional<Instant> lastServerTime() {
    return Optional.ofNullable(serverTime.get());
  }

  /**
   * What a service says about itself that no run changes, such as the account of a token: asked
   * once a run by whoever needs it first; others wait for that answer.
   *
   * @param key names the fact, the service and the credential; holds no secret
   */
  public String once(String key, Supplier<String> asked) {
    CompletableFuture<String> mine = new CompletableFuture<>();
    CompletableFuture<String> first = learned.putIfAbsent(key, mine);
    if (first != null) {
      return Beside.join(first);
    }
    try {
      mine.complete(asked.get());
    } catch (RuntimeException | Error e) {
      learned.remove(key, mine); // whoever waits is told; whoever comes later asks again
      mine.completeExceptionally(e);
    }
    return Beside.join(mine);
  }

  /**
   * A thing that all calls of one run share, made by whoever needs it first.
   *
   * @param key tells apart things of one kind; holds no secret
   * @param made makes it, without any request
   */
  public <T> T shared(Class<T> kind, String key, Supplier<T> made) {
    return kind.cast(shared.computeIfAbsent(kind.getName() + " " + key, any -> made.get()));
  }

  private void again(Request request, int attempt, IOException e, Pause pause) {
    boolean harmless = request.isRepeatable() || Transport.wasNeverSent(e);
    if (!harmless) {
      throw new AnswerLostException(e, request, Redaction.reason(e));
    }
    if (attempt >= Retry.ATTEMPTS || Thread.currentThread().isInterrupted()) {
      throw new UnreachableException(e, request);
    }
    pause.pause(retry.backoff(attempt));
  }

  private static Answer answer(Request request, HttpResponse<byte[]> response, boolean unsure) {
    int status = response.statusCode();
    Optional<Instant> time = time(response);
    if (isServersFault(status) && !request.isRepeatable()) {
      throw new AnswerLostException(null, request, "status " + status + ", " + start(response));
    }
    byte[] body = response.body();
    if (new String(body, StandardCharsets.UTF_8).isBlank()) {
      return new Answer(request, status, null, time, unsure);
    }
    try {
      return new Answer(request, status, Json.read(body), time, unsure);
    } catch (MalformedJsonException e) {
      if (status < 300 && !request.isRepeatable()) {
        throw new AnswerLostException(e, request, "status " + status + ", but no JSON");
      }
      throw new UnreadableAnswerException(request, status, start(response));
    }
  }

  private static boolean isServersFault(int status) {
    return status == 408 || status >= 500;
  }

  private static String start(HttpResponse<byte[]> response) {
    String text = Redaction.clean(new String(response.body(), StandardCharsets.UTF_8));
    return text.isEmpty() ? "(nothing)" : text.substring(0, Math.min(SHOWN, text.length()));
  }

  private void noteTime(HttpResponse<byte[]> response) {
    time(response).ifPresent(serverTime::set);
  }

  private static Optional<Instant> time(HttpResponse<byte[]> response) {
    try {
      return response.headers().firstValue("Date").map(Retry::date);
    } catch (DateTimeException e) {
      return Optional.empty(); // a wrong date is as good as none
    }
  }
}
