package alchemy.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command is called with, and what its help says.
 *
 * @param name the command's words
 * @param parameter its bare word, as {@code ID} or, if it may be left out, {@code [PATH]}; empty if
 *     it takes none
 * @param description lines; the first one stands in the overview
 * @param options its options, besides {@code --help}
 * @param examples command lines
 */
record Manual(
    String name,
    String parameter,
    List<String> description,
    List<Option> options,
    List<String> examples) {
  private static final int COLUMN = 26;

  Manual {
    options = new ArrayList<>(options);
    options.add(Option.HELP);
  }

  boolean needsParameter() {
    return !parameter.isEmpty() && !parameter.startsWith("[");
  }

  /** The help. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Usage: alchemy " + name + " [OPTIONS] " + parameter);
    lines.add("");
    lines.addAll(description);
    lines.add("");
    lines.add("Options:");
    for (Option each : options) {
      String letter = each.letter() == null ? "    " : each.letter() + ", ";
      String value = each.value() == null ? "" : " " + each.value();
      lines.add(row("  " + letter + each.name() + value, each.help()));
    }
    lines.add("");
    lines.add("Examples:");
    examples.forEach(each -> lines.add("  " + each));
    return lines;
  }

  /** Two columns. */
  static String row(String left, String right) {
    return String.format("%-" + COLUMN + "s  %s", left, right);
  }
}
