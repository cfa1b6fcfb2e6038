package alchemy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret text that this process has seen, and how to find it again in what others wrote. The
 * one piece of process-wide state besides the ambient app; it only grows.
 *
 * <pre>
 * spelling            how it is found
 * raw                 as it is
 * Base64, hex         by what those make of it, at any offset of what was encoded
 * percent-encoded     by decoding; each library leaves other characters as they are
 * JSON, source text   by taking backslashes away
 * one of its lines    as it is; only to be hidden, since a line alone may be an ordinary text
 * </pre>
 */
final class SeenSecrets {
  // Masking a short text would tear up ordinary words.
  private static final int SHORTEST = Needles.SHORTEST;
  private static final String MASK = "***";
  private static final int HEX = 16;
  private static final int LONGEST_UTF_8 = 3;

  private final Set<String> texts = ConcurrentHashMap.newKeySet();
  private final Needles raw = new Needles();
  private final Needles bytes = new Needles();
  private final Needles encoded = new Needles();
  private final Needles lines = new Needles();

  // Whoever adds what another thread is adding waits until it is found.
  synchronized void add(String text) {
    if (text.length() < SHORTEST || !texts.add(text)) {
      return;
    }
    raw.add(text);
    bytes.add(latin(text));
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    for (int offset = 0; offset < 3; offset++) {
      String middle = middleOfBase64(utf8, offset);
      String ofUrls = middle.replace('+', '-').replace('/', '_');
      encoded.add(middle);
      if (!ofUrls.equals(middle)) {
        encoded.add(ofUrls);
      }
    }
    String hex = hex(utf8);
    encoded.add(hex);
    encoded.add(hex.toUpperCase(Locale.ROOT));
    if (text.indexOf('\n') >= 0) {
      for (String line : text.split("\\R")) {
        if (line.strip().length() >= SHORTEST) {
          lines.add(line.strip());
        }
      }
    }
  }

  /** True if the text holds one of them. */
  boolean isIn(String text) {
    BitSet hidden = new BitSet();
    find(text, hidden);
    return !hidden.isEmpty();
  }

  /** True if the name holds one of them that could not be a name by itself. */
  boolean isInName(String name) {
    boolean[] found = {false};
    raw.find(name, (each, at) -> found[0] |= !each.chars().allMatch(Character::isLetter));
    return found[0];
  }

  /** The text with each of them, and each line of one, replaced. */
  String mask(String text) {
    BitSet hidden = new BitSet();
    find(text, hidden);
    mark(text, lines, hidden);
    if (hidden.isEmpty()) {
      return text;
    }
    StringBuilder masked = new StringBuilder();
    int shown = 0;
    for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(shown)) {
      masked.append(text, shown, from).append(MASK);
      shown = hidden.nextClearBit(from);
    }
    return masked.append(text, shown, text.length()).toString();
  }

  private void find(String text, BitSet hidden) {
    mark(text, raw, hidden);
    mark(text, encoded, hidden);
    if (text.indexOf('\\') >= 0) {
      mark(Decoded.ofBackslashes(text), hidden);
    }
    if (text.indexOf('%') >= 0) {
      mark(Decoded.ofPercent(text, false), hidden);
    }
    if (text.indexOf('+') >= 0) {
      mark(Decoded.ofPercent(text, true), hidden);
    }
  }

  private static void mark(String text, Needles wanted, BitSet hidden) {
    wanted.find(text, (each, at) -> hidden.set(at, at + each.length()));
  }

  private void mark(Decoded decoded, BitSet hidden) {
    bytes.find(
        decoded.text, (each, at) -> hidden.set(decoded.from[at], decoded.from[at + each.length()]));
  }

  /** UTF-8 bytes as characters, so that an encoding of bytes can be undone one by one. */
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  // What stands before and after it decides the first and last characters; the others are its own.
  private static String middleOfBase64(byte[] bytes, int offset) {
    byte[] shifted = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, shifted, offset, bytes.length);
    String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = offset == 0 ? 0 : offset + 1;
    return all.substring(first, shifted.length % 3 == 0 ? all.length() : all.length() - 1);
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder(bytes.length * 2);
    for (byte each : bytes) {
      hex.append(Character.forDigit((each >> 4) & 0xf, HEX))
          .append(Character.forDigit(each & 0xf, HEX));
    }
    return hex.toString();
  }

  /** A text with an encoding undone, which knows where each of its bytes came from. */
  private static final class Decoded {
    private final StringBuilder bytes = new StringBuilder();
    private final int[] from;
    private String text;

    private Decoded(int length) {
      from = new int[length * LONGEST_UTF_8 + 1];
    }

    static Decoded ofPercent(String given, boolean plusIsSpace) {
      Decoded decoded = new Decoded(given.length());
      for (int i = 0; i < given.length(); ) {
        int code = given.charAt(i) == '%' ? number(given, i + 1, i + 3) : -1;
        if (code >= 0) {
          decoded.add((char) code, i);
          i += 3;
        } else {
          i = decoded.copy(given, i, plusIsSpace);
        }
      }
      return decoded.end(given.length());
    }

    static Decoded ofBackslashes(String given) {
      Decoded decoded = new Decoded(given.length());
      for (int i = 0; i < given.length(); ) {
        if (given.charAt(i) != '\\' || i + 1 == given.length()) {
          i = decoded.copy(given, i, false);
          continue;
        }
        int code = given.charAt(i + 1) == 'u' ? number(given, i + 2, i + 6) : -1;
        if (code >= 0) {
          i = decoded.escaped(given, i, code);
        } else {
          decoded.add(meaning(given.charAt(i + 1)), i);
          i += 2;
        }
      }
      return decoded.end(given.length());
    }

    private int escaped(String given, int at, int code) {
      boolean pair = Character.isHighSurrogate((char) code) && given.startsWith("\\u", at + 6);
      int low = pair ? number(given, at + 8, at + 12) : -1;
      String letter = low < 0 ? String.valueOf((char) code) : "" + (char) code + (char) low;
      latin(letter).chars().forEach(each -> add((char) each, at));
      return at + (low < 0 ? 6 : 12);
    }

    private int copy(String given, int at, boolean plusIsSpace) {
      char each = given.charAt(at);
      int next = given.offsetByCodePoints(at, 1);
      if (each < 0x80) {
        add(plusIsSpace && each == '+' ? ' ' : each, at);
      } else {
        latin(given.substring(at, next)).chars().forEach(part -> add((char) part, at));
      }
      return next;
    }

    private void add(char part, int at) {
      from[bytes.length()] = at;
      bytes.append(part);
    }

    private Decoded end(int length) {
      from[bytes.length()] = length;
      text = bytes.toString();
      return this;
    }

    private static char meaning(char letter) {
      return switch (letter) {
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'b' -> '\b';
        case 'f' -> '\f';
        default -> letter;
      };
    }

    private static int number(String given, int from, int to) {
      int number = 0;
      for (int i = from; i < to; i++) {
        int digit = i < given.length() ? Character.digit(given.charAt(i), HEX) : -1;
        if (digit < 0) {
          return -1;
        }
        number = number * HEX + digit;
      }
      return number;
    }
  }
}
