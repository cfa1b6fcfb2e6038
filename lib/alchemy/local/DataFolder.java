package alchemy.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The data folder and its one owner. The owner holds an operating system's lock on the file {@code
 * lock}, which the kernel lets go when it dies, and tells others in {@code running.json} (sealed)
 * how to reach it. The lock file is never deleted, since that would let two in.
 */
final class DataFolder implements AutoCloseable {
  private static final String RUNNING = "running";
  private static final Duration OWNER_GRACE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Path folder;
  private final FileChannel channel;
  private final Optional<Ready> owner;

  private DataFolder(Path folder, FileChannel channel, Optional<Ready> owner) {
    this.folder = folder;
    this.channel = channel;
    this.owner = owner;
  }

  /**
   * Becomes the folder's owner; or finds the one that it has, waiting until that is ready.
   *
   * @throws DataFolderBusyException if its owner does not get ready
   */
  static DataFolder open(Path folder) {
    try {
      Store.makePrivate(folder);
      var channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var until = System.nanoTime() + OWNER_GRACE.toNanos();
      while (System.nanoTime() < until) {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          Files.deleteIfExists(running(folder));
          return new DataFolder(folder, channel, Optional.empty());
        }
        var owner = owner(folder);
        if (owner.isPresent()) {
          channel.close();
          return new DataFolder(folder, channel, owner);
        }
        Thread.sleep(LOOK_AGAIN.toMillis());
      }
      channel.close();
      throw new DataFolderBusyException(folder, OWNER_GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataFolderBusyException(folder, OWNER_GRACE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process that owns the folder; empty if that is this one. */
  Optional<Ready> owner() {
    return owner;
  }

  /** Tells others how to reach us. */
  void ready(Store store, Ready ready) {
    store.save(RUNNING, Map.of("port", ready.port(), "pid", ready.pid()));
  }

  /** Lets the folder go, if it is ours. */
  @Override
  public void close() {
    try {
      if (owner.isEmpty()) {
        Files.deleteIfExists(running(folder));
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // A file that a killed owner left is no news of the next one, which may just be starting.
  private static Optional<Ready> owner(Path folder) {
    if (!Files.exists(running(folder))) {
      return Optional.empty();
    }
    var store = new Store(folder);
    var told = store.load(RUNNING);
    return told.get("pid") instanceof Number pid
            && told.get("port") instanceof Number port
            && ProcessHandle.of(pid.longValue()).isPresent()
        ? Optional.of(new Ready(port.intValue(), Tokens.of(store), pid.longValue(), store.folder()))
        : Optional.empty();
  }

  private static Path running(Path folder) {
    return folder.resolve(RUNNING + ".json");
  }
}
