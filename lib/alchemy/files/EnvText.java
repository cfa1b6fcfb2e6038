package alchemy.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a {@code .env} file. It stays as it is but for the variables that are set or taken
 * away. A value is data: nothing in it is expanded.
 *
 * <pre>
 * value has                           written
 * nothing of the below                plain, which {@code docker run --env-file} needs
 * line breaks, no " \ $               "in double quotes", as \n
 * no '                                'in single quotes'
 * ' but no " $ \                      "in double quotes"
 * ' and others, no # and line break   plain
 * ' and others, no `                  `in backticks`
 * </pre>
 *
 * Source: what dotenv, Node's {@code --env-file} and Vite read alike.
 */
public final class EnvText {
  private static final Pattern NAME =
      Pattern.compile("\uFEFF?[ \t]*(?:export[ \t]+)?([A-Za-z_][\\w.]*)[ \t]*=[ \t]*");
  private static final Pattern BLANK = Pattern.compile("\uFEFF?\\s*(?:#.*)?");
  private static final String QUOTES = "'\"`";

  /**
   * What a line says.
   *
   * @param line its number
   * @param name the variable; null if the line sets none
   * @param value null if a quote is not closed
   */
  public record Entry(int line, String name, String value, int from, int at, int end, int to) {}

  private final String text;

  private EnvText(String text) {
    this.text = text;
  }

  /** A file's text. */
  public static EnvText of(String text) {
    return new EnvText(text);
  }

  /** All lines but blank ones and comments. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    int line = 1;
    for (int from = 0; from < text.length(); ) {
      int end = endOfLine(from);
      if (!BLANK.matcher(text).region(from, end).matches()) {
        Entry entry = entry(line, from, end);
        entries.add(entry);
        end = endOfLine(Math.max(end, entry.end));
      }
      int next = afterLine(end);
      line += (int) text.substring(from, next).lines().count();
      from = next;
    }
    return entries;
  }

  /** The variables; of one that is set twice, the last value. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (Entry each : entries()) {
      if (each.value != null) {
        values.put(each.name, each.value);
      }
    }
    return values;
  }

  /**
   * The text with a variable set: in its line if it has one, else in a new one at the end.
   *
   * @throws IllegalArgumentException if no spelling of the value is read alike by all
   */
  EnvText with(String name, String value) {
    Optional<Entry> entry = last(name);
    if (entry.isPresent() && value.equals(entry.get().value)) {
      return this;
    }
    String written =
        spelled(value).orElseThrow(() -> new IllegalArgumentException(name + " can't be written"));
    if (entry.isPresent()) {
      String rest = text.substring(entry.get().end);
      String gap = rest.startsWith("#") ? " " : ""; // else the comment is the value's end
      return new EnvText(text.substring(0, entry.get().at) + written + gap + rest);
    }
    String newline = text.contains("\r\n") ? "\r\n" : "\n";
    boolean open = !text.isEmpty() && !text.endsWith("\n");
    return new EnvText(text + (open ? newline : "") + name + "=" + written + newline);
  }

  /** The text without the line that sets a variable. */
  EnvText without(String name) {
    return last(name)
        .map(entry -> new EnvText(text.substring(0, entry.from) + text.substring(entry.to)))
        .orElse(this);
  }

  /** How a value is written so that all read it alike; empty if there is no such spelling. */
  static Optional<String> spelled(String value) {
    boolean plain = !has(value, "#\n") && value.equals(value.strip());
    plain &= value.isEmpty() || QUOTES.indexOf(value.charAt(0)) < 0;
    boolean ends = value.endsWith("\\"); // would take the closing quote for its own
    if (has(value, "\r")) {
      return Optional.empty(); // Node has no sign for it, and dotenv takes it for a line's end
    }
    if (plain && !has(value, "'\"`\\$ \t")) {
      return Optional.of(value);
    }
    if (has(value, "\n") && !has(value, "\"\\$")) {
      return Optional.of('"' + value.replace("\n", "\\n") + '"');
    }
    if (!has(value, "'") && !ends) {
      return Optional.of("'" + value + "'");
    }
    if (!has(value, "\"\\$\n")) {
      return Optional.of('"' + value + '"');
    }
    if (plain) {
      return Optional.of(value);
    }
    return has(value, "`") || ends ? Optional.empty() : Optional.of("`" + value + "`");
  }

  private static boolean has(String value, String letters) {
    return letters.chars().anyMatch(each -> value.indexOf(each) >= 0);
  }

  private Optional<Entry> last(String name) {
    return entries().stream()
        .filter(each -> name.equals(each.name))
        .reduce((first, second) -> second);
  }

  private int endOfLine(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private int afterLine(int end) {
    return Math.min(text.length(), end + (text.startsWith("\r\n", end) ? 2 : 1));
  }

  private Entry entry(int line, int from, int end) {
    Matcher start = NAME.matcher(text).region(from, end);
    if (!start.lookingAt()) {
      return new Entry(line, null, null, from, from, end, afterLine(end));
    }
    int at = start.end();
    if (at == end || QUOTES.indexOf(text.charAt(at)) < 0) {
      String raw = text.substring(at, end);
      int comment = raw.startsWith("#") ? 0 : raw.indexOf(" #");
      String value = (comment < 0 ? raw : raw.substring(0, comment)).strip();
      return new Entry(line, start.group(1), value, from, at, at + value.length(), afterLine(end));
    }
    int close = closing(at);
    if (close < 0 || close > end && !rest(close).isEmpty()) {
      return new Entry(line, start.group(1), null, from, at, end, afterLine(end));
    }
    String inner = text.substring(at + 1, close).replace("\r\n", "\n");
    String value = text.charAt(at) == '"' ? unescaped(inner) : inner;
    return new Entry(line, start.group(1), value, from, at, close + 1, afterLine(endOfLine(close)));
  }

  private int closing(int at) {
    char quote = text.charAt(at);
    for (int i = at + 1; i < text.length(); i++) {
      if (text.charAt(i) == quote) {
        return i;
      }
      if (text.charAt(i) == '\\' && quote == '"') {
        i++;
      }
    }
    return -1;
  }

  // Behind a value of several lines nothing may follow: else the quote was just not closed.
  private String rest(int close) {
    return text.substring(close + 1, endOfLine(close)).replaceFirst("#.*", "").strip();
  }

  private static String unescaped(String inner) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      char each = inner.charAt(i);
      if (each != '\\' || i + 1 == inner.length()) {
        value.append(each);
        continue;
      }
      char escaped = inner.charAt(++i);
      switch (escaped) {
        case 'n' -> value.append('\n');
        case 'r' -> value.append('\r');
        case 't' -> value.append('\t');
        case '"', '\\', '$' -> value.append(escaped);
        default -> value.append('\\').append(escaped);
      }
    }
    return value.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
