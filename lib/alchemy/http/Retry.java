package alchemy.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When to try again: 0.2 s, 0.4 s, 0.8 s, 1.6 s, each up to a quarter longer or shorter. */
final class Retry {
  static final int ATTEMPTS = 5;
  // A refusal for the rate did nothing, so it is worth more patience than an error.
  static final int ATTEMPTS_AT_429 = 8;
  private static final long FIRST_MILLIS = 200;
  // Cloudflare shuts a token out for five minutes.
  private static final Duration LONGEST = Duration.ofMinutes(6);

  private final Clock clock;
  private final DoubleSupplier random;

  Retry(Clock clock, DoubleSupplier random) {
    this.clock = clock;
    this.random = random;
  }

  Duration backoff(int attempt) {
    double jitter = 0.75 + random.getAsDouble() / 2;
    return Duration.ofMillis(Math.round((FIRST_MILLIS << (attempt - 1)) * jitter));
  }

  /** {@code Retry-After}: seconds, or a date; empty if it says nothing that can be used. */
  Optional<Duration> after(String header) {
    String text = header.strip();
    try {
      Duration wait =
          text.matches("\\d{1,9}(\\.\\d+)?")
              ? Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000))
              : Duration.between(clock.instant(), date(text));
      Duration some = wait.isNegative() ? Duration.ZERO : wait;
      return Optional.of(some.compareTo(LONGEST) > 0 ? LONGEST : some);
    } catch (DateTimeException e) {
      return Optional.empty(); // a header that is wrong is as good as none
    }
  }

  static Instant date(String header) {
    return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
