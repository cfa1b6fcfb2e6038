package alchemy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command's words, read by its manual. By hand, since a library that does it by annotations took
 * half of the processor time of a deploy that changes nothing (172 of 330 ms, class archive
 * included).
 */
final class Arguments {
  private final Map<Option, String> values = new HashMap<>();
  private final List<String> bare = new ArrayList<>();

  private Arguments() {}

  /**
   * Reads words: {@code --name value}, {@code --name=value}, {@code -n value} and bare ones.
   *
   * @param words what follows the command's own words
   * @throws UsageException if the manual does not know one, or misses one
   */
  static Arguments read(Manual manual, List<String> words) {
    Arguments read = new Arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-") || word.equals("-")) {
        read.bare.add(word);
        continue;
      }
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      Option option = option(manual, equals < 0 ? word : word.substring(0, equals));
      String value = equals < 0 ? null : word.substring(equals + 1);
      if (option.value() == null && value != null) {
        throw wrong(manual, option.name() + " takes no value.");
      }
      if (option.value() != null && value == null) {
        i++;
        if (i == words.size() || words.get(i).startsWith("-")) {
          throw wrong(manual, option.name() + " needs a value: " + option.value() + ".");
        }
        value = words.get(i);
      }
      if (read.values.put(option, value == null ? "" : value) != null) {
        throw wrong(manual, option.name() + " is there twice.");
      }
    }
    if (!read.has(Option.HELP)) {
      read.check(manual);
    }
    return read;
  }

  boolean has(Option option) {
    return values.containsKey(option);
  }

  /** An option's value; null if it is not there. */
  String get(Option option) {
    return values.get(option);
  }

  /** The bare word as a path; null if it is not there. */
  Path path() {
    return bare.isEmpty() ? null : Path.of(bare.get(0));
  }

  /** An option's value as a path; null if it is not there. */
  Path path(Option option) {
    return has(option) ? Path.of(get(option)) : null;
  }

  private void check(Manual manual) {
    int most = manual.parameter().isEmpty() ? 0 : 1;
    if (bare.size() > most) {
      throw wrong(manual, "\"" + bare.get(most) + "\" is one word too many.");
    }
    if (bare.isEmpty() && manual.needsParameter()) {
      throw wrong(manual, "\"alchemy " + manual.name() + "\" needs " + manual.parameter() + ".");
    }
  }

  private static Option option(Manual manual, String word) {
    for (Option each : manual.options()) {
      if (each.is(word)) {
        return each;
      }
    }
    List<String> names = manual.options().stream().map(Option::name).toList();
    String near = Spelling.nearest(word, names);
    throw near == null
        ? wrong(manual, "There is no option " + word + ".")
        : wrong(manual, "There is no option " + word + ".", "Did you mean " + near + "?");
  }

  static UsageException wrong(Manual manual, String summary, String... details) {
    List<String> lines = new ArrayList<>(List.of(details));
    lines.add("More:");
    lines.add("    alchemy " + manual.name() + " --help");
    return new UsageException(summary, lines.toArray(String[]::new));
  }
}
