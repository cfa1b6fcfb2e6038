package bench;

import java.util.Locale;

/** What is measured of a run. */
enum Measure {
  WALL("Time, seconds", "%.2f"),
  CPU("CPU, seconds", "%.2f"),
  PEAK("Memory of the largest process, MB", "%.0f"),
  TOGETHER("Memory of all its processes, MB", "%.0f"),
  REQUESTS("Requests", "%.0f"),
  WRITES("Requests that write", "%.0f"),
  SERVED("The local cloud's own work on all requests, seconds", "%.2f");

  final String title;
  private final String format;

  Measure(String title, String format) {
    this.title = title;
    this.format = format;
  }

  String show(double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
