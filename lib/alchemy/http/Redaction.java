package alchemy.http;

import alchemy.Secret;
import java.io.IOException;
import java.util.regex.Pattern;

/** Makes foreign text fit to be shown: no secret, no control characters, not much of it. */
final class Redaction {
  private static final int LONGEST = 300;
  // Secrets of others, too, which no run has seen: an answer may carry a connection string.
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^\\s/\"'<>]+(?=@)");
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)((?:api_key|password|pass|token|secret|authorization)[\"']?\\s*[=:]\\s*[\"']?"
              + "(?:bearer\\s+)?)[^\\s\"'&,;}]+");

  private Redaction() {}

  static String clean(String text) {
    String masked = Secret.mask(text);
    masked = CREDENTIALS.matcher(masked).replaceAll("***");
    masked = ASSIGNED.matcher(masked).replaceAll("$1***");
    masked = masked.replaceAll("\\p{Cntrl}+", " ").strip();
    return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
  }

  /** Why an exchange failed, also where the JDK's exception has no message of its own. */
  static String reason(IOException e) {
    Throwable root = e;
    while (root.getMessage() == null && root.getCause() != null) {
      root = root.getCause();
    }
    // The JDK's words for a connection that was closed before the first byte of an answer.
    if (String.valueOf(root.getMessage()).contains("header parser received no bytes")) {
      return "the connection ended without an answer";
    }
    String name = root.getClass().getSimpleName().replaceAll("Exception$", "");
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    return root.getMessage() == null ? words : words + ": " + clean(root.getMessage());
  }
}
