package alchemy.local.workerd;

import java.util.regex.Pattern;

/** Lines that workerd writes about a Worker, as the Worker's author would put them. */
final class LogLine {
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "^workerd/\\S+: error: Uncaught exception: .*?\\bjsg\\.(?:DOMException\\()?(\\w+)\\)?:"
              + " (.*)$");
  private static final Pattern DEFAULT_FLAG =
      Pattern.compile(
          "^service \\S+: The compatibility flag \\S+ became the default as of \\S+ so does not"
              + " need to be specified anymore\\.$");

  private LogLine() {}

  /**
   * True for a line that nobody needs: clients set flags such as {@code nodejs_compat} for all
   * dates, also for those from which on they are the default, and Cloudflare does not complain.
   */
  static boolean isNoise(String line) {
    return DEFAULT_FLAG.matcher(line).matches();
  }

  /** The line, without workerd's own source positions. */
  static String readable(String line) {
    var exception = EXCEPTION.matcher(line);
    return exception.matches()
        ? "Uncaught " + exception.group(1) + ": " + exception.group(2)
        : line;
  }
}
