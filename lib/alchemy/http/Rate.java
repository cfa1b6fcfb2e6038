package alchemy.http;

import java.time.Duration;

/**
 * How many requests a service takes from one token.
 *
 * @param requests at most so many
 * @param window in such a time; zero for no limit
 */
public record Rate(int requests, Duration window) {
  /** No limit until the service says 429. */
  public static final Rate UNLIMITED = new Rate(0, Duration.ZERO);
}
