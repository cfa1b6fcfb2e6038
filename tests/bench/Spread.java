package bench;

import java.util.Arrays;

/** The smallest, the middle and the largest of some numbers. */
record Spread(double min, double median, double max) {
  static Spread of(double... numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Spread(sorted[0], (sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[last]);
  }

  /** As in {@code 1.20 (1.10 to 1.31)}. */
  String show(Measure measure) {
    String middle = measure.show(median);
    return min == max
        ? middle
        : middle + " (" + measure.show(min) + " to " + measure.show(max) + ")";
  }
}
