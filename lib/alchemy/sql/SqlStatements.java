package alchemy.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text of SQL as its statements, told apart by the rules of {@code psql}: a semicolon ends one,
 * but not in quotes, comments, parentheses, or between BEGIN and END of a routine's body.
 */
final class SqlStatements {
  private static final String ROUTINE = "create (or replace )?(function|procedure) .*";

  /**
   * A statement without its semicolon.
   *
   * @param at where in the text it starts
   * @param words its first words in lower case, each with a space behind it
   */
  record Statement(String sql, int at, String words) {}

  private final String text;
  private final List<Statement> found = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();
  private int start = -1;
  private int parentheses;
  private int blocks;

  private SqlStatements(String text) {
    this.text = text;
  }

  static List<Statement> of(String text) {
    SqlStatements statements = new SqlStatements(text);
    for (int at = 0; at < text.length(); ) {
      at = statements.part(at);
    }
    statements.end(text.length());
    return statements.found;
  }

  /** The number of the line of some place in a text. */
  static int line(String text, int at) {
    return 1
        + (int)
            text.substring(0, Math.min(at, text.length()))
                .chars()
                .filter(each -> each == '\n')
                .count();
  }

  // What starts here, to its end: white space, a comment, a literal, a word or one letter.
  private int part(int at) {
    char each = text.charAt(at);
    if (Character.isWhitespace(each) || each == '\uFEFF') {
      return at + 1;
    }
    if (text.startsWith("--", at)) {
      return after("\n", at);
    }
    if (text.startsWith("/*", at)) {
      return comment(at);
    }
    if (each == ';' && parentheses == 0 && blocks == 0) {
      end(at);
      return at + 1;
    }
    if (start < 0) {
      start = at;
    }
    if (each == '\'' || each == '"') {
      return quoted(at, each);
    }
    if (each == '$') {
      return dollar(at);
    }
    if (Character.isJavaIdentifierStart(each)) {
      return word(at);
    }
    parentheses += each == '(' ? 1 : each == ')' ? -1 : 0;
    return at + 1;
  }

  private void end(int at) {
    if (start >= 0) {
      found.add(new Statement(text.substring(start, at), start, words.toString()));
    }
    start = -1;
    words.setLength(0);
    parentheses = 0;
    blocks = 0;
  }

  private int after(String end, int from) {
    int at = text.indexOf(end, from);
    return at < 0 ? text.length() : at + end.length();
  }

  // Comments may hold comments.
  private int comment(int from) {
    int depth = 0;
    for (int at = from; at < text.length(); at++) {
      if (text.startsWith("/*", at)) {
        depth++;
        at++;
      } else if (text.startsWith("*/", at)) {
        at++;
        if (--depth == 0) {
          return at + 1;
        }
      }
    }
    return text.length();
  }

  private int quoted(int from, char quote) {
    boolean escapes =
        quote == '\''
            && from > 0
            && "eE".indexOf(text.charAt(from - 1)) >= 0
            && (from == 1 || !Character.isJavaIdentifierPart(text.charAt(from - 2)));
    for (int at = from + 1; at < text.length(); at++) {
      if (escapes && text.charAt(at) == '\\') {
        at++;
      } else if (text.charAt(at) == quote) {
        return at + 1; // a doubled quote starts the next literal, which ends as this one would
      }
    }
    return text.length();
  }

  private int dollar(int from) {
    int at = from + 1;
    while (at < text.length()
        && Character.isJavaIdentifierPart(text.charAt(at))
        && text.charAt(at) != '$') {
      at++;
    }
    boolean quotes = at < text.length() && text.charAt(at) == '$';
    quotes &= from + 1 == at || !Character.isDigit(text.charAt(from + 1));
    return quotes ? after(text.substring(from, at + 1), at + 1) : from + 1;
  }

  private int word(int from) {
    int at = from;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    String word = text.substring(from, at).toLowerCase(Locale.ROOT);
    if (words.length() < ROUTINE.length()) {
      words.append(word).append(' ');
    }
    if (parentheses == 0 && words.toString().matches(ROUTINE)) {
      if (word.equals("begin") || word.equals("case") && blocks > 0) {
        blocks++;
      } else if (word.equals("end") && blocks > 0) {
        blocks--;
      }
    }
    return at;
  }
}
