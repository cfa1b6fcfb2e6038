package alchemy.cli;

import java.time.Duration;
import java.util.Locale;

/** A duration as people read it. */
final class Elapsed {
  private Elapsed() {}

  /** {@code 0.2 s}, or {@code 1 min 5 s} from a minute on. */
  static String show(Duration took) {
    return took.toMinutes() > 0
        ? took.toMinutes() + " min " + took.toSecondsPart() + " s"
        : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }
}
