package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code docs/performance.md}, of which each measurement writes its own section. */
final class Document {
  private Document() {}

  /**
   * Replaces what stands between {@code <!-- name -->} and {@code <!-- /name -->}.
   *
   * @param text Markdown, whole lines
   */
  static void write(String name, String text) throws IOException {
    Path file = Bench.HOME.resolve("docs/performance.md");
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
