package alchemy.state;

import alchemy.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Appends to a journal. One flush is one line: of several lines a power failure could keep the
 * second and lose the first. Not safe for several threads; the writer lets in one.
 */
final class Journal {
  private final Disk disk;
  private final Path file;
  private Disk.Output out;
  private long length;
  private String sum;

  /**
   * Continues the journal after its whole lines; what follows them is cut off at the first write.
   */
  Journal(Disk disk, Path file, long length, String sum) {
    this.disk = disk;
    this.file = file;
    this.length = length;
    this.sum = sum;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** The last line's checksum. */
  String sum() {
    return sum;
  }

  /** Makes a line durable, below a header if it is the first. */
  void append(JournalHeader header, Map<String, Object> line) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String next = isEmpty() ? write(bytes, "", Json.write(header.toTree(), false)) : sum;
    next = write(bytes, next, Json.write(line, false));
    open();
    out.write(bytes.toByteArray());
    out.flush();
    sum = next;
    length += bytes.size();
  }

  /** Empties the journal: a new snapshot holds it all. */
  void empty() throws IOException {
    if (out == null && !Files.exists(file)) {
      return;
    }
    length = 0;
    sum = "";
    open();
    out.empty();
  }

  /**
   * Closes, and removes an empty journal.
   *
   * @param ours false if another run has the lock, and so the file
   */
  void close(boolean ours) throws IOException {
    if (out != null) {
      out.close();
      out = null;
      if (ours && isEmpty()) {
        disk.delete(file);
      }
    }
  }

  private void open() throws IOException {
    if (out != null) {
      return;
    }
    boolean created = disk.create(file);
    out = disk.open(file, length);
    if (created) {
      disk.flush(file.toAbsolutePath().getParent());
    }
  }

  private static String write(ByteArrayOutputStream bytes, String previous, byte[] object) {
    String sum = Checksum.of(previous, object);
    bytes.writeBytes(Checksum.append(object, sum));
    bytes.write('\n');
    return sum;
  }
}
