package alchemy.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A secret that is looked for afterwards. Its core is drawn anew for each canary, so that none is
 * known to this process before the code under test has met it; around the core stand the characters
 * that get lost or changed on the way.
 */
public record Canary(String place, String text, String core) {
  /** Characters that somebody has to encode, escape or quote. */
  public static final List<String> AROUND =
      List.of(
          "%s",
          "a/b%s@c:d",
          "p%%20q%s%%",
          "?x=1&y=%s#z",
          "+%s=",
          "\"%s'\\ $(x) `y`",
          "two words %s and three",
          "-----BEGIN KEY-----\n%s\n-----END KEY-----\n",
          "äöü%s日本語🔑",
          "\t%s\r\n",
          "*".repeat(3000) + "%s");

  /** One for a place, of the form that the number chooses. */
  public static Canary of(String place, int form) {
    String core = "K" + UUID.randomUUID().toString().replace("-", "");
    return new Canary(place, AROUND.get(form % AROUND.size()).formatted(core), core);
  }

  /** One of plain characters only, as a token is. */
  public static Canary plain(String place) {
    return of(place, 0);
  }

  /** How many bytes of each spelling have to be hidden: the core, and whatever encodes it. */
  private List<String> spellings() {
    byte[] bytes = core.getBytes(StandardCharsets.UTF_8);
    List<String> spellings = new ArrayList<>(List.of(core));
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[bytes.length + offset];
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      spellings.add(encoded.substring(4, encoded.length() - 2));
    }
    spellings.add(HexFormat.of().formatHex(bytes));
    spellings.add(HexFormat.of().withUpperCase().formatHex(bytes));
    return spellings;
  }

  /** Where it is seen; empty if it is not. */
  public List<String> in(String where, byte[] content) {
    String latin = new String(content, StandardCharsets.ISO_8859_1);
    return spellings().stream()
        .filter(latin::contains)
        .map(
            each ->
                place
                    + " ("
                    + text.replace("\n", "\\n").substring(0, Math.min(60, text.length()))
                    + ") in "
                    + where
                    + ": "
                    + around(latin, each))
        .toList();
  }

  private static String around(String text, String found) {
    int at = text.indexOf(found);
    return text.substring(Math.max(0, at - 120), Math.min(text.length(), at + found.length() + 40));
  }

  /** Of whom any is seen in a text. */
  public static List<String> seen(List<Canary> canaries, String where, byte[] content) {
    return canaries.stream().flatMap(each -> each.in(where, content).stream()).toList();
  }

  /** All that an exception tells. */
  public static byte[] bytes(Throwable thrown) {
    StringBuilder all = new StringBuilder();
    tell(thrown, all, 0);
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void tell(Throwable thrown, StringBuilder all, int depth) {
    if (thrown == null || depth > 30) {
      return;
    }
    all.append(thrown).append('\n').append(thrown.getMessage()).append('\n');
    all.append(thrown.getLocalizedMessage()).append('\n');
    tell(thrown.getCause(), all, depth + 1);
    Arrays.stream(thrown.getSuppressed()).forEach(each -> tell(each, all, depth + 1));
  }
}
