package alchemy.state;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads a journal and judges each line.
 *
 * <pre>
 * the last line has no end, or holds zero bytes   never acknowledged: dropped
 * any other line whose checksum is wrong          damaged: the run stops
 * a format above ours                             too new: the run stops
 * </pre>
 *
 * Zero bytes are what a file system leaves where a block of the last write did not reach the disk.
 */
final class JournalReader {
  private final Path file;
  private final StateFormat format;

  JournalReader(Path file, StateFormat format) {
    this.file = file;
    this.format = format;
  }

  /**
   * What a journal holds.
   *
   * @param header null if not even the first line is whole
   * @param sum the last whole line's checksum
   * @param length how many bytes the whole lines take
   */
  record Replay(JournalHeader header, List<JournalLine> lines, String sum, long length) {
    static final Replay NOTHING = new Replay(null, List.of(), "", 0);

    long lastSerial() {
      return lines.isEmpty() ? header.serial() : lines.get(lines.size() - 1).serial();
    }
  }

  Replay read() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Replay.NOTHING;
    }
    JournalHeader header = null;
    List<JournalLine> lines = new ArrayList<>();
    String sum = "";
    int from = 0;
    for (int number = 1, to; (to = end(bytes, from)) >= 0; number++, from = to + 1) {
      byte[] line = Arrays.copyOfRange(bytes, from, to);
      if (to + 1 == bytes.length && holdsZero(line)) {
        break;
      }
      Object tree = parsed(line, number);
      sum = Checksum.verified(sum, line);
      if (sum == null) {
        throw new StateDamagedException(file, number, "its checksum does not fit");
      }
      try {
        if (header == null) {
          header = JournalHeader.read(tree);
          if (header.format() < 1) {
            throw new BadFieldException("line.format", "is none that ever was");
          }
        } else {
          lines.add(JournalLine.read(tree, format));
        }
      } catch (BadFieldException e) {
        throw new StateDamagedException(file, number, e.getMessage());
      }
    }
    return header == null ? Replay.NOTHING : new Replay(header, lines, sum, from);
  }

  private Object parsed(byte[] line, int number) {
    try {
      Object tree = Json.read(line);
      // Before the checksum, which a newer format may reckon otherwise.
      if (number == 1
          && tree instanceof Map<?, ?> header
          && header.get("format") instanceof Long written
          && written > StageState.FORMAT) {
        throw new StateTooNewException(file, written);
      }
      return tree;
    } catch (MalformedJsonException e) {
      throw new StateDamagedException(file, number, "is no JSON, at column " + e.column());
    }
  }

  private static int end(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static boolean holdsZero(byte[] line) {
    for (byte each : line) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }
}
