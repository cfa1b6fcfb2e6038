package alchemy.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One error or warning of esbuild.
 *
 * @param error true if it stopped the build
 * @param text what esbuild says
 * @param place {@code file:line:column}, relative to the root, or an empty text
 * @param excerpt the source line and a caret, or nothing
 * @param advice what to do, or an empty text
 */
record Complaint(boolean error, String text, String place, List<String> excerpt, String advice) {
  private static final Pattern HEAD = Pattern.compile("^\\S+ \\[(ERROR|WARNING)] (.*)$");
  private static final Pattern PLACE = Pattern.compile("^    (\\S.*):(\\d+):(\\d+):$");
  private static final Pattern UNRESOLVED = Pattern.compile("^Could not resolve \"([^\"]+)\".*");
  private static final int WIDEST = 160;

  /** Reads what esbuild wrote, in the order in which it wrote it. */
  static List<Complaint> parse(String output, Path root, Path packageFolder) {
    List<Complaint> complaints = new ArrayList<>();
    List<String> lines = output.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher head = HEAD.matcher(lines.get(i));
      if (head.matches()) {
        // The place follows after one empty line; those of later notes are further down.
        Matcher place = PLACE.matcher(i + 2 < lines.size() ? lines.get(i + 2) : "");
        boolean placed = place.matches();
        complaints.add(
            new Complaint(
                head.group(1).equals("ERROR"),
                head.group(2),
                placed ? place(root, place) : "",
                placed ? excerpt(root, place) : List.of(),
                advice(head.group(2), root, packageFolder)));
      }
    }
    return complaints;
  }

  /** How it is shown: place and text, the source line, the advice. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(place.isEmpty() ? text : place + ": " + text);
    excerpt.forEach(line -> lines.add("    " + line));
    if (!advice.isEmpty()) {
      lines.add("    " + advice);
    }
    return lines;
  }

  private static String place(Path root, Matcher place) {
    int line = Integer.parseInt(place.group(2));
    int column = Integer.parseInt(place.group(3));
    boolean known = !source(root, place.group(1), line).isEmpty();
    int characters = known ? before(root, place, line, column).length() : column;
    return place.group(1) + ":" + line + ":" + (characters + 1);
  }

  private static List<String> excerpt(Path root, Matcher place) {
    int line = Integer.parseInt(place.group(2));
    String source = source(root, place.group(1), line);
    if (source.isEmpty() || source.length() > WIDEST) {
      return List.of();
    }
    String before = before(root, place, line, Integer.parseInt(place.group(3)));
    String gutter = line + " | ";
    // Tabs stay tabs, so that the caret stands below its character however wide they are shown.
    String indent = before.replaceAll("[^\t]", " ");
    return List.of(gutter + source, " ".repeat(gutter.length() - 2) + "| " + indent + "^");
  }

  // esbuild counts columns in bytes from 0; an editor counts characters from 1.
  private static String before(Path root, Matcher place, int line, int column) {
    byte[] bytes = source(root, place.group(1), line).getBytes(StandardCharsets.UTF_8);
    int end = Math.min(column, bytes.length);
    return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
  }

  private static String source(Path root, String file, int line) {
    try {
      List<String> lines = Files.readAllLines(root.resolve(file));
      return line <= lines.size() ? lines.get(line - 1) : "";
    } catch (IOException e) {
      // Not every place is a readable file (esbuild's own parts, other encodings): then no excerpt.
      return "";
    }
  }

  private static String advice(String text, Path root, Path packageFolder) {
    Matcher unresolved = UNRESOLVED.matcher(text);
    if (!unresolved.matches()) {
      return "";
    }
    String wanted = unresolved.group(1);
    if (wanted.startsWith(".") || wanted.startsWith("/")) {
      return "There is no such file; the path is relative to the importing one.";
    }
    if (wanted.contains(":") || wanted.startsWith("#")) {
      return "";
    }
    String[] parts = wanted.split("/", -1);
    boolean scoped = wanted.startsWith("@") && parts.length > 1;
    String name = scoped ? parts[0] + "/" + parts[1] : parts[0];
    if (Files.isDirectory(packageFolder.resolve("node_modules").resolve(name))) {
      return "The package is installed, but has no such part for Workers.";
    }
    String where = root.equals(packageFolder) ? "" : " (in " + packageFolder + ")";
    return "If the package " + name + " is meant, install it" + where + ": npm install " + name;
  }
}
