package alchemy.state;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code history.ndjson}: one line a finished run, each with a checksum of its own, so that lines
 * which version control has merged are still whole.
 *
 * <pre>
 * the last line has no end, or holds zero bytes   never acknowledged: dropped
 * any other line that is not as it was written    told, and left as it is
 * </pre>
 *
 * A run is written here before its snapshot: a run that ends between the two has all its changes in
 * the journal, so that the history is right either way, and no finished run is missing in it.
 */
final class HistoryFile {
  static final String NAME = "history.ndjson";
  private static final int BLOCK = 1 << 16;

  private final Disk disk;
  private final Path file;

  HistoryFile(Disk disk, Path folder) {
    this.disk = disk;
    this.file = folder.resolve(NAME);
  }

  /**
   * The end of the file.
   *
   * @param lines the last lines that have an end, the oldest first
   * @param end where the last of them ends, in bytes of the file
   */
  private record Tail(Deque<byte[]> lines, long end) {}

  /** The last runs; reads no more of the file than it needs. */
  History last(int most) throws IOException {
    List<RunRecord> runs = new ArrayList<>();
    int damaged = 0;
    for (byte[] line : tail(most).lines()) {
      try {
        if (Checksum.verified("", withoutReturn(line)) == null) {
          throw new BadFieldException("sum", "does not fit");
        }
        runs.add(RunRecord.read(Json.read(line)));
      } catch (MalformedJsonException | BadFieldException e) {
        damaged++;
      }
    }
    return new History(
        runs,
        damaged == 0
            ? List.of()
            : List.of(
                (damaged == 1 ? "A line" : damaged + " lines")
                    + " of "
                    + NAME
                    + " cannot be read, and left out here. Nothing else needs it."));
  }

  /** Makes a run durable as the last one. */
  void append(RunRecord run) throws IOException {
    write(tail(1).end(), List.of(run));
  }

  /** Makes those of some runs durable that are not here yet. */
  void add(List<RunRecord> some) throws IOException {
    Tail all = tail(Integer.MAX_VALUE);
    Set<String> known = new HashSet<>();
    last(Integer.MAX_VALUE).runs().forEach(each -> known.add(each.runId()));
    write(all.end(), some.stream().filter(each -> known.add(each.runId())).toList());
  }

  private void write(long end, List<RunRecord> runs) throws IOException {
    if (runs.isEmpty()) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (RunRecord each : runs) {
      byte[] object = Json.write(each.toTree(), false);
      bytes.writeBytes(Checksum.append(object, Checksum.of("", object)));
      bytes.write('\n');
    }
    boolean created = disk.create(file);
    try (Disk.Output out = disk.open(file, end)) {
      out.write(bytes.toByteArray());
      out.flush();
    }
    if (created) {
      disk.flush(file.toAbsolutePath().getParent());
    }
  }

  // Version control may have given the lines other ends.
  private static byte[] withoutReturn(byte[] line) {
    int last = line.length - 1;
    return last >= 0 && line[last] == '\r' ? Arrays.copyOf(line, last) : line;
  }

  private Tail tail(int most) throws IOException {
    if (!Files.exists(file)) {
      return new Tail(new ArrayDeque<>(), 0);
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long length = in.length();
      for (long block = BLOCK; ; block *= 4) {
        long from = Math.max(0, length - block);
        byte[] bytes = new byte[Math.toIntExact(length - from)];
        in.seek(from);
        in.readFully(bytes);
        Tail tail = tail(bytes, from, most);
        if (from == 0 || tail.lines().size() == most) {
          return tail;
        }
      }
    }
  }

  // Backwards, since it is the last lines that are asked for; of the first line the beginning may
  // be missing.
  private static Tail tail(byte[] bytes, long from, int most) {
    int to = lineEnd(bytes, bytes.length);
    if (holdsZero(bytes, to)) {
      to = lineEnd(bytes, to);
    }
    Deque<byte[]> lines = new ArrayDeque<>();
    long end = from + to + 1;
    while (to >= 0 && lines.size() < most) {
      int before = lineEnd(bytes, to);
      if (before >= 0 || from == 0) {
        lines.addFirst(Arrays.copyOfRange(bytes, before + 1, to));
      }
      to = before;
    }
    return new Tail(lines, end);
  }

  private static boolean holdsZero(byte[] bytes, int to) {
    for (int i = lineEnd(bytes, to) + 1; i < to; i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static int lineEnd(byte[] bytes, int before) {
    int i = before - 1;
    while (i >= 0 && bytes[i] != '\n') {
      i--;
    }
    return i;
  }
}
