package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code docs/performance.md}, of which each measurement writes its own section. */
final class Document {
  /** The page itself. */
  static final Path PAGE = Bench.HOME.resolve("docs/performance.md");

  private Document() {}

  /** Replaces a section of the page. */
  static void write(String name, String text) throws IOException {
    write(PAGE, name, text);
  }

  /**
   * Replaces what stands between {@code <!-- name -->} and {@code <!-- /name -->}.
   *
   * @param text Markdown, whole lines
   */
  static void write(Path file, String name, String text) throws IOException {
    String page = Files.readString(file);
    String open = "<!-- " + name + " -->\n";
    int from = page.indexOf(open) + open.length();
    int to = page.indexOf("<!-- /" + name + " -->");
    if (from < open.length() || to < from) {
      throw new IOException(file + " has no place for " + name);
    }
    Files.writeString(file, page.substring(0, from) + text + page.substring(to));
  }
}
