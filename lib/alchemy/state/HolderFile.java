package alchemy.state;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code lock.json}: who holds a stage's lock.
 *
 * <pre>
 * it names a run             that run holds the lock
 * none, or its run was       nobody does; a process whose lock was taken away stands there with an
 *   taken away from it       empty run id
 * empty, cut, zero bytes     nobody: it is replaced as a whole and never flushed, so the machine
 *                            that wrote it lost its power, and the run with it
 * other JSON                 somebody who cannot be named
 * </pre>
 */
final class HolderFile {
  private static final String TAKEN = "";

  private final Disk disk;
  private final Path file;

  HolderFile(Disk disk, Path folder) {
    this.disk = disk;
    this.file = folder.resolve("lock.json");
  }

  /** The holder; with an empty run id if the lock was taken away and its process still lives. */
  Optional<Holder> read() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(Holder.of(Json.read(bytes)));
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }

  void write(Holder holder) throws IOException {
    AtomicFile.replaceUnflushed(disk, file, Json.write(holder.toTree(), true));
  }

  void writeTakenFrom(Holder holder) throws IOException {
    write(new Holder(TAKEN, holder.host(), holder.pid(), holder.since(), holder.command()));
  }

  static boolean isTakenAway(Holder holder) {
    return holder.runId().equals(TAKEN);
  }

  void delete() throws IOException {
    disk.delete(file);
  }
}
