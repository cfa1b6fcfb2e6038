package alchemy.state;

import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A stage's journal, its snapshot and its lock file. */
final class FileStageLog implements StageLog {
  private final Disk disk;
  private final Path folder;
  private final StateFormat format;
  private final StageLock lock;
  private final Journal journal;
  private final HistoryFile history;
  private StageState base;
  private boolean isCurrent;
  private String note;
  private IOException broken;

  FileStageLog(
      Disk disk, Path folder, StateFormat format, StageLock lock, StageReader.Stored stored) {
    this.disk = disk;
    this.folder = folder;
    this.format = format;
    this.lock = lock;
    this.journal =
        new Journal(disk, folder.resolve(StageReader.JOURNAL), stored.length(), stored.sum());
    this.history = new HistoryFile(disk, folder);
    this.base = stored.base();
    this.isCurrent = stored.hasSnapshot();
  }

  /** What a file system does. */
  private interface Work {
    void run() throws IOException;
  }

  // After a failed flush nobody knows what is on disk, so another try could only pretend.
  private void write(Work work) {
    try {
      if (broken != null) {
        throw broken;
      }
      work.run();
    } catch (IOException e) {
      broken = e;
      throw new StateWriteFailedException(folder, e);
    }
  }

  @Override
  public void verify() {
    write(
        () -> {
          lock.verify(base.app(), base.stage());
        });
  }

  @Override
  public String append(Map<String, Object> change, Supplier<Map<String, Object>> former) {
    write(() -> journal.append(JournalHeader.of(base), change));
    return journal.sum();
  }

  @Override
  public void finish(StageState now) {
    write(
        () -> {
          writeSnapshotUnlessCurrent(now);
        });
  }

  @Override
  public void record(RunRecord run) {
    write(
        () -> {
          history.append(run);
        });
  }

  @Override
  public void restore(StageState now, StageState next, List<RunRecord> runs) {
    write(
        () -> {
          history.add(runs);
          if (!journal.isEmpty() || isCurrent) {
            // No line of the journal may seem to continue what comes.
            writeSnapshotUnlessCurrent(now);
          }
          writeSnapshot(next);
        });
  }

  @Override
  public void moved(StageState now) {
    write(
        () -> {
          writeSnapshot(now);
        });
  }

  @Override
  public RuntimeException halfWay() {
    broken = new IOException("a flush ended half-way");
    return new StateWriteFailedException(folder, broken);
  }

  /**
   * Writes a stage of an older format in today's. The old files are kept beside the new one: the
   * next version's program may know something of them that this one does not.
   */
  void migrate(long from, StageState state) {
    write(
        () -> {
          List<String> kept = new ArrayList<>();
          for (String each : List.of(StageReader.SNAPSHOT, StageReader.JOURNAL)) {
            Path file = folder.resolve(each);
            if (Files.exists(file)) {
              String name = each + ".format-" + from;
              AtomicFile.replace(disk, folder.resolve(name), Files.readAllBytes(file));
              kept.add(name);
            }
          }
          writeSnapshot(state);
          note =
              "The state of stage \"%s\" was of format %d and is of format %d now. What it was is kept: %s"
                  .formatted(base.stage(), from, StageState.FORMAT, String.join(", ", kept));
        });
  }

  @Override
  public Optional<String> note() {
    return Optional.ofNullable(note);
  }

  @Override
  public void close() {
    try {
      boolean ours = false;
      try {
        ours = lock.isOurs();
      } finally {
        try {
          journal.close(ours);
        } finally {
          lock.release();
        }
      }
    } catch (IOException e) {
      throw new StateWriteFailedException(folder, e);
    }
  }

  private void writeSnapshotUnlessCurrent(StageState now) throws IOException {
    if (journal.isEmpty() && isCurrent) {
      journal.empty(); // It may hold what a killed run had in its snapshot already.
    } else {
      writeSnapshot(now);
    }
  }

  private void writeSnapshot(StageState now) throws IOException {
    AtomicFile.replace(
        disk, folder.resolve(StageReader.SNAPSHOT), Json.write(format.write(now), true));
    isCurrent = true;
    base = now;
    journal.empty();
  }
}
