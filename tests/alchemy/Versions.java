package alchemy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the library stands at its coordinates, in {@code lib/alchemy_lib.java}. Wherever
 * else it is written it is a copy, for those who read that file alone; here copies are compared and
 * rewritten.
 */
public final class Versions {
  private static final Pattern VERSION =
      Pattern.compile(
          "(io\\.github\\.alchemy-java:alchemy(?:-local)?:|String NUMBER = \")(\\d[\\w.-]*\\b)");
  private static final Path PLACE = Path.of("lib/alchemy_lib.java");

  // Releases of before keep theirs.
  private static final String BEFORE = "tests/releases/";

  private final Path home;
  private final String current;

  /** The versions of a checkout. */
  public Versions(Path home) throws IOException {
    this.home = home;
    Matcher own = VERSION.matcher(text(home.resolve(PLACE)));
    if (!own.find()) {
      throw new IOException("no version in " + PLACE);
    }
    current = own.group(2);
  }

  /** The version at the library's coordinates. */
  public String current() {
    return current;
  }

  /** Which of these files, named from the checkout's root, hold another version. */
  public List<String> stale(List<String> files) throws IOException {
    List<String> stale = new ArrayList<>();
    for (String each : files) {
      if (!each.startsWith(BEFORE) && !renewed(each).equals(text(home.resolve(each)))) {
        stale.add(each);
      }
    }
    return stale;
  }

  /** Writes the version into one of these files. */
  public void renew(String file) throws IOException {
    Files.writeString(home.resolve(file), renewed(file), StandardCharsets.ISO_8859_1);
  }

  private String renewed(String file) throws IOException {
    return VERSION.matcher(text(home.resolve(file))).replaceAll("$1" + current);
  }

  // Byte for byte, whatever a file is.
  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
