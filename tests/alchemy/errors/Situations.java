package alchemy.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The error situations of one room with the exact text that a person reads, compared with {@code
 * tests/golden/errors/ROOM.txt}. Each is really brought about; its second line names the classes of
 * what was thrown, outermost first, as they came. {@code GOLDEN=update} writes the file anew.
 */
public final class Situations {
  private final String room;
  private final Path folder;
  private final List<String> rows = new ArrayList<>();

  /**
   * @param room names the file
   * @param folder where each situation gets a folder of its own
   */
  public Situations(String room, Path folder) {
    this.room = room;
    this.folder = folder;
  }

  /** A situation, told as a sentence. */
  public Scene about(String sentence) {
    try {
      Path own = Files.createDirectories(folder.resolve("situation-" + (rows.size() + 1)));
      rows.add("");
      int row = rows.size() - 1;
      return new Scene(own, told -> rows.set(row, "# " + sentence + "\n" + told));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares all with the file. */
  public void match() {
    String told = String.join("\n", rows);
    Path file = folder().resolve(room + ".txt");
    try {
      if ("update".equals(System.getenv("GOLDEN"))) {
        Files.writeString(file, told);
      }
      assertEquals(Files.readString(file), told, "errors of " + room);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the texts lie. */
  static Path folder() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .takeWhile(each -> each != null)
        .map(each -> each.resolve("tests/golden/errors"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("tests run inside of the checkout"));
  }
}
