package alchemy.state;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Replaces a file as a whole, so that whoever opens it sees the old or the new one, also after a
 * power failure. Callers hold a lock: the temporary file's name is always the same, so a crash
 * leaves at most one behind.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Replaces a file by one that only its owner reads, from its first moment on. */
  public static void replaceOwnerOnly(Path file, byte[] content) throws IOException {
    replace(Disk.ofMachine(), file, content);
  }

  /**
   * Replaces a file by way of a temporary one elsewhere; if that is on another file system, of one
   * beside it.
   */
  public static void replaceOwnerOnly(Path file, byte[] content, Path temporary)
      throws IOException {
    Disk disk = Disk.ofMachine();
    try {
      replace(disk, file, content, temporary, true);
    } catch (AtomicMoveNotSupportedException e) {
      disk.delete(temporary);
      Path beside = file.resolveSibling(".alchemy-" + UUID.randomUUID() + ".tmp");
      replace(disk, file, content, beside, true);
    }
    disk.flush(file.toAbsolutePath().getParent());
  }

  /** Replaces and flushes file and folder. */
  static void replace(Disk disk, Path file, byte[] content) throws IOException {
    replace(disk, file, content, beside(file), true);
    disk.flush(file.toAbsolutePath().getParent());
  }

  /** Replaces without a flush: for what means nothing after a power failure. */
  static void replaceUnflushed(Disk disk, Path file, byte[] content) throws IOException {
    replace(disk, file, content, beside(file), false);
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  private static void replace(Disk disk, Path file, byte[] content, Path temporary, boolean flush)
      throws IOException {
    disk.delete(temporary);
    disk.create(temporary);
    try (Disk.Output out = disk.open(temporary, 0)) {
      out.write(content);
      if (flush) {
        out.flush();
      }
    }
    disk.move(temporary, file);
  }
}
