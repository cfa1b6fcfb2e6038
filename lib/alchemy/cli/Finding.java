package alchemy.cli;

import alchemy.AlchemyException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One line of what {@code doctor} says.
 *
 * @param group its heading
 * @param name what it is about
 * @param status how that is
 * @param text what there is
 * @param fix what to do, a command or a sentence; empty if nothing
 */
record Finding(String group, String name, Status status, String text, String fix) {
  private static final int NAME = 11;
  private static final int TEXT = 33;
  private static final int WIDTH = 80;

  /** How something is. */
  enum Status {
    /** As it should be. */
    OK,
    /** Not there, and needed for something only. */
    MISSING,
    /** There and of no use, or wrong: a run would fail. */
    BROKEN
  }

  static Finding ok(String group, String name, String text) {
    return new Finding(group, name, Status.OK, text, "");
  }

  static Finding missing(String group, String name, String text, String fix) {
    return new Finding(group, name, Status.MISSING, text, fix);
  }

  /** Of what failed, in the words of the error. */
  static Finding broken(String group, String name, AlchemyException error) {
    List<String> lines = error.getMessage().lines().map(String::strip).toList();
    String rest = String.join(" ", lines.subList(1, lines.size()));
    return new Finding(group, name, Status.BROKEN, lines.get(0), rest);
  }

  /** As lines of a terminal. */
  List<String> lines(Style style) {
    String word = status.name().toLowerCase(Locale.ROOT);
    String mark =
        switch (status) {
          case OK -> style.green(word);
          case MISSING -> style.yellow(word);
          case BROKEN -> style.red(word);
        };
    String before = "  " + mark + " ".repeat(NAME - 2 - word.length()) + name;
    int width = NAME + name.length();
    List<String> lines = new ArrayList<>();
    for (String line : wrapped(text)) {
      lines.add(
          (lines.isEmpty() ? before + " ".repeat(Math.max(1, TEXT - width)) : " ".repeat(TEXT))
              + line);
    }
    for (String line : fix.isEmpty() ? List.<String>of() : wrapped("-> " + fix)) {
      lines.add(" ".repeat(TEXT) + line);
    }
    return lines;
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && TEXT + line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** As fields of an event. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("group", group);
    fields.put("name", name);
    fields.put("status", status.name().toLowerCase(Locale.ROOT));
    fields.put("text", text);
    fields.put("fix", fix);
    return fields;
  }
}
