package alchemy.cloudflare;

import alchemy.http.Fields;
import alchemy.provider.Check;
import java.time.Duration;

/** Times that the service counts in whole seconds. */
final class Seconds {
  private Seconds() {}

  /** Reports a time that the service would not take; none is always right. */
  static void check(Check check, String property, Duration time, long least, long most) {
    if (time == null) {
      return;
    }
    long seconds = time.toSeconds();
    if (!time.equals(Duration.ofSeconds(seconds)) || seconds < least || seconds > most) {
      String to = most == Long.MAX_VALUE ? "" : " to " + most;
      check.fault(property, "is " + time, "It takes whole seconds from " + least + to + ".");
    }
  }

  /** A time that the service tells; null if it does not. */
  static Duration of(Fields fields, String name) {
    Long told = fields.number(name);
    return told == null ? null : Duration.ofSeconds(told);
  }
}
