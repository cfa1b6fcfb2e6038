package alchemy.state;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One stage's lock: an operating system lock on {@code lock}, and {@code lock.json} with its
 * holder.
 *
 * <p>The file {@code lock} is opened here and nowhere else, and never deleted: on Linux closing any
 * second channel to it, even one that was only read, drops the process's lock, and a deleted file
 * can be locked while others lock its successor.
 */
final class StageLock {
  // Process-wide, because the operating system's lock is: a second channel must not even be opened.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

  private final String app;
  private final String stage;
  private final Path folder;
  private final Path holderFile;
  private final Holder holder;
  private final FileChannel channel;

  private StageLock(
      String app, String stage, Path folder, Path holderFile, Holder holder, FileChannel channel) {
    this.app = app;
    this.stage = stage;
    this.folder = folder;
    this.holderFile = holderFile;
    this.holder = holder;
    this.channel = channel;
  }

  /** Takes the lock of a stage, whose folder exists; waits for at most {@code wait}. */
  static StageLock acquire(String app, String stage, Path folder, Holder holder, Duration wait)
      throws IOException {
    Path real = folder.toRealPath();
    Path holderFile = real.resolve("lock.json");
    long start = System.nanoTime();
    while (true) {
      StageLock lock = tried(app, stage, real, holderFile, holder);
      if (lock != null) {
        return lock;
      }
      boolean over = System.nanoTime() - start >= wait.toNanos();
      if (over || Thread.currentThread().isInterrupted()) {
        Holder other = read(holderFile);
        boolean elsewhere = other != null && !other.host().equals(holder.host());
        throw new StateLockedException(app, stage, folder.resolve("lock.json"), other, elsewhere);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /**
   * Checks that nobody took the lock away.
   *
   * @throws StateLockLostException if {@code lock.json} names another run, or is gone
   */
  void verify() throws IOException {
    if (!isOurs()) {
      throw new StateLockLostException(holderFile, app, stage);
    }
  }

  void release() throws IOException {
    try {
      if (isOurs()) {
        Files.deleteIfExists(holderFile);
      }
    } finally {
      channel.close();
      HELD_HERE.remove(folder);
    }
  }

  private boolean isOurs() throws IOException {
    Holder now = read(holderFile);
    return now != null && now.runId().equals(holder.runId());
  }

  private static StageLock tried(
      String app, String stage, Path folder, Path holderFile, Holder holder) throws IOException {
    if (!HELD_HERE.add(folder)) {
      return null;
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      Path file = folder.resolve("lock");
      OwnerOnly.file(file);
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        Holder former = read(holderFile);
        taken = former == null || former.host().equals(holder.host());
      }
      if (!taken) {
        return null;
      }
      AtomicFile.replaceUnflushed(holderFile, Json.write(toTree(holder), true));
      return new StageLock(app, stage, folder, holderFile, holder, channel);
    } catch (IOException | RuntimeException e) {
      taken = false;
      throw e;
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HELD_HERE.remove(folder);
      }
    }
  }

  private static Holder read(Path file) throws IOException {
    try {
      Fields fields = Fields.of("lock", Json.read(Files.readAllBytes(file)));
      return new Holder(
          fields.text("runId"),
          fields.text("host"),
          fields.number("pid"),
          fields.instant("since"),
          fields.text("command"));
    } catch (NoSuchFileException e) {
      return null;
    } catch (MalformedJsonException | BadFieldException e) {
      throw new StateDamagedException(file, 0, "does not name a run");
    }
  }

  private static Map<String, Object> toTree(Holder holder) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("runId", holder.runId());
    tree.put("host", holder.host());
    tree.put("pid", holder.pid());
    tree.put("since", holder.since().toString());
    tree.put("command", holder.command());
    return tree;
  }
}
