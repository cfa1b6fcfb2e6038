package alchemy.state;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a stage's snapshot and replays its journal.
 *
 * <pre>
 * the journal's header is the snapshot's serial and mark   it continues the snapshot: replayed
 * its last line is the snapshot's mark                     the snapshot holds it: skipped
 * neither                                                  one of the two is another's: damaged
 * </pre>
 *
 * The second is a run that was killed after it wrote the snapshot and before it emptied the
 * journal. The serial is not compared then: a journal of a header alone, whose first line was cut,
 * makes a snapshot whose serial is one more.
 */
final class StageReader {
  static final String SNAPSHOT = "state.json";
  static final String JOURNAL = "journal.ndjson";

  // Without the lock, a run may finish between our two reads or empty the journal during one. It
  // does so once, not forever.
  private static final int ATTEMPTS = 5;

  private final Path snapshot;
  private final Path log;
  private final StateFormat format;
  private final StageState none;
  private final JournalReader journal;

  /**
   * Makes a reader.
   *
   * @param none what a stage without files is
   */
  StageReader(Path folder, StateFormat format, StageState none) {
    this.snapshot = folder.resolve(SNAPSHOT);
    this.format = format;
    this.none = none;
    this.log = folder.resolve(JOURNAL);
    this.journal = new JournalReader(log, format);
  }

  /**
   * What was read.
   *
   * @param base the snapshot alone
   * @param state with the journal
   * @param hasSnapshot false for a stage that has none yet
   * @param format the older one of the snapshot's and the journal's format
   * @param length the journal's whole lines that are not in the snapshot, in bytes
   * @param sum the checksum of the last of them
   */
  record Stored(
      StageState base,
      StageState state,
      boolean hasSnapshot,
      long format,
      long length,
      String sum) {}

  private record Snapshot(StageState state, long format) {}

  Stored read() {
    try {
      for (int i = 1; i < ATTEMPTS; i++) {
        String before = version(snapshot);
        String logBefore = version(log);
        try {
          Stored stored = readOnce();
          if (before.equals(version(snapshot))) {
            return stored;
          }
        } catch (StateDamagedException e) {
          if (before.equals(version(snapshot)) && logBefore.equals(version(log))) {
            throw e;
          }
        }
      }
      return readOnce();
    } catch (IOException e) {
      throw new StateReadFailedException(snapshot, e);
    }
  }

  private Stored readOnce() throws IOException {
    byte[] bytes = bytes();
    return joined(bytes, journal.read());
  }

  private static String version(Path file) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
    } catch (NoSuchFileException e) {
      return "none";
    }
  }

  private byte[] bytes() throws IOException {
    try {
      return Files.readAllBytes(snapshot);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private Stored joined(byte[] bytes, JournalReader.Replay replay) {
    boolean hasSnapshot = bytes != null;
    Snapshot read = hasSnapshot ? parsed(bytes) : new Snapshot(none, StageState.FORMAT);
    StageState base = read.state();
    JournalHeader header = replay.header();
    if (header == null) {
      return new Stored(base, base, hasSnapshot, read.format(), 0, "");
    }
    if (!hasSnapshot && header.serial() == 0) {
      base = empty(header);
    }
    if (header.continues(base)) {
      return new Stored(
          base,
          replayed(base, replay),
          hasSnapshot,
          Math.min(read.format(), header.format()),
          replay.length(),
          replay.sum());
    }
    if (hasSnapshot
        && base.mark().equals(replay.sum())
        && base.instanceId().equals(header.instanceId())) {
      return new Stored(base, base, true, read.format(), 0, "");
    }
    throw new StateDamagedException(
        snapshot, 0, hasSnapshot ? "is not what " + JOURNAL + " continues" : "is missing");
  }

  private Snapshot parsed(byte[] bytes) {
    try {
      Object tree = Json.read(bytes);
      if (tree instanceof Map<?, ?> map
          && map.get("format") instanceof Long newer
          && newer > StateFormat.MOVED) {
        throw new StateTooNewException(snapshot, newer);
      }
      long written = Fields.of("state", tree).number("format");
      if (written < 1) {
        throw new BadFieldException("format", "is none that ever was");
      }
      return new Snapshot(format.read(tree), written);
    } catch (MalformedJsonException e) {
      String why = bytes.length == 0 ? "is empty" : "is cut or no JSON, at column " + e.column();
      throw new StateDamagedException(snapshot, bytes.length == 0 ? 0 : e.line(), why);
    } catch (BadFieldException e) {
      throw new StateDamagedException(snapshot, 0, e.getMessage());
    }
  }

  private StageState empty(JournalHeader header) {
    return new StageState(
        none.app(),
        none.stage(),
        0,
        header.instance(),
        header.instanceId(),
        null,
        Map.of(),
        Map.of(),
        "");
  }

  private static StageState replayed(StageState base, JournalReader.Replay replay) {
    Map<String, Row> rows = new TreeMap<>(base.rows());
    Map<String, Object> outputs = base.outputs();
    WrappedKey key = base.key().orElse(null);
    for (JournalLine line : replay.lines()) {
      line.rows().forEach((name, row) -> rows.compute(name, (same, old) -> row));
      key = line.key() == null ? key : line.key();
      outputs = line.outputs() == null ? outputs : line.outputs();
    }
    return new StageState(
        base.app(),
        base.stage(),
        replay.lastSerial(),
        base.instance(),
        base.instanceId(),
        key,
        rows,
        outputs,
        replay.sum(),
        base.movedTo().orElse(null));
  }
}
