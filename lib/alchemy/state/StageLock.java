package alchemy.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
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

  private final Path folder;
  private final HolderFile named;
  private final FileChannel channel;
  private Holder holder;

  private StageLock(Path folder, HolderFile named, FileChannel channel) {
    this.folder = folder;
    this.named = named;
    this.channel = channel;
  }

  /** Takes the lock of a stage, whose folder exists; waits for at most {@code wait}. */
  static StageLock acquire(
      Disk disk, String app, String stage, Path folder, Holder holder, Duration wait)
      throws IOException {
    long start = System.nanoTime();
    while (true) {
      Optional<StageLock> lock = ofMachine(disk, folder);
      if (lock.isPresent() && lock.get().isTakenBy(holder)) {
        return lock.get();
      }
      boolean over = System.nanoTime() - start >= wait.toNanos();
      if (over || Thread.currentThread().isInterrupted()) {
        HolderFile file = new HolderFile(disk, folder);
        Holder other = file.read().orElse(null);
        boolean elsewhere = other != null && lock.isPresent();
        throw new StateLockedException(app, stage, other, elsewhere);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Who holds the lock of a stage, whose folder exists, on this machine or elsewhere. */
  static Optional<Holder> holder(Disk disk, Path folder, String host) throws IOException {
    Optional<StageLock> ours = ofMachine(disk, folder);
    Optional<Holder> named = new HolderFile(disk, folder).read();
    if (ours.isEmpty()) {
      return Optional.of(named.orElse(Holder.UNKNOWN));
    }
    ours.get().free();
    return named.filter(each -> isElsewhere(each, host));
  }

  /** Takes the lock away from that holder; false if it does not hold it any more. */
  static boolean takeFrom(Disk disk, Path folder, Holder holder) throws IOException {
    Optional<StageLock> ours = ofMachine(disk, folder);
    HolderFile file = new HolderFile(disk, folder);
    try {
      Holder now = file.read().orElse(Holder.UNKNOWN);
      if (!now.runId().equals(holder.runId())) {
        return false;
      }
      if (ours.isPresent()) {
        file.delete();
      } else {
        // Its process lives: the operating system's lock stays, and others go on seeing whose.
        file.writeTakenFrom(now);
      }
      return true;
    } finally {
      if (ours.isPresent()) {
        ours.get().free();
      }
    }
  }

  /**
   * Checks that nobody took the lock away.
   *
   * @throws StateLockLostException if {@code lock.json} names another run, or is gone
   */
  void verify(String app, String stage) throws IOException {
    if (!isOurs()) {
      throw new StateLockLostException(app, stage);
    }
  }

  void release() throws IOException {
    try {
      if (isOurs()) {
        named.delete();
      }
    } finally {
      free();
    }
  }

  /** True unless somebody took the lock away. */
  boolean isOurs() throws IOException {
    return named.read().filter(now -> now.runId().equals(holder.runId())).isPresent();
  }

  private void free() throws IOException {
    try {
      channel.close();
    } finally {
      HELD_HERE.remove(folder);
    }
  }

  private static boolean isElsewhere(Holder named, String host) {
    return !named.host().equals(host) && !HolderFile.isTakenAway(named);
  }

  /** The machine's part of the lock; empty if a process of this machine has it. */
  private static Optional<StageLock> ofMachine(Disk disk, Path given) throws IOException {
    Path folder = given.toRealPath();
    if (!HELD_HERE.add(folder)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      Path file = folder.resolve("lock");
      disk.create(file);
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      taken = channel.tryLock() != null;
      return taken
          ? Optional.of(new StageLock(folder, new HolderFile(disk, folder), channel))
          : Optional.empty();
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HELD_HERE.remove(folder);
      }
    }
  }

  /** Says who has it now; false, and the machine's part is free, if a run elsewhere does. */
  private boolean isTakenBy(Holder next) throws IOException {
    boolean taken = false;
    try {
      Optional<Holder> former = named.read();
      if (former.filter(each -> isElsewhere(each, next.host())).isEmpty()) {
        named.write(next);
        holder = next;
        taken = true;
      }
      return taken;
    } finally {
      if (!taken) {
        free();
      }
    }
  }
}
