package alchemy.state;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
      Fields fields = Fields.of("lock", Json.read(bytes));
      return Optional.of(
          new Holder(
              fields.text("runId"),
              fields.text("host"),
              fields.number("pid"),
              fields.instant("since"),
              fields.text("command")));
    } catch (MalformedJsonException e) {
      return Optional.empty();
    } catch (BadFieldException e) {
      return Optional.of(Holder.UNKNOWN);
    }
  }

  void write(Holder holder) throws IOException {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("runId", holder.runId());
    tree.put("host", holder.host());
    tree.put("pid", holder.pid());
    tree.put("since", holder.since().toString());
    tree.put("command", holder.command());
    AtomicFile.replaceUnflushed(disk, file, Json.write(tree, true));
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
