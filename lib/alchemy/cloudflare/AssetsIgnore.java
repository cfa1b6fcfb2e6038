package alchemy.cloudflare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The patterns of an {@code .assetsignore}: those of {@code .gitignore}; the last match counts. */
final class AssetsIgnore {
  private static final String FILE = ".assetsignore";

  private record Rule(Pattern pattern, boolean ignores) {}

  private final List<Rule> rules = new ArrayList<>();

  static AssetsIgnore of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    return new AssetsIgnore(lines);
  }

  AssetsIgnore(List<String> lines) {
    add("/" + FILE);
    lines.stream().map(String::strip).forEach(this::add);
  }

  private void add(String line) {
    if (!line.isEmpty() && !line.startsWith("#")) {
      boolean again = line.startsWith("!");
      rules.add(new Rule(pattern(again ? line.substring(1) : line), !again));
    }
  }

  /**
   * True if a file is left out.
   *
   * @param path relative to the folder, with slashes
   */
  boolean matches(String path) {
    boolean ignored = false;
    for (Rule each : rules) {
      if (each.pattern().matcher(path).matches()) {
        ignored = each.ignores();
      }
    }
    return ignored;
  }

  private static Pattern pattern(String line) {
    boolean folderOnly = line.endsWith("/");
    String glob = folderOnly ? line.substring(0, line.length() - 1) : line;
    boolean anchored = glob.contains("/");
    StringBuilder regex = new StringBuilder(anchored ? "" : "(?:.*/)?");
    for (int i = glob.startsWith("/") ? 1 : 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    // A folder's name leaves out all that is in it.
    return Pattern.compile(regex + (folderOnly ? "/.*" : "(?:/.*)?"), Pattern.DOTALL);
  }
}
